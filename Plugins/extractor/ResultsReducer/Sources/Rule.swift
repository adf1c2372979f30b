internal import TinyTroupeJSON
internal import TinyTroupePluginKit

/// Which events become records, and what their fields get.
struct Rule: Sendable {
  /// What a field gets.
  enum Source: Sendable {
    /// A part of the event: `content`, `target`, ….
    case part(String)
    /// The same for every record.
    case value(JSON)
  }

  static let parts = ["type", "kind", "content", "source", "target", "agent", "time", "event"]
  private static let conditions = ["kind", "agent", "source", "target"]

  private let type: String
  /// What the parts of an event must be.
  private let required: [(part: String, value: String)]
  private let contained: String?
  private let sources: [(field: String, source: Source)]

  /// Reads one rule.
  init(_ json: JSON, number: Int) throws {
    func wrong(_ what: String) -> PluginFailure {
      PluginFailure(
        .invalid, "reducer: rule \(number) \(what).",
        detail: ["path": .string("rules.\(number - 1)")])
    }
    guard let type = json["on"]?.string, !type.isEmpty else {
      throw wrong("needs 'on', the type of an event")
    }
    guard let set = json["set"]?.object, !set.isEmpty else {
      throw wrong("needs 'set', what each field gets")
    }
    self.type = type
    contained = json["contains"]?.string.map { $0.lowercased() }
    required = Self.conditions.compactMap { part in json[part]?.string.map { (part, $0) } }
    sources = try set.map { member in
      if let value = member.value["value"] { return (member.key, .value(value)) }
      guard let part = member.value.string, Self.parts.contains(part) else {
        throw wrong(
          "sets '\(member.key)' to \(member.value.text), which is none of "
            + Self.parts.joined(separator: ", ") + " and no {value: …}")
      }
      return (member.key, .part(part))
    }
  }

  /// The fields that it sets.
  var fields: [String] { sources.map(\.field) }

  /// True when both select the same events, so that the second would never be used.
  func selects(likeThe other: Rule) -> Bool {
    type == other.type && contained == other.contained
      && required.elementsEqual(other.required) { $0 == $1 }
  }

  func selects(_ event: JSON) -> Bool {
    guard event["type"]?.string == type else { return false }
    if let contained, event["content"]?.string.map({ $0.lowercased().contains(contained) }) != true
    {
      return false
    }
    return required.allSatisfy { event[$0.part]?.string == $0.value }
  }

  /// The values of a record; nil when all of them are unknown.
  func values(_ event: JSON, _ fields: JSONObject) -> JSON? {
    var values = JSONObject(fields.map { ($0.key, .null) })
    for (field, source) in sources {
      values[field] = Cast.value(Self.value(source, event), as: fields[field] ?? "string")
    }
    return values.allSatisfy(\.value.isNull) ? nil : .object(values)
  }

  private static func value(_ source: Source, _ event: JSON) -> JSON {
    switch source {
    case .value(let value): value
    case .part("event"): event["id"] ?? .null
    case .part(let part): event[part] ?? .null
    }
  }
}
