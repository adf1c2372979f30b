public import TinyTroupeJSON
public import TinyTroupePluginKit

/// Makes records of events by rules: no model is asked, and nothing is guessed.
public struct ResultsReducer: Extractor {
  /// `reducer` of the plugin `org.tinytroupe.reducer`.
  public static let identity = Identity(
    plugin: "org.tinytroupe.reducer", version: "0.1.0", name: "reducer")

  private let rules: [Rule]

  /// Reads the rules; throws when one is wrong, or would never be used.
  public init(config: JSON) throws {
    guard let rules = config["rules"]?.array, !rules.isEmpty else {
      throw PluginFailure(.invalid, "reducer: it needs 'rules', at least one.")
    }
    self.rules = try rules.enumerated().map { try Rule($1, number: $0 + 1) }
    for (number, rule) in self.rules.enumerated() {
      if let first = self.rules[..<number].firstIndex(where: rule.selects(likeThe:)) {
        throw PluginFailure(
          .invalid,
          "reducer: rule \(number + 1) selects the same events as rule \(first + 1), which comes first."
            + " Put both into one, or make them differ by kind, agent, source, target or contains.",
          detail: ["path": .string("rules.\(number)")])
      }
    }
  }

  /// Finds rules for fields that there are not.
  public func check(_ request: Request, _ call: Call) async throws -> Response {
    let json = try request.json()
    try check(json["fields"]?.object ?? [:])
    if json["from"] == "table" { throw Self.notATable }
    return Response([:])
  }

  /// Makes a record of each event of the subject that a rule selects, in order.
  public func extract(_ request: Request, _ call: Call) async throws -> Response {
    let json = try request.json()
    let fields = json["fields"]?.object ?? [:]
    try check(fields)
    let events = try await call.send(.queryEvents(try query(json["subject"] ?? .null)))
    let records = events.compactMap { event -> JSON? in
      guard let rule = rules.first(where: { $0.selects(event) }),
        let values = rule.values(event, fields)
      else { return nil }
      var record: JSONObject = [
        "status": "answered", "values": values, "evidence": [event["id"] ?? .null],
      ]
      record["agent"] = event["agent"] ?? event["source"]
      return .object(record)
    }
    return Response(["records": .array(records)])
  }

  /// - Throws: That a rule sets a field which there is not.
  private func check(_ fields: JSONObject) throws {
    for (number, rule) in rules.enumerated() {
      guard let stray = rule.fields.first(where: { fields[$0] == nil }) else { continue }
      throw PluginFailure(
        .invalid,
        "reducer: rule \(number + 1) sets '\(stray)', which is none of the fields: "
          + fields.keys.joined(separator: ", ") + ".")
    }
  }

  private func query(_ subject: JSON) throws -> JSON {
    switch (subject["kind"], subject["name"]?.string) {
    case ("world", _): return ["world": true]
    case ("agent", let name?): return ["agent": .string(name)]
    default: throw Self.notATable
    }
  }

  private static let notATable = PluginFailure(
    .invalid, "reducer: it reads events, so 'from' must be agents or world, not a table.")
}
