internal import TinyTroupeJSON

/// Writes a persona as indented lines, shorter than JSON and without its quotes.
///
/// Every value stands in the text as it is. Empty ones and `null` are left out.
enum PersonaText {
  static func render(_ persona: JSON) -> String {
    var text = ""
    for member in persona.object ?? [:] { write(member.key, member.value, "", to: &text) }
    if text.hasSuffix("\n") { text.removeLast() }
    return text
  }

  /// A value without parts as a text; nil for any other, and for an empty one.
  static func scalar(_ value: JSON) -> String? {
    switch value {
    case .string(let text): text.isEmpty ? nil : text
    case .integer, .number, .bool: value.text
    default: nil
    }
  }

  private static func write(
    _ key: String, _ value: JSON, _ indent: String, to text: inout String
  ) {
    if let scalar = scalar(value) {
      text += "\(indent)\(words(key)): \(scalar)\n"
      return
    }
    guard !isEmpty(value) else { return }
    text += "\(indent)\(words(key)):\n"
    writeParts(of: value, indent, to: &text)
  }

  private static func writeParts(of value: JSON, _ indent: String, to text: inout String) {
    for member in value.object ?? [:] {
      write(member.key, member.value, indent + "  ", to: &text)
    }
    for element in value.array ?? [] { write(element: element, indent, to: &text) }
  }

  private static func write(element: JSON, _ indent: String, to text: inout String) {
    if let line = scalar(element) ?? line(element) {
      text += "\(indent)- \(line)\n"
    } else if !isEmpty(element) {
      text += "\(indent)-\n"
      writeParts(of: element, indent + "  ", to: &text)
    }
  }

  /// An object of scalars in one line: `Alex: a colleague`, or `name: Alex; since: 2019`.
  private static func line(_ element: JSON) -> String? {
    guard let object = element.object, !object.isEmpty else { return nil }
    if object.count == 2, let name = object["name"].flatMap(scalar),
      let description = object["description"].flatMap(scalar)
    {
      return "\(name): \(description)"
    }
    let parts = object.compactMap { member in scalar(member.value).map { (member.key, $0) } }
    guard parts.count == object.count else { return nil }
    return parts.map { "\(words($0)): \($1)" }.joined(separator: "; ")
  }

  private static func isEmpty(_ value: JSON) -> Bool {
    switch value {
    case .null: true
    case .string(let text): text.isEmpty
    case .array(let elements): elements.allSatisfy(isEmpty)
    case .object(let members): members.allSatisfy { isEmpty($0.value) }
    default: false
    }
  }

  /// `long_term_goals` as `Long term goals`.
  private static func words(_ key: String) -> String {
    let words = key.split(separator: "_").joined(separator: " ")
    return words.prefix(1).uppercased() + words.dropFirst()
  }
}
