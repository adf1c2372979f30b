import CLibCurl

/// What is known about a transfer that libcurl gave up.
struct TransferFailure {
  let result: CURLcode
  /// The URL's origin, after redirects.
  let origin: Origin
  let request: HTTPRequest
  /// libcurl's own words.
  let reason: String
  /// The `errno` of a failed connect, or 0.
  let systemError: Int32
  /// How long the transfer took until it failed.
  let total: Duration
  /// When the connection was ready for the request; zero when it never was.
  let connected: Duration
  /// Bytes of the body that had arrived.
  let received: Int
  /// Whether the header of the answer had arrived.
  let hasHead: Bool
  /// The status that a proxy gave for the way to the server, or 0.
  let proxyStatus: Int

  /// Whether it was a proxy that refused or was out of reach.
  var isProxyFault: Bool {
    switch result {
    case CURLE_COULDNT_RESOLVE_PROXY, CURLE_PROXY: true
    case CURLE_COULDNT_CONNECT:
      // libcurl has no other way to tell whom it tried to reach.
      reason.hasPrefix("Failed to connect to ") && !reason.contains(" \(origin.bareHost) port ")
    default: !hasHead && proxyStatus >= 300
    }
  }

  /// Which of the three time limits was reached, in words.
  var timeoutText: String {
    if let limit = request.totalTimeout, total >= limit {
      return "\(origin) gave no complete answer within \(seconds(limit)); allow it more time"
    }
    if connected == .zero {
      return "no connection to \(origin) within \(seconds(request.connectTimeout)); "
        + "check the address and the network"
    }
    return "\(origin) sent nothing for \(seconds(request.idleTimeout ?? total)); allow it more time"
  }

  /// How far the answer had come when the connection ended, in words.
  var truncationText: String {
    guard hasHead else {
      return "\(origin) closed the connection before it answered; try again"
    }
    return "\(origin) closed the connection within its answer, after \(received) bytes; try again"
  }

  /// A duration in seconds, with as many of three decimals as it needs.
  private func seconds(_ duration: Duration) -> String {
    let (whole, atto) = duration.components
    let milliseconds = Int(atto / 1_000_000_000_000_000)
    guard milliseconds > 0 else { return "\(whole) s" }
    var decimals = String(String(1000 + milliseconds).dropFirst())
    while decimals.hasSuffix("0") { decimals.removeLast() }
    return "\(whole).\(decimals) s"
  }
}
