internal import Mustache
internal import Recollection
internal import TinyTroupeJSON
internal import TinyTroupePluginKit

/// One round of condensing: what is new, what a model makes of it, and what of that is kept.
struct Reflection {
  /// More events at a time make a model leave things out.
  private static let mostEvents = 120
  private static let longestEvent = 600
  private static let longestText = 600
  private static let longestDigest = 2000
  private static let mostInsights = 12

  private let call: Call

  init(_ call: Call) { self.call = call }

  /// Condenses what is new, and answers the digest.
  func condense() async throws -> String {
    let stored = try await call.send(
      .storeGet([Insights.freshKey, Insights.digestKey, Insights.countKey]))
    let fresh = stored[0].flatMap(NumberCodec.decode) ?? []
    let digest = stored[1].map { String(decoding: $0, as: UTF8.self) } ?? ""
    let count = stored[2].flatMap { Int(String(decoding: $0, as: UTF8.self)) } ?? 0
    guard !fresh.isEmpty else { return digest }
    let part = Array(fresh.suffix(Self.mostEvents))
    let items = try await call.send(.events(part)).map(RememberedItem.init)
    guard !items.isEmpty else { return digest }
    let reply = try await ask(items, digest)
    let known = Set(items.map(\.id))
    let made = insights(reply, known, time: items.last?.event["time"]?.string ?? "")
    let condensed = String((reply["digest"]?.string ?? digest).prefix(Self.longestDigest))
    var changes = made.enumerated().map { index, insight in
      StoredValue(key: Insights.key(count + index), value: insight.json.bytes)
    }
    changes.append(StoredValue(key: Insights.countKey, value: Array("\(count + made.count)".utf8)))
    changes.append(StoredValue(key: Insights.digestKey, value: Array(condensed.utf8)))
    changes.append(StoredValue(key: Insights.freshKey, value: []))
    try await call.send(.storePut(changes))
    return condensed
  }

  /// What a model makes of events; a reply that is none is a failure of the model.
  private func ask(_ items: [RememberedItem], _ digest: String) async throws -> JSON {
    let lines = items.map { item in
      let text = ["source", "content", "target"].compactMap { item.event[$0]?.string }
        .filter { !$0.isEmpty }.joined(separator: " | ")
      let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
      let kind = item.event["type"]?.string ?? item.event["kind"]?.string ?? ""
      return
        "[\(item.id)] \(item.event["time"]?.string ?? "") \(kind): \(line.prefix(Self.longestEvent))"
    }
    let values = [
      "digest": digest.isEmpty ? "(nothing)" : digest, "events": lines.joined(separator: "\n"),
    ]
    let messages: JSON = [
      ["role": "system", "content": .string(try Self.rules.get().render([:] as [String: String]))],
      ["role": "user", "content": .string(try Self.request.get().render(values))],
    ]
    let envelope: JSON = [
      "purpose": "consolidate", "max_output_tokens": 1500, "schema_name": "memory",
      "schema": Self.schema,
      "about": [
        "purpose": "consolidate", "content": .string(values["events"] ?? ""),
        "stimuli": .array(items.suffix(14).map(\.event)),
      ],
    ]
    let completion = try await call.send(.complete(envelope, messages: messages.bytes))
    guard let json = try? JSON(parsing: completion.content), json.object != nil else {
      throw PluginFailure(
        .invalid, "reflective: the model's reply is no JSON.", detail: ["reason": "reply"])
    }
    return json
  }

  /// What of a reply can be kept: texts that say something and rest on events that the model was shown.
  private func insights(_ reply: JSON, _ known: Set<Int>, time: String) -> [Insight] {
    func list(_ key: String, _ text: String, _ evidence: String, _ type: String) -> [Insight] {
      (reply[key]?.array ?? []).compactMap { entry in
        let words = String((entry[text]?.string ?? "").prefix(Self.longestText))
        let events = (entry[evidence]?.array ?? []).compactMap(\.integer).filter(known.contains)
        guard words.contains(where: \.isLetter) else { return nil }
        // A stand-in names no events; then it rests on all.
        return Insight(
          text: words, importance: min(max(entry["importance"]?.integer ?? 3, 1), 10),
          evidence: events.isEmpty ? known.sorted() : events, type: type, time: time)
      }
    }
    let all =
      list("episodes", "summary", "events", "EPISODE")
      + list("insights", "text", "evidence", "INSIGHT")
    return Array(all.prefix(Self.mostInsights))
  }

  // MARK: Prompt

  private static let schema: JSON = {
    let numbers: JSON = ["type": "array", "items": ["type": "integer"]]
    let importance: JSON = ["type": "integer", "minimum": 1, "maximum": 10]
    func list(_ properties: JSONObject) -> JSON {
      [
        "type": "array",
        "items": [
          "type": "object", "additionalProperties": false,
          "required": .array(properties.map { .string($0.key) }), "properties": .object(properties),
        ],
      ]
    }
    return [
      "type": "object", "additionalProperties": false,
      "required": ["episodes", "insights", "digest"],
      "properties": [
        "episodes": list([
          "summary": ["type": "string"], "importance": importance, "events": numbers,
        ]),
        "insights": list([
          "text": ["type": "string"], "importance": importance, "evidence": numbers,
        ]),
        "digest": ["type": "string"],
      ],
    ]
  }()

  private typealias Template = Result<MustacheTemplate, any Error>
  private static let rules = template(PackageResources.reflect_rules_mustache)
  private static let request = template(PackageResources.reflect_request_mustache)

  private static func template(_ bytes: [UInt8]) -> Template {
    Template { try MustacheTemplate(string: String(decoding: bytes, as: UTF8.self)) }
  }
}
