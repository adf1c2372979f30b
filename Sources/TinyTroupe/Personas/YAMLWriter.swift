import TinyTroupeJSON
import TinyTroupeYAML

/// Writes values as YAML in block style, so that people can go on editing them.
enum YAMLWriter {
  /// The document for a value.
  static func text(_ value: JSON) -> String { lines(value, "").joined(separator: "\n") + "\n" }

  private static func lines(_ value: JSON, _ margin: String) -> [String] {
    switch value {
    case .object(let members) where !members.isEmpty:
      return members.flatMap { entry(scalar(.string($0.key)) + ":", $0.value, margin) }
    case .array(let elements) where !elements.isEmpty:
      return elements.flatMap { element($0, margin) }
    default: return [margin + scalar(value)]
    }
  }

  private static func entry(_ start: String, _ value: JSON, _ margin: String) -> [String] {
    isNested(value)
      ? [margin + start] + lines(value, margin + "  ") : ["\(margin)\(start) \(scalar(value))"]
  }

  /// An element; the first line of what it holds stands behind its dash.
  private static func element(_ value: JSON, _ margin: String) -> [String] {
    guard isNested(value) else { return ["\(margin)- \(scalar(value))"] }
    var inner = lines(value, margin + "  ")
    inner[0] = margin + "- " + inner[0].dropFirst(margin.count + 2)
    return inner
  }

  private static func isNested(_ value: JSON) -> Bool {
    switch value {
    case .object(let members): !members.isEmpty
    case .array(let elements): !elements.isEmpty
    default: false
    }
  }

  /// A single value: a text as it is where that reads back as the same text, else as JSON, which YAML includes.
  private static func scalar(_ value: JSON) -> String {
    guard let text = value.string else { return value.text }
    return isPlain(text) ? text : value.text
  }

  private static func isPlain(_ text: String) -> Bool {
    guard let first = text.first, first.isLetter, text.last?.isWhitespace == false,
      !text.contains(": "), !text.contains(" #"), !text.hasSuffix(":"),
      !text.contains(where: { $0.isNewline || $0 == "\t" })
    else { return false }
    // What would be read as a number, true or nothing needs its quotes.
    return YAMLNode.plainScalar(text) == .string(text)
  }
}
