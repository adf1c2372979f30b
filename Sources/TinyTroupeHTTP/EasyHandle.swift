import CLibCurl

/// A libcurl easy handle with what must live as long as its transfer: the header list and the
/// buffer for error text.
///
/// Used by the transfer thread alone. Handles are reused, which saves allocating their buffers
/// anew.
final class EasyHandle {
  // SAFETY: both are owned by this object from `init` to `deinit`; libcurl writes to `errorText`
  // only in calls on `easy`.
  let easy: UnsafeMutableRawPointer
  private let errorText: UnsafeMutablePointer<CChar>
  private var headerList: UnsafeMutablePointer<curl_slist>?

  init?() {
    guard let easy = curl_easy_init() else { return nil }
    self.easy = easy
    errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
    errorText[0] = 0
  }

  deinit {
    curl_easy_cleanup(easy)
    curl_slist_free_all(headerList)
    errorText.deallocate()
  }

  /// Forgets the last request, its secrets included; keeps connections.
  ///
  /// Without this an option of one request can colour the next, as CURLOPT_NOBODY does a POST. It
  /// costs 2 us.
  func reset() {
    curl_easy_reset(easy)
    curl_slist_free_all(headerList)
    headerList = nil
  }

  /// Sets everything that a transfer needs.
  func prepare(
    _ request: HTTPRequest, configuration: HTTPClient.Configuration,
    context: UnsafeMutableRawPointer
  ) {
    errorText[0] = 0
    setFixedOptions(configuration)
    TransferCallbacks.install(on: easy, context: context)
    tt_curl_set_pointer(easy, CURLOPT_ERRORBUFFER, errorText)
    tt_curl_set_text(easy, CURLOPT_URL, request.url)
    setMethod(request)
    setHeaders(request)
    setLimits(request)
    setVersion(request)
  }

