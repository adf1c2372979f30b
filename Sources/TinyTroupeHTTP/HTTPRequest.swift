/// What to ask of an HTTP server, and how long and how much to take.
public struct HTTPRequest: Sendable {
  /// The method, in capitals.
  public var method: String

  /// An absolute URL of the scheme `http` or `https`.
  public var url: String

  /// Header fields in the order in which they are sent.
  ///
  /// `Connection`, `Content-Length`, `Expect`, `Host` and `Transfer-Encoding` are the client's own,
  /// and refused here.
  public var headers: [(name: String, value: String)]

  /// The bytes that are sent, as they are; none are sent with GET and HEAD.
  public var body: [UInt8]

  /// How long resolving the host, connecting and the TLS handshake may take together; 15 s by
  /// default.
  public var connectTimeout: Duration

  /// How long the whole transfer may take; nil (the default) sets no limit, as a streamed answer
  /// needs.
  public var totalTimeout: Duration?

  /// How long no byte of a body may come, before or within the answer; nil (the default) sets no
  /// limit.
  ///
  /// Counted by libcurl in whole seconds, rounded up, and from the mean speed of the last five of
  /// them: after a body was sent, silence is noticed up to six seconds late.
  public var idleTimeout: Duration?

  /// The largest body that is accepted, after decompression; 64 MiB by default.
  public var maxResponseBytes: Int

  /// How many redirects are followed; with 0 (the default) a redirect is an answer like any other.
  ///
  /// `Authorization` and `Cookie` are not sent on to another host. Other headers are, so leave this
  /// at 0 when one of them holds a key.
  public var followRedirects: Int

  /// Makes a request.
  public init(
    method: String = "GET", url: String, headers: [(name: String, value: String)] = [],
    body: [UInt8] = [], connectTimeout: Duration = .seconds(15), totalTimeout: Duration? = nil,
    idleTimeout: Duration? = nil, maxResponseBytes: Int = 64 << 20, followRedirects: Int = 0
  ) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
    self.connectTimeout = connectTimeout
    self.totalTimeout = totalTimeout
    self.idleTimeout = idleTimeout
    self.maxResponseBytes = maxResponseBytes
    self.followRedirects = followRedirects
  }
}
