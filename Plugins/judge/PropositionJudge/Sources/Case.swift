internal import TinyTroupeJSON
internal import TinyTroupePluginKit
internal import Transcripts

/// What is to be judged, checked.
struct Case: Sendable {
  let proposition: Proposition
  /// The person's name; nil for the world.
  let name: String?
  let persona: JSON?
  let situation: String?
  let action: String?
  let isDoubleChecked: Bool
  private let window: (first: Int, last: Int)?

  init(_ json: JSON) throws {
    guard let claim = json["claim"]?.string, !claim.isEmpty else {
      throw PluginFailure(.invalid, "propositions: there is nothing to judge; give a 'claim'.")
    }
    switch (json["subject"]?["kind"], json["subject"]?["name"]?.string) {
    case ("world", _): name = nil
    case ("agent", let person?): name = person
    default:
      throw PluginFailure(
        .invalid, "propositions: the 'subject' must be the world, or an agent with a 'name'.")
    }
    proposition = Proposition(claim)
    situation = json["situation"]?.string.flatMap { $0.isEmpty ? nil : $0 }
    action = json["action"]?.string.flatMap { $0.isEmpty ? nil : $0 }
    if proposition.needsAction, action == nil {
      throw PluginFailure(
        .invalid,
        "propositions: '\(claim)' is about what a person is about to do; give an 'action'.")
    }
    let seesPersona = json["include_persona"]?.bool ?? proposition.seesPersona
    persona = seesPersona ? json["subject"]?["persona"] : nil
    isDoubleChecked = json["double_check"]?.bool ?? false
    let (first, last) = (json["first"]?.integer, json["last"]?.integer)
    window =
      first == nil && last == nil
      ? proposition.window : (max(first ?? 0, 0), max(last ?? 0, 0))
  }

  /// The request for the events that may be read.
  var query: JSON { name.map { ["agent": .string($0)] } ?? ["world": true] }

  /// The events that are looked at.
  func chosen(_ events: [JSON]) -> [JSON] {
    guard let window, events.count > window.first + window.last else { return events }
    return Array(events.prefix(window.first) + events.suffix(window.last))
  }

  /// For backends without a model: all that they need to judge.
  func about(_ transcript: Transcript) -> JSON {
    var about: JSONObject = [
      "purpose": "judge", "claim": .string(proposition.claim),
      "stimuli": .array(transcript.items.suffix(100).map(\.stimulus)),
    ]
    about["persona"] = persona
    return .object(about)
  }
}

/// What has been found of a claim.
struct Verdict: Sendable {
  var value: Bool?
  var score: Int?
  var confidence: Double?
  var reasoning = ""
  var justification = ""
  var evidence: [Int] = []

  /// Nothing: the claim could not be judged.
  static let none = Verdict()

  /// The JSON Schema of a model's verdict; it reasons before it decides.
  static let schema: JSON = [
    "type": "object", "additionalProperties": false,
    "required": ["reasoning", "justification", "value", "score", "confidence", "evidence"],
    "properties": [
      "reasoning": ["type": "string"], "justification": ["type": "string"],
      "value": ["type": "boolean"],
      "score": ["type": "integer", "minimum": 0, "maximum": 9],
      "confidence": ["type": "number", "minimum": 0, "maximum": 1],
      "evidence": ["type": "array", "items": ["type": "integer"]],
    ],
  ]

  init() {}

  /// What was counted, which is certain.
  init(counted value: Bool, _ justification: String) {
    self.value = value
    score = value ? 9 : 0
    confidence = 1
    self.justification = justification
  }

  /// Reads a model's verdict, which is not trusted; evidence that it cannot have seen is dropped.
  init(_ reply: String, seen: Set<Int>) {
    guard let json = try? JSON(parsing: reply) else { return }
    value = json["value"]?.bool
    score = json["score"]?.integer.flatMap { (0...9).contains($0) ? $0 : nil }
    confidence = json["confidence"]?.double.map { min(max($0, 0), 1) }
    reasoning = json["reasoning"]?.string ?? ""
    justification = json["justification"]?.string ?? ""
    evidence = (json["evidence"]?.array ?? []).compactMap(\.integer).filter(seen.contains)
  }

  var json: JSON {
    var json: JSONObject = [
      "value": value.map { .bool($0) } ?? .null,
      "score": score.map { .integer(Int64($0)) } ?? .null,
      "reasoning": .string(reasoning), "justification": .string(justification),
      "evidence": .array(evidence.map { .integer(Int64($0)) }),
    ]
    json["confidence"] = confidence.map { .number($0) }
    return .object(json)
  }
}
