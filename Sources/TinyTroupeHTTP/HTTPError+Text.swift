import CLibCurl
import Glibc

/// All sentences of the module's errors.
extension HTTPError {
  static func invalidText(_ origin: Origin, _ reason: String) -> String {
    "the request to \(origin) can't be sent: \(reason)"
  }

  static func cancelled(_ origin: Origin) -> HTTPError {
    HTTPError(.cancelled, "the request to \(origin) was cancelled")
  }

  static func shutDown(_ origin: Origin) -> HTTPError {
    HTTPError(.cancelled, "the request to \(origin) was cancelled: the HTTP client was shut down")
  }

  static func outOfMemory(_ origin: Origin) -> HTTPError {
    HTTPError(.other, "the request to \(origin) failed: libcurl has no memory for another transfer")
  }

  static func bodyTooLarge(_ origin: Origin, limit: Int) -> HTTPError {
    HTTPError(
      .tooLarge,
      "the answer of \(origin) is larger than \(limit) bytes; raise the limit or ask for less")
  }

  static func headTooLarge(_ origin: Origin) -> HTTPError {
    HTTPError(
      .tooLarge,
      "the header of \(origin)'s answer is larger than \(ResponseHead.limit) bytes; "
        + "check that the URL is right")
  }

  /// What a failed transfer means.
  init(_ failure: TransferFailure) {
    let origin = failure.origin
    switch failure.result {
    case _ where failure.isProxyFault:
      self.init(
        .couldNotConnect,
        "no way to \(origin) through the proxy (\(failure.reason)); check the variables "
          + "http_proxy, https_proxy and no_proxy")
    case CURLE_COULDNT_CONNECT:
      self = Self.unreachable(origin, systemError: failure.systemError)
    case CURLE_COULDNT_RESOLVE_HOST:
      self.init(
        .couldNotResolve,
        "the host \(origin.host) has no address; check its spelling and the network")
    case CURLE_OPERATION_TIMEDOUT:
      self.init(.timedOut, failure.timeoutText)
    case CURLE_URL_MALFORMAT:
      self.init(.invalidRequest, Self.invalidText(origin, "its URL is malformed"))
    case CURLE_TOO_MANY_REDIRECTS:
      self.init(
        .protocolError,
        "\(origin) redirects more than \(failure.request.followRedirects) times; "
          + "check that the URL is right")
    case CURLE_PARTIAL_FILE, CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR,
      CURLE_SEND_FAIL_REWIND:
      self.init(.truncated, failure.truncationText)
    default:
      self.init(rare: failure)
    }
  }

  private init(rare failure: TransferFailure) {
    let origin = failure.origin
    switch failure.result {
    case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CIPHER,
      CURLE_SSL_CERTPROBLEM, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR,
      CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_CLIENTCERT:
      self.init(
        .tls,
        "no trusted TLS connection to \(origin): \(failure.reason); check that the server speaks "
          + "https and that its certificate is valid")
    case CURLE_WEIRD_SERVER_REPLY, CURLE_UNSUPPORTED_PROTOCOL, CURLE_HTTP2, CURLE_HTTP2_STREAM,
      CURLE_BAD_CONTENT_ENCODING:
      self.init(
        .protocolError,
        "what \(origin) answered is no valid HTTP: \(failure.reason); check that the URL is right")
    default:
      self.init(.other, "the request to \(origin) failed: \(failure.reason)")
    }
  }

  private static func unreachable(_ origin: Origin, systemError: Int32) -> HTTPError {
    guard systemError != EMFILE && systemError != ENFILE else {
      return HTTPError(
        .couldNotConnect,
        "no connection to \(origin): too many open files; raise the limit (ulimit -n)")
    }
    let reason = systemError == 0 ? "connection failed" : systemText(systemError)
    return HTTPError(
      .couldNotConnect,
      "no connection to \(origin): \(reason); check that the server runs and listens there")
  }

  /// The C library's words for an error number, beginning in lower case.
  private static func systemText(_ number: Int32) -> String {
    var buffer = [CChar](repeating: 0, count: 128)
    // SAFETY: the POSIX function writes at most 128 bytes, with a terminator, into a buffer of that
    // size.
    guard strerror_r(number, &buffer, 128) == 0 else { return "error \(number)" }
    let text = String(
      decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return text.prefix(1).lowercased() + text.dropFirst()
  }
}