  private func setFixedOptions(_ configuration: HTTPClient.Configuration) {
    tt_curl_set_long(easy, CURLOPT_NOSIGNAL, 1)
    tt_curl_set_text(easy, CURLOPT_PROTOCOLS_STR, "http,https")
    tt_curl_set_text(easy, CURLOPT_REDIR_PROTOCOLS_STR, "http,https")
    tt_curl_set_text(easy, CURLOPT_ACCEPT_ENCODING, "gzip")
    tt_curl_set_long(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
    tt_curl_set_long(easy, CURLOPT_TCP_KEEPALIVE, 1)
    if !configuration.usesProxyEnvironment { tt_curl_set_text(easy, CURLOPT_PROXY, "") }
    if let file = configuration.certificateAuthorities {
      tt_curl_set_text(easy, CURLOPT_CAINFO, file)
    }
  }

  private func setMethod(_ request: HTTPRequest) {
    switch request.method {
    case "GET": tt_curl_set_long(easy, CURLOPT_HTTPGET, 1)
    case "HEAD": tt_curl_set_long(easy, CURLOPT_NOBODY, 1)
    default:
      // Another word than POST would also be kept where a redirect says to go on with GET.
      if request.method != "POST" {
        tt_curl_set_text(easy, CURLOPT_CUSTOMREQUEST, request.method)
      }
      if request.followRedirects > 0 { copyBody(request.body) } else { offerBody(request.body) }
    }
  }

  /// Lets libcurl fetch the body once.
  ///
  /// What it cannot fetch again it cannot send again: without asking, it repeats a request on a new connection
  /// when an old one breaks before the answer. The server may have begun to work, and charge, for the first.
  private func offerBody(_ body: [UInt8]) {
    tt_curl_set_long(easy, CURLOPT_POST, 1)
    tt_curl_set_offset(easy, CURLOPT_POSTFIELDSIZE_LARGE, Int(body.count))
  }

  /// Gives libcurl the body for good, for it may have to send it to where a redirect says.
  private func copyBody(_ body: [UInt8]) {
    tt_curl_set_offset(easy, CURLOPT_POSTFIELDSIZE_LARGE, Int(body.count))
    body.withUnsafeBytes { bytes in
      // SAFETY: libcurl copies as many bytes as the line above says, before this returns.
      let start = bytes.assumingMemoryBound(to: CChar.self).baseAddress
      if let start {
        tt_curl_set_text(easy, CURLOPT_COPYPOSTFIELDS, start)
      } else {
        tt_curl_set_text(easy, CURLOPT_COPYPOSTFIELDS, "")
      }
    }
  }

  private func setHeaders(_ request: HTTPRequest) {
    for (name, value) in request.headers {
      // libcurl takes "name:" for "leave this out", and "name;" for an empty value.
      append(value.isEmpty ? "\(name);" : "\(name): \(value)")
    }
    // libcurl waits up to a second for leave to send a large body, which few servers give.
    if request.body.count > 1 << 19 { append("Expect:") }
    let hasType = request.headers.contains { $0.name.lowercased() == "content-type" }
    if !hasType { append("Content-Type:") }
    tt_curl_set_list(easy, CURLOPT_HTTPHEADER, headerList)
  }

  private func append(_ line: String) {
    // SAFETY: libcurl copies the line; the list's head stays the same once there is one.
    if let longer = curl_slist_append(headerList, line) { headerList = longer }
  }

  private func setLimits(_ request: HTTPRequest) {
    tt_curl_set_long(easy, CURLOPT_CONNECTTIMEOUT_MS, milliseconds(request.connectTimeout))
    if let limit = request.totalTimeout {
      tt_curl_set_long(easy, CURLOPT_TIMEOUT_MS, milliseconds(limit))
    }
    if let limit = request.idleTimeout {
      tt_curl_set_long(easy, CURLOPT_LOW_SPEED_LIMIT, 1)
      tt_curl_set_long(easy, CURLOPT_LOW_SPEED_TIME, (milliseconds(limit) + 999) / 1000)
    }
    if request.followRedirects > 0 {
      tt_curl_set_long(easy, CURLOPT_FOLLOWLOCATION, 1)
      tt_curl_set_long(easy, CURLOPT_MAXREDIRS, request.followRedirects)
    }
  }

  /// With TLS the server may choose HTTP/2, and a transfer waits to learn whether an opening
  /// connection can be shared.
  ///
  /// Without TLS that wait would last until the first answer, and gain nothing.
  private func setVersion(_ request: HTTPRequest) {
    let isSecure = request.url.utf8.prefix(5).last.map { $0 | 0x20 } == UInt8(ascii: "s")
    let version = isSecure ? CURL_HTTP_VERSION_2TLS : CURL_HTTP_VERSION_1_1
    tt_curl_set_long(easy, CURLOPT_HTTP_VERSION, Int(version))
    tt_curl_set_long(easy, CURLOPT_PIPEWAIT, isSecure ? 1 : 0)
  }

  /// At least 1, because libcurl takes 0 for "no limit".
  private func milliseconds(_ duration: Duration) -> Int {
    let (seconds, atto) = duration.components
    return max(1, Int(min(seconds, 1 << 31)) * 1000 + Int(atto / 1_000_000_000_000_000))
  }

  /// libcurl's words for how the last transfer ended.
  func reason(for result: CURLcode) -> String {
    // SAFETY: libcurl leaves a terminated text in the buffer, and the other is a constant of its
    // own.
    errorText[0] == 0 ? String(cString: curl_easy_strerror(result)) : String(cString: errorText)
  }

  func number(_ info: CURLINFO) -> Int {
    var value = 0
    tt_curl_get_long(easy, info, &value)
    return value
  }

  /// A time in microseconds since the transfer's start.
  func time(_ info: CURLINFO) -> Duration {
    var value: curl_off_t = 0
    tt_curl_get_offset(easy, info, &value)
    return .microseconds(value)
  }

  func text(_ info: CURLINFO) -> String? {
    var value: UnsafePointer<CChar>?
    tt_curl_get_text(easy, info, &value)
    // SAFETY: the text is libcurl's, alive until the handle's next transfer; this copies it.
    return value.map { String(cString: $0) }
  }
}
