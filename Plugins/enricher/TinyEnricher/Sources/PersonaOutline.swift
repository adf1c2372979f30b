internal import TinyTroupeJSON

/// A persona as indented text, for prompts.
enum PersonaOutline {
  static func text(_ persona: JSONObject) -> String {
    var lines: [String] = []
    for (key, value) in persona { add(value, after: "\(key):", "", &lines) }
    return lines.joined(separator: "\n")
  }

  private static func add(
    _ value: JSON, after label: String, _ indent: String, _ lines: inout [String]
  ) {
    switch value {
    case .null: break
    case .object(let object):
      lines.append(indent + label)
      for (key, value) in object { add(value, after: "\(key):", indent + "  ", &lines) }
    case .array(let elements):
      lines.append(indent + label)
      for element in elements { add(element, after: "-", indent + "  ", &lines) }
    case .string(let text): lines.append("\(indent)\(label) \(text)")
    default: lines.append("\(indent)\(label) \(value.text)")
    }
  }
}
