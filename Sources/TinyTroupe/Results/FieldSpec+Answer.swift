import TinyTroupeJSON
import TinyTroupeKernel

/// What a value may be, for who answers and for the check of what was answered.
extension FieldSpec {
  private var values: [JSON] { definition["values"]?.array ?? [] }

  /// The JSON Schema of the value; null stands for no answer.
  var schema: JSON {
    var schema: JSONObject = ["type": [.string(isList ? "array" : type), "null"]]
    switch type {
    case "enum":
      schema["type"] = ["string", "null"]
      schema["enum"] = .array(values + [.null])
    case "list", "ranking":
      schema["items"] =
        values.isEmpty ? ["type": "string"] : ["type": "string", "enum": .array(values)]
    case "integer", "number":
      schema["minimum"] = definition["min"]
      schema["maximum"] = definition["max"]
    default: break
    }
    schema["description"] = wording.map { .string($0) }
    return .object(schema)
  }

  /// What is said of the field; what a ranking is, no other part of the schema could say.
  private var wording: String? {
    let parts = [
      type == "ranking" ? "Each of them once, best first." : nil, definition["hint"]?.string,
    ]
    return parts.contains { $0 != nil } ? parts.compactMap { $0 }.joined(separator: " ") : nil
  }

  private var isList: Bool { type == "list" || type == "ranking" }

  /// The field for who is asked: `rating (whole number from 1 to 5: how likely)`.
  var inWords: String {
    let hint = definition["hint"]?.string.map { ": \($0)" } ?? ""
    return "\(name) (\(kindInWords)\(hint))"
  }

  private var kindInWords: String {
    let listed = values.map { $0.string ?? $0.text }.joined(separator: ", ")
    return switch type {
    case "integer": "whole number\(range)"
    case "number": "number\(range)"
    case "boolean": "true or false"
    case "enum": "one of \(listed)"
    case "list": values.isEmpty ? "list of texts" : "list of any of \(listed)"
    case "ranking": "all of \(listed), best first"
    default: "text"
    }
  }

  private var range: String {
    switch (definition["min"]?.text, definition["max"]?.text) {
    case (let least?, let greatest?): " from \(least) to \(greatest)"
    case (let least?, nil): " of at least \(least)"
    case (nil, let greatest?): " of at most \(greatest)"
    case (nil, nil): ""
    }
  }

  /// The field with its options turned by as many places as `bits` says, so that no option is first for all.
  func rotated(by bits: UInt64) -> FieldSpec {
    guard values.count > 1, type != "integer", type != "number" else { return self }
    let places = Int(bits % UInt64(values.count))
    var members = definition.object ?? [:]
    members["values"] = .array(Array(values[places...] + values[..<places]))
    return FieldSpec(name: name, type: type, definition: .object(members))
  }

  /// The value if it is what was asked for, or null and why it is not.
  func checked(_ value: JSON?) -> (value: JSON, mistake: String?) {
    guard let value, !value.isNull else { return (.null, nil) }
    if value.string?.isEmpty == true { return (.null, nil) }
    if let mistake = SchemaCache.shared.mistakes(value, schema).first {
      return (.null, "\(name): \(mistake)")
    }
    if type == "ranking", let ranked = value.array,
      Set(ranked) != Set(values) || ranked.count != values.count
    {
      return (.null, "\(name): a ranking names each of its values once")
    }
    return (type == "integer" ? value.integer.map { .integer(Int64($0)) } ?? value : value, nil)
  }
}
