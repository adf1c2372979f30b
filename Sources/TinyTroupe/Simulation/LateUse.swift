import TinyTroupeJSON

/// Something that a person wants a tool to do when the step ends.
struct LateUse: Sendable, Equatable {
  /// The person's number.
  let person: Int
  let type: String
  let content: String

  init(person: Int, type: String, content: String) {
    self.person = person
    self.type = type
    self.content = content
  }

  /// Reads what a unit kept of it.
  init?(_ json: JSON) {
    guard let person = json["person"]?.integer, let type = json["type"]?.string else { return nil }
    self.init(person: person, type: type, content: json["content"]?.string ?? "")
  }

  var json: JSON {
    ["person": .integer(Int64(person)), "type": .string(type), "content": .string(content)]
  }
}
