/// A reply as bytes on the wire, with what happens after them.
struct PlannedAnswer {
  private(set) var bytes: [UInt8]
  /// The bytes sent at a time, and nanoseconds between; nil for all at once.
  private(set) var drip: (size: Int, interval: UInt64)?
  private(set) var closes: Bool
  /// Whether the answer never comes.
  private(set) var isSilent = false

  init(_ reply: StubReply, to request: StubRequest) {
    closes = request.header("connection")?.lowercased() == "close"
    if case .wire = reply.body { closes = true }
    bytes = []
    switch reply.delivery {
    case .whole: bytes = Self.message(reply, to: request)
    case .drip(let size, let interval):
      bytes = Self.message(reply, to: request)
      drip = (max(1, size), Self.nanoseconds(interval))
    case .cut(let keeping):
      bytes = Self.message(reply, to: request, keeping: keeping)
      closes = true
    case .dropped: closes = true
    case .never: isSilent = true
    }
  }

  /// An answer to what is no request.
  init(malformed reason: StaticString) {
    var json = JSONText(capacity: 128)
    json.raw("HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\nX-Reason: ")
    json.raw(reason)
    json.raw("\r\n\r\n")
    bytes = json.bytes
    closes = true
  }

  static func nanoseconds(_ duration: Duration) -> UInt64 {
    let (seconds, atto) = duration.components
    return UInt64(max(0, seconds)) * 1_000_000_000 + UInt64(max(0, atto) / 1_000_000_000)
  }

  private static func message(
    _ reply: StubReply, to request: StubRequest, keeping limit: Int = .max
  ) -> [UInt8] {
    switch reply.body {
    case .wire(let bytes): return bytes
    case .bytes(let body, let type):
      return head(reply, type: type, length: body.count)
        + (request.method == "HEAD" ? [] : body.prefix(limit))
    case .message(let message) where request.wantsStream:
      let body = chunked(ModelAnswers.events(message, to: request))
      return head(reply, type: "text/event-stream", length: nil) + body.prefix(limit)
    case .message(let message):
      let body = ModelAnswers.completion(message, to: request)
      return head(reply, type: "application/json", length: body.count) + body.prefix(limit)
    }
  }

  /// The status line and the header; without a length the body is chunked.
  private static func head(_ reply: StubReply, type: String, length: Int?) -> [UInt8] {
    var text = "HTTP/1.1 \(reply.status) \(phrase(reply.status))\r\nContent-Type: \(type)\r\n"
    for (name, value) in reply.headers { text += "\(name): \(value)\r\n" }
    if let length {
      text += "Content-Length: \(length)\r\n\r\n"
    } else {
      text += "Transfer-Encoding: chunked\r\n\r\n"
    }
    return Array(text.utf8)
  }

  private static func chunked(_ pieces: [[UInt8]]) -> [UInt8] {
    var bytes: [UInt8] = []
    for piece in pieces {
      bytes += String(piece.count, radix: 16).utf8
      bytes += "\r\n".utf8
      bytes += piece
      bytes += "\r\n".utf8
    }
    return bytes + "0\r\n\r\n".utf8
  }

  private static func phrase(_ status: Int) -> String {
    switch status {
    case 200: "OK"
    case 401: "Unauthorized"
    case 404: "Not Found"
    case 429: "Too Many Requests"
    case 500: "Internal Server Error"
    case 503: "Service Unavailable"
    default: "Status"
    }
  }
}
