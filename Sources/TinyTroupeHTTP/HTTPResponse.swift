/// A complete answer of an HTTP server.
public struct HTTPResponse: Sendable {
  /// The status code of the last answer, after redirects.
  public var status: Int

  /// Header fields in the order of arrival, their names in lower case.
  ///
  /// They are the server's: after decompression `content-encoding` and `content-length` still speak
  /// of what was sent.
  public var headers: [(name: String, value: String)]

  /// The body, decompressed, otherwise as it came.
  public var body: [UInt8]

  /// How the transfer went.
  public var summary: HTTPSummary

  /// The value of the first header field with this lower-case name.
  public func header(_ name: String) -> String? {
    headers.first { $0.name == name }?.value
  }
}

/// How a successful transfer went.
public struct HTTPSummary: Sendable {
  /// The protocol that carried the answer: `HTTP/1.0`, `HTTP/1.1`, `HTTP/2` or `HTTP/3`.
  public var httpVersion: String

  /// How many connections had to be opened; 0 when an open one served.
  public var connectionsOpened: Int

  /// From the start until the connection was ready for the request, TLS included.
  public var connected: Duration

  /// From the start until the first byte of the answer.
  public var firstByte: Duration

  /// From the start until the last byte of the answer.
  public var total: Duration
}
