internal import TinyTroupeJSON

/// Chat messages as JSON text, ready to stand in an array.
struct MessageList: Sendable {
  enum Role: String, Sendable {
    case system
    case user
    case assistant
  }

  private var writer: JSONWriter

  init(capacity: Int = 0) {
    writer = JSONWriter(capacity: capacity)
  }

  /// The messages, with commas between them.
  var bytes: [UInt8] { writer.bytes }

  mutating func add(_ role: Role, _ content: String) {
    writer.object { writer in
      writer.member("role", role.rawValue)
      writer.member("content", content)
    }
  }

  /// Adds a message with pictures behind its text.
  mutating func add(_ role: Role, _ content: String, _ pictures: [Sight]) {
    guard !pictures.isEmpty else { return add(role, content) }
    let text: JSON = ["type": "text", "text": .string(content)]
    writer.object { writer in
      writer.member("role", role.rawValue)
      writer.member("content", .array([text] + pictures.map(\.part)))
    }
  }

  static func single(_ role: Role, _ content: String) -> [UInt8] {
    var list = MessageList(capacity: content.utf8.count + 48)
    list.add(role, content)
    return list.bytes
  }
}
