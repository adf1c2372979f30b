/// What the server answers to one request.
public struct StubReply: Sendable {
  /// What the answer says.
  public enum Body: Sendable {
    /// A chat completion, in the form that the request asks for: one JSON object, or a stream of
    /// events.
    case message(StubMessage)
    /// Bytes of a media type.
    case bytes([UInt8], type: String)
    /// Bytes in place of an HTTP message; the connection closes after them.
    case wire([UInt8])
  }

  /// How the answer travels.
  public enum Delivery: Sendable {
    /// All at once.
    case whole
    /// `size` bytes at a time, header included, with `interval` between them.
    case drip(size: Int, interval: Duration)
    /// Header and the first bytes of the body, then the connection closes.
    case cut(keeping: Int)
    /// Not at all: the connection closes.
    case dropped
    /// Not at all: the connection stays open.
    case never
  }

  /// The status code.
  public var status: Int

  /// Header fields beside `Content-Type` and `Content-Length`.
  public var headers: [(name: String, value: String)]

  /// What the answer says.
  public var body: Body

  /// How the answer travels.
  public var delivery: Delivery

  /// How long after the request it begins; nil for the server's own latency.
  public var latency: Duration?

  /// Makes a reply.
  public init(
    status: Int = 200, headers: [(name: String, value: String)] = [], body: Body,
    delivery: Delivery = .whole, latency: Duration? = nil
  ) {
    self.status = status
    self.headers = headers
    self.body = body
    self.delivery = delivery
    self.latency = latency
  }

  /// A chat completion that says `content`.
  public static func content(_ content: String) -> StubReply {
    StubReply(body: .message(StubMessage(content: content)))
  }

  /// A JSON text.
  public static func json(_ text: String, status: Int = 200) -> StubReply {
    StubReply(status: status, body: .bytes(Array(text.utf8), type: "application/json"))
  }

  /// Bytes as they are.
  public static func bytes(
    _ bytes: [UInt8], type: String = "application/octet-stream",
    headers: [(name: String, value: String)] = []
  ) -> StubReply {
    StubReply(headers: headers, body: .bytes(bytes, type: type))
  }

  /// A redirect to a URL or path.
  public static func redirect(to location: String, status: Int = 302) -> StubReply {
    StubReply(
      status: status, headers: [("Location", location)], body: .bytes([], type: "text/plain"))
  }

  /// The same reply, delivered differently.
  public func delivered(_ delivery: Delivery) -> StubReply {
    var reply = self
    reply.delivery = delivery
    return reply
  }

  /// The same reply, after another latency.
  public func after(_ latency: Duration) -> StubReply {
    var reply = self
    reply.latency = latency
    return reply
  }
}

/// The message of a chat completion.
public struct StubMessage: Sendable {
  /// What the model says; nil when it refuses.
  public var content: String?

  /// Why the model refuses, in its words.
  public var refusal: String?

  /// Why the model ended: `stop`, `length` or `content_filter`.
  public var finish: String

  /// Whether the answer has a choice at all.
  public var hasChoice: Bool

  /// Makes a message.
  public init(
    content: String?, refusal: String? = nil, finish: String = "stop", hasChoice: Bool = true
  ) {
    self.content = content
    self.refusal = refusal
    self.finish = finish
    self.hasChoice = hasChoice
  }
}
