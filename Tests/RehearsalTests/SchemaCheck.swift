import TinyTroupeJSON

/// Checks data against the keywords of JSON Schema that the tests use.
enum SchemaCheck {
  /// What is wrong, with its path; empty when the data fits.
  static func mistakes(_ value: JSON, _ schema: JSON, at path: String = "$") -> [String] {
    var mistakes: [String] = []
    if let values = schema["enum"]?.array, !values.contains(value) {
      mistakes.append("\(path) is none of the values")
    }
    if let types = schema["type"], !fits(value, types) {
      mistakes.append("\(path) has no such type")
    }
    if let number = value.double {
      if let least = schema["minimum"]?.double, number < least {
        mistakes.append("\(path) < \(least)")
      }
      if let most = schema["maximum"]?.double, number > most {
        mistakes.append("\(path) > \(most)")
      }
    }
    if let text = value.string {
      if let least = schema["minLength"]?.integer, text.count < least {
        mistakes.append("\(path) short")
      }
      if let most = schema["maxLength"]?.integer, text.count > most {
        mistakes.append("\(path) long")
      }
    }
    return mistakes + members(value, schema, path) + elements(value, schema, path)
  }

  private static func fits(_ value: JSON, _ types: JSON) -> Bool {
    let names = types.array?.compactMap(\.string) ?? [types.string ?? ""]
    return names.contains { name in
      switch (name, value) {
      case ("string", .string), ("boolean", .bool), ("null", .null), ("array", .array),
        ("object", .object), ("integer", .integer), ("number", .integer), ("number", .number):
        true
      default: false
      }
    }
  }

  private static func members(_ value: JSON, _ schema: JSON, _ path: String) -> [String] {
    guard let object = value.object else { return [] }
    var mistakes = (schema["required"]?.array ?? []).compactMap(\.string)
      .filter { object[$0] == nil }.map { "\(path).\($0) is missing" }
    for (key, member) in object {
      if let inner = schema["properties"]?[key] {
        mistakes += self.mistakes(member, inner, at: "\(path).\(key)")
      } else if schema["additionalProperties"] == false {
        mistakes.append("\(path).\(key) is not allowed")
      }
    }
    return mistakes
  }

  private static func elements(_ value: JSON, _ schema: JSON, _ path: String) -> [String] {
    guard let array = value.array else { return [] }
    var mistakes: [String] = []
    if let least = schema["minItems"]?.integer, array.count < least {
      mistakes.append("\(path) few")
    }
    if let most = schema["maxItems"]?.integer, array.count > most {
      mistakes.append("\(path) many")
    }
    guard let items = schema["items"] else { return mistakes }
    return mistakes
      + array.enumerated().flatMap { self.mistakes($0.element, items, at: "\(path)[\($0.offset)]") }
  }
}
