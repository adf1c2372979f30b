import CLibCurl

/// A transfer in libcurl's hands.
///
/// Used by the transfer thread alone.
final class ActiveTransfer {
  /// What the transfer wants after a piece of data.
  enum Demand {
    case more
    case later
    case stop
  }

  let transfer: HTTPTransfer
  let handle: EasyHandle
  private let onEvent: @Sendable (HTTPEvent, HTTPTransfer) -> Void
  private var head = ResponseHead()
  private var hasHead = false
  private var received = 0
  private var sent = 0
  private let start = ContinuousClock.now
  /// When the answer began; libcurl's own figure is of the request where it fetches the body.
  private var firstByte: Duration?
  /// Why this side ended the transfer, if it did.
  private var verdict: HTTPError?

  init(
    _ transfer: HTTPTransfer, handle: EasyHandle,
    onEvent: @escaping @Sendable (HTTPEvent, HTTPTransfer) -> Void
  ) {
    self.transfer = transfer
    self.handle = handle
    self.onEvent = onEvent
  }

  private var request: HTTPRequest { transfer.request }

  /// Puts the next bytes of the request's body into `room`, and answers how many.
  func fill(_ room: UnsafeMutableRawBufferPointer) -> Int {
    let rest = request.body[sent...].prefix(room.count)
    room.copyBytes(from: rest)
    sent += rest.count
    return rest.count
  }

  func receiveHeader(_ line: UnsafeRawBufferPointer) -> Demand {
    if firstByte == nil { firstByte = ContinuousClock.now - start }
    // What comes after the head is a trailer, which nobody asked for.
    guard !hasHead else { return .more }
    guard head.append(line) else { return stop(.headTooLarge(Origin(url: request.url))) }
    if head.isComplete, isFinal { deliverHead() }
    return .more
  }

  /// Whether the head is the answer's own: not an interim one, nor that of a redirect which libcurl
  /// may follow.
  private var isFinal: Bool {
    head.status >= 200 && !(request.followRedirects > 0 && (300..<400).contains(head.status))
  }

  func receiveBody(_ bytes: UnsafeRawBufferPointer) -> Demand {
    if transfer.isCancelled { return stop(.cancelled(Origin(url: request.url))) }
    // libcurl keeps these bytes, and gives them again when the transfer is resumed.
    if transfer.isPaused { return .later }
    received += bytes.count
    guard received <= request.maxResponseBytes else {
      return stop(.bodyTooLarge(Origin(url: request.url), limit: request.maxResponseBytes))
    }
    if !hasHead { deliverHead() }
    onEvent(.body(Array(bytes)), transfer)
    return .more
  }

  private func stop(_ error: HTTPError) -> Demand {
    verdict = error
    return .stop
  }

  private func deliverHead() {
    hasHead = true
    onEvent(.head(status: head.status, headers: head.fields()), transfer)
  }

  /// Reports what libcurl made of the transfer.
  func finish(_ result: CURLcode) {
    // libcurl is content with a header that ends in the middle.
    let result = result == CURLE_OK && !head.isComplete ? CURLE_PARTIAL_FILE : result
    guard result == CURLE_OK else { return fail(verdict ?? HTTPError(failure(result))) }
    if !hasHead { deliverHead() }
    onEvent(.end(.success(summary)), transfer)
  }

  /// Reports an end that this side decided.
  func fail(_ error: HTTPError) {
    onEvent(.end(.failure(error)), transfer)
  }

  private var summary: HTTPSummary {
    let total = handle.time(CURLINFO_TOTAL_TIME_T)
    return HTTPSummary(
      httpVersion: httpVersion, connectionsOpened: handle.number(CURLINFO_NUM_CONNECTS),
      connected: handle.time(CURLINFO_PRETRANSFER_TIME_T),
      firstByte: min(firstByte ?? total, total), total: total)
  }

  private var httpVersion: String {
    switch handle.number(CURLINFO_HTTP_VERSION) {
    case Int(CURL_HTTP_VERSION_1_0): "HTTP/1.0"
    case Int(CURL_HTTP_VERSION_2_0): "HTTP/2"
    case Int(CURL_HTTP_VERSION_3): "HTTP/3"
    default: "HTTP/1.1"
    }
  }

  private func failure(_ result: CURLcode) -> TransferFailure {
    TransferFailure(
      result: result, origin: Origin(url: handle.text(CURLINFO_EFFECTIVE_URL) ?? request.url),
      request: request, reason: handle.reason(for: result),
      systemError: Int32(truncatingIfNeeded: handle.number(CURLINFO_OS_ERRNO)),
      total: handle.time(CURLINFO_TOTAL_TIME_T),
      connected: handle.time(CURLINFO_PRETRANSFER_TIME_T), received: received, hasHead: hasHead,
      proxyStatus: handle.number(CURLINFO_HTTP_CONNECTCODE))
  }
}
