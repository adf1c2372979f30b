internal import TinyTroupeJSON

/// Adapts a copy of a JSON Schema to OpenAI's strict mode, which then guarantees the reply's shape.
///
/// Strict mode wants objects closed and every property required, and knows only some keywords. Keywords
/// that merely narrow a value are left out, since the host checks the reply against the whole schema.
/// Source: platform.openai.com/docs/guides/structured-outputs, "Supported schemas".
enum StrictSchema {
  /// Strict mode refuses deeper schemas.
  private static let deepest = 10

  private static let kept: Set<String> = [
    "type", "enum", "const", "description", "pattern", "minimum", "maximum", "exclusiveMinimum",
    "exclusiveMaximum", "multipleOf", "minItems", "maxItems",
  ]
  private static let formats: Set<String> = [
    "date-time", "time", "date", "duration", "email", "hostname", "ipv4", "ipv6", "uuid",
  ]
  /// Without these the schema would mean something else.
  private static let inexpressible = [
    "allOf", "not", "if", "then", "else", "dependentRequired", "dependentSchemas",
    "patternProperties", "prefixItems",
  ]

  /// The adapted copy; nil when strict mode can't express the schema.
  static func adapted(_ schema: JSON) -> JSON? {
    guard schema["properties"] != nil, schema["anyOf"] == nil, schema["oneOf"] == nil else {
      return nil
    }
    return adapted(schema, depth: 1)
  }

  private static func adapted(_ schema: JSON, depth: Int) -> JSON? {
    guard depth <= deepest, let members = schema.object,
      !inexpressible.contains(where: { members[$0] != nil })
    else { return nil }
    if let reference = members["$ref"] { return ["$ref": reference] }
    var copy = JSONObject(members.filter { kept.contains($0.key) }.map { ($0.key, $0.value) })
    if let format = members["format"]?.string, formats.contains(format) {
      copy["format"] = .string(format)
    }
    guard addAlternatives(of: members, to: &copy, depth),
      addProperties(of: members, to: &copy, depth), addItems(of: members, to: &copy, depth),
      addDefinitions(of: members, to: &copy, depth)
    else { return nil }
    let saysWhat = ["type", "enum", "const", "anyOf"].contains { copy[$0] != nil }
    return saysWhat ? .object(copy) : nil
  }

  private static func isType(_ type: String, _ members: JSONObject) -> Bool {
    guard let declared = members["type"] else { return false }
    return declared.string == type || declared.array?.contains(.string(type)) == true
  }

  private static func addAlternatives(
    of members: JSONObject, to copy: inout JSONObject, _ depth: Int
  ) -> Bool {
    guard let alternatives = (members["anyOf"] ?? members["oneOf"])?.array else { return true }
    let adaptedOnes = alternatives.compactMap { adapted($0, depth: depth + 1) }
    copy["anyOf"] = .array(adaptedOnes)
    return adaptedOnes.count == alternatives.count
  }

  private static func addProperties(
    of members: JSONObject, to copy: inout JSONObject, _ depth: Int
  ) -> Bool {
    guard isType("object", members) || members["properties"] != nil else { return true }
    let isOpen = members["additionalProperties"].map { $0 != .bool(false) } ?? false
    guard !isOpen, let properties = members["properties"]?.object, !properties.isEmpty else {
      return false
    }
    var adaptedOnes = JSONObject()
    for (name, schema) in properties {
      guard let adapted = adapted(schema, depth: depth + 1) else { return false }
      adaptedOnes[name] = adapted
    }
    copy["type"] = copy["type"] ?? "object"
    copy["properties"] = .object(adaptedOnes)
    copy["required"] = .array(adaptedOnes.keys.map(JSON.string))
    copy["additionalProperties"] = false
    return true
  }

  private static func addItems(
    of members: JSONObject, to copy: inout JSONObject, _ depth: Int
  ) -> Bool {
    guard isType("array", members) else { return true }
    guard let items = members["items"], let adapted = adapted(items, depth: depth + 1) else {
      return false
    }
    copy["items"] = adapted
    return true
  }

  private static func addDefinitions(
    of members: JSONObject, to copy: inout JSONObject, _ depth: Int
  ) -> Bool {
    for place in ["$defs", "definitions"] {
      guard let definitions = members[place]?.object else { continue }
      var adaptedOnes = JSONObject()
      for (name, schema) in definitions {
        guard let adapted = adapted(schema, depth: depth + 1) else { return false }
        adaptedOnes[name] = adapted
      }
      copy[place] = .object(adaptedOnes)
    }
    return true
  }
}
