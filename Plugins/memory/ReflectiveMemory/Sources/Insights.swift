internal import Recollection
internal import TinyTroupeJSON
internal import TinyTroupePluginKit

/// What was made of events: an episode's summary, or a conclusion.
struct Insight: Sendable, Hashable {
  /// The least importance of what is not forgotten for the sake of room.
  static let important = 8

  let text: String
  /// From 1 to 10.
  let importance: Int
  /// The events that it rests on.
  let evidence: [Int]
  /// `EPISODE` or `INSIGHT`.
  let type: String
  /// When it was made, as the contract writes times.
  let time: String

  var isImportant: Bool { importance >= Self.important }

  /// The insight as an item of the contract; its number is that of the latest event that it rests on.
  var item: RememberedItem {
    RememberedItem([
      "id": .integer(Int64(evidence.max() ?? 0)), "kind": "note", "type": .string(type),
      "content": .string(text), "time": .string(time),
    ])
  }

  var json: JSON {
    [
      "text": .string(text), "importance": .integer(Int64(importance)),
      "evidence": .array(evidence.map { .integer(Int64($0)) }), "type": .string(type),
      "time": .string(time),
    ]
  }

  init(text: String, importance: Int, evidence: [Int], type: String, time: String) {
    self.text = text
    self.importance = importance
    self.evidence = evidence
    self.type = type
    self.time = time
  }

  init?(kept bytes: [UInt8]) {
    guard let json = try? JSON(parsing: String(decoding: bytes, as: UTF8.self)),
      let text = json["text"]?.string
    else { return nil }
    self.init(
      text: text, importance: json["importance"]?.integer ?? 1,
      evidence: (json["evidence"]?.array ?? []).compactMap(\.integer),
      type: json["type"]?.string ?? "INSIGHT", time: json["time"]?.string ?? "")
  }
}

/// What has been made of events so far, in the store.
enum Insights {
  private static let prefix = "insight/"
  static let digestKey = "digest"
  /// The numbers of events that were not condensed yet.
  static let freshKey = "fresh"
  static let countKey = "insights"

  /// The key of the insight with a number; keys are in the order of the numbers.
  static func key(_ number: Int) -> String {
    let digits = String(number)
    return prefix + String(repeating: "0", count: max(0, 8 - digits.count)) + digits
  }

  /// Notes events that are to be condensed, and answers how many there are.
  static func addFresh(_ events: [Int], _ call: Call) throws -> Int {
    let fresh = try call.sendAndWait(.storeGet([freshKey]))[0].flatMap(NumberCodec.decode) ?? []
    guard !events.isEmpty else { return fresh.count }
    try call.sendAndWait(
      .storePut([StoredValue(key: freshKey, value: NumberCodec.encode(fresh + events))]))
    return fresh.count + events.count
  }

  /// All insights, the oldest first.
  static func all(_ call: Call) throws -> [Insight] {
    try call.sendAndWait(.storeScan(prefix: prefix)).compactMap { Insight(kept: $0.value) }
  }

  /// What older experience has been condensed to; empty when there is nothing yet.
  static func digest(_ call: Call) throws -> String {
    let kept = try call.sendAndWait(.storeGet([digestKey]))[0]
    return kept.map { String(decoding: $0, as: UTF8.self) } ?? ""
  }

  /// Removes what rests on nothing but forgotten events; with everything, the digest too.
  static func forget(_ events: [Int], everything: Bool, _ call: Call) throws {
    let gone = Set(events)
    let stored = try call.sendAndWait(.storeScan(prefix: prefix))
    let baseless = stored.filter { value in
      everything || Insight(kept: value.value)?.evidence.allSatisfy(gone.contains) != false
    }
    let fresh = try call.sendAndWait(.storeGet([freshKey]))[0].flatMap(NumberCodec.decode) ?? []
    try call.sendAndWait(
      .storePut([
        StoredValue(
          key: freshKey, value: NumberCodec.encode(fresh.filter { !gone.contains($0) }))
      ]))
    let keys = baseless.map(\.key) + (everything ? [digestKey] : [])
    if !keys.isEmpty { try call.sendAndWait(.storeDelete(keys)) }
  }
}
