internal import TinyTroupeJSON
internal import TinyTroupePluginKit

/// What a judge thinks of a reply.
struct Judgement: Sendable {
  /// The scores, 0 to 9, in the order of the checks.
  let scores: [Int]
  /// What to do better, for the model that plays the person.
  let feedback: String
  let isGood: Bool

  var total: Int { scores.reduce(0, +) }

  /// Reads a judge's reply, which is not trusted: a score that is missing is 0.
  init(_ json: JSON, _ settings: QualitySettings) {
    scores = settings.checks.map { check in
      min(max(json["scores"]?[check.rawValue]?.integer ?? 0, 0), 9)
    }
    feedback = String((json["feedback"]?.string ?? "").prefix(600))
    isGood = scores.allSatisfy { $0 >= settings.threshold }
  }

  /// The scores in words: `adherence 7, fluency 4`.
  func text(_ settings: QualitySettings) -> String {
    zip(settings.checks, scores).map { "\($0.rawValue) \($1)" }.joined(separator: ", ")
  }
}

/// Asks a model how good a reply is.
struct Judge: Sendable {
  /// So many of the last messages of the past are shown.
  private static let mostMessages = 12

  let configuration: PersonConfiguration
  let settings: QualitySettings
  let call: Call

  /// Judges what a person is about to do.
  ///
  /// - Parameters:
  ///   - content: The reply that the model gave as the person.
  ///   - messages: The prompt that it answered.
  func judge(_ content: String, answering messages: [UInt8]) async throws -> Judgement {
    let past = ((try? JSON(parsing: messages))?.array ?? []).dropFirst(2).suffix(Self.mostMessages)
    let lines = past.map { "\($0["role"]?.string ?? ""): \($0["content"]?.string ?? "")" }
    let text = configuration.templates.judgement(
      of: configuration.persona, checks: settings.checks, past: lines.joined(separator: "\n"),
      reply: content)
    let prompt = [UInt8(ascii: "[")] + MessageList.single(.user, text) + [UInt8(ascii: "]")]
    let completion = try await call.send(.complete(envelope: envelope, messages: prompt))
    try ModelReply.checkEnd(of: completion)
    return Judgement((try? JSON(parsing: completion.content)) ?? [:], settings)
  }

  private var envelope: [UInt8] {
    let score: JSON = ["type": "integer", "minimum": 0, "maximum": 9]
    let names = settings.checks.map(\.rawValue)
    let scores: JSON = [
      "type": "object", "additionalProperties": false, "required": .array(names.map(JSON.string)),
      "properties": .object(JSONObject(names.map { ($0, score) })),
    ]
    let envelope: JSON = [
      "purpose": "judge", "max_output_tokens": 500, "schema_name": "judgement",
      "schema": [
        "type": "object", "additionalProperties": false, "required": ["scores", "feedback"],
        "properties": ["scores": scores, "feedback": ["type": "string"]],
      ],
      "about": [
        "purpose": "judge",
        "persona": .object((try? JSON(parsing: configuration.persona.bytes))?.object ?? [:]),
      ],
    ]
    return envelope.bytes
  }
}
