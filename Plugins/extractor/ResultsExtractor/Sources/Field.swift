internal import TinyTroupeJSON
internal import TinyTroupePluginKit

/// One field that a study asks for.
struct Field: Sendable {
  /// What a field's value may be.
  enum Kind: Sendable {
    case string
    case integer
    case number
    case boolean
    case choice([JSON])
    /// Texts, of the allowed ones where there are any.
    case list([JSON])
    /// All of these, in an order.
    case ranking([JSON])
  }

  let name: String
  let kind: Kind
  /// The least value, for a list the least count.
  let least: Double?
  /// The greatest value, for a list the greatest count.
  let greatest: Double?
  let hint: String?

  /// Reads `{type, values?, min?, max?, hint?}`, or the type alone.
  init(_ name: String, _ definition: JSON) throws {
    self.name = name
    least = definition["min"]?.double
    greatest = definition["max"]?.double
    hint = definition["hint"]?.string
    let type = definition.string ?? definition["type"]?.string ?? "string"
    let values = definition["values"]?.array ?? []
    kind = try Self.kind(type, values, field: name)
  }

  private static func kind(_ type: String, _ values: [JSON], field: String) throws -> Kind {
    switch type {
    case "string": return .string
    case "integer": return .integer
    case "number": return .number
    case "boolean": return .boolean
    case "list": return .list(values)
    case "enum" where !values.isEmpty: return .choice(values)
    case "ranking" where !values.isEmpty: return .ranking(values)
    case "enum", "ranking":
      throw PluginFailure(
        .invalid, "results: the field '\(field)' is of the type \(type) and needs its 'values'.")
    default:
      throw PluginFailure(
        .invalid,
        "results: the field '\(field)' has the unknown type '\(type)'. Use string, integer, number,"
          + " boolean, enum, list or ranking.")
    }
  }
}

// MARK: - For the model

extension Field {
  /// The kind in words, for the prompt.
  var kindInWords: String {
    switch kind {
    case .string: "text"
    case .integer: "whole number\(range)"
    case .number: "number\(range)"
    case .boolean: "true or false"
    case .choice(let values): "one of \(Self.list(values))"
    case .list(let values):
      values.isEmpty ? "list of texts\(range)" : "list\(range) of any of \(Self.list(values))"
    case .ranking(let values): "all of \(Self.list(values)), first the one that comes first"
    }
  }

  private var range: String {
    switch (least.map(Self.number), greatest.map(Self.number)) {
    case (let least?, let greatest?): " from \(least) to \(greatest)"
    case (let least?, nil): " of at least \(least)"
    case (nil, let greatest?): " of at most \(greatest)"
    case (nil, nil): ""
    }
  }

  private static func list(_ values: [JSON]) -> String {
    values.map(\.text).joined(separator: ", ")
  }

  private static func number(_ value: Double) -> String { json(value).text }

  private static func json(_ value: Double) -> JSON {
    Int64(exactly: value).map(JSON.integer) ?? .number(value)
  }

  /// The JSON Schema of the value; every field may be null.
  var schema: JSON {
    var schema = kindSchema
    schema["description"] = wording.map(JSON.string)
    return .object(schema)
  }

  /// What is said of the field; what a ranking is, no other part of the schema could say.
  private var wording: String? {
    guard case .ranking = kind else { return hint }
    return (["Each of them once, best first."] + [hint].compactMap { $0 }).joined(separator: " ")
  }

  private var kindSchema: JSONObject {
    switch kind {
    case .string: ["type": ["string", "null"]]
    case .integer: bounded(["type": ["integer", "null"]])
    case .number: bounded(["type": ["number", "null"]])
    case .boolean: ["type": ["boolean", "null"]]
    case .choice(let values) where Self.areTexts(values):
      ["type": ["string", "null"], "enum": .array(values + [.null])]
    case .choice(let values): ["enum": .array(values + [.null])]
    case .list([]): ["type": ["array", "null"], "items": ["type": "string"]]
    case .list(let values) where Self.areTexts(values),
      .ranking(let values) where Self.areTexts(values):
      ["type": ["array", "null"], "items": ["type": "string", "enum": .array(values)]]
    case .list(let values), .ranking(let values):
      ["type": ["array", "null"], "items": ["enum": .array(values)]]
    }
  }

  private static func areTexts(_ values: [JSON]) -> Bool {
    values.allSatisfy { $0.string != nil }
  }

  private func bounded(_ schema: JSONObject) -> JSONObject {
    var schema = schema
    schema["minimum"] = least.map(Self.json)
    schema["maximum"] = greatest.map(Self.json)
    return schema
  }
}

// MARK: - Checking

extension Field {
  /// The value if it is what the study asked for, null if it is unknown; nil if it is neither.
  func checked(_ value: JSON) -> JSON? {
    if value.isNull { return .null }
    guard fits(value) else { return nil }
    switch (kind, value) {
    case (.string, ""): return .null
    case (.integer, _): return value.integer.map { .integer(Int64($0)) }
    default: return value
    }
  }

  private func fits(_ value: JSON) -> Bool {
    switch kind {
    case .string: value.string != nil
    case .integer: value.integer.map { isInRange(Double($0)) } ?? false
    case .number: value.double.map(isInRange) ?? false
    case .boolean: value.bool != nil
    case .choice(let values): values.contains(value)
    case .list(let values):
      value.array.map { elements in
        isInRange(Double(elements.count))
          && elements.allSatisfy { values.isEmpty ? $0.string != nil : values.contains($0) }
      } ?? false
    case .ranking(let values):
      value.array.map { $0.count == values.count && Set($0) == Set(values) } ?? false
    }
  }

  private func isInRange(_ number: Double) -> Bool {
    number >= least ?? -.infinity && number <= greatest ?? .infinity
  }
}
