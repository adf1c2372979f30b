internal import TinyTroupeJSON

/// Turns what stands in an event into a value of a field's type.
enum Cast {
  /// The value, or null when it is none of that type; a number is read from a text that is one.
  static func value(_ value: JSON, as field: JSON) -> JSON {
    let type = field.string ?? field["type"]?.string ?? "string"
    if value.isNull || value == "" { return .null }
    switch type {
    case "integer": return number(value).flatMap { Int64(exactly: $0) }.map(JSON.integer) ?? .null
    case "number": return number(value).map(JSON.number) ?? .null
    case "boolean": return boolean(value)
    case "enum":
      let values = field["values"]?.array ?? []
      return values.first { $0 == value || lowered($0) == lowered(value) } ?? .null
    case "list": return value.array == nil ? [.string(value.string ?? value.text)] : value
    case "string": return .string(value.string ?? value.text)
    default: return value
    }
  }

  private static func number(_ value: JSON) -> Double? {
    if let number = value.double { return number }
    let words = value.string?.split(whereSeparator: \.isWhitespace) ?? []
    return words.count == 1 ? Double(words[0]).flatMap { $0.isFinite ? $0 : nil } : nil
  }

  private static func boolean(_ value: JSON) -> JSON {
    if value.bool != nil { return value }
    return switch value.string?.lowercased() {
    case "true", "yes": true
    case "false", "no": false
    default: .null
    }
  }

  private static func lowered(_ value: JSON) -> String {
    (value.string ?? value.text).lowercased()
  }
}
