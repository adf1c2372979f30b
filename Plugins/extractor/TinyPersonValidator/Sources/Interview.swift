internal import Mustache
internal import TinyTroupeJSON
internal import TinyTroupePluginKit

/// An interview under way: what was asked and answered, and what the interviewer thinks of it.
struct Interview: Sendable {
  private let rules: String
  private(set) var exchanges: [(question: String, answer: String)] = []
  private(set) var opinion = Opinion()

  /// What the interviewer replied last.
  struct Opinion: Sendable {
    var question = ""
    var score: Int?
    var justification = ""
    var isComplete = false

    /// Nothing yet.
    init() {}

    /// Reads a reply, which is not trusted; nil when it is none.
    init?(_ reply: String) {
      guard let json = try? JSON(parsing: reply), json.object != nil else { return nil }
      question = json["question"]?.string ?? ""
      score = json["score"]?.integer.flatMap { (0...9).contains($0) ? $0 : nil }
      justification = json["justification"]?.string ?? ""
      isComplete = json["is_complete"]?.bool ?? false
    }
  }

  private static let template = Result {
    try MustacheTemplate(
      string: String(decoding: PackageResources.interview_rules_mustache, as: UTF8.self))
  }

  /// What a reply must look like.
  static let schema: JSON = [
    "type": "object", "additionalProperties": false,
    "required": ["question", "score", "justification", "is_complete"],
    "properties": [
      "question": ["type": "string"],
      "score": ["type": "integer", "minimum": 0, "maximum": 9],
      "justification": ["type": "string"], "is_complete": ["type": "boolean"],
    ],
  ]

  init(objective: String, situation: String?, persona: JSON?, limit: Int) throws {
    var values: [String: Any] = ["objective": objective, "limit": limit]
    values["situation"] = situation
    values["persona"] = persona?.text
    rules = try Self.template.get().render(values)
  }

  /// The conversation as the interviewer sees it: each message stays as it was.
  var messages: [UInt8] {
    var messages: [JSON] = [
      ["role": "system", "content": .string(rules)],
      ["role": "user", "content": "The person is here. Ask your first question."],
    ]
    for exchange in exchanges {
      messages.append(["role": "assistant", "content": .string(exchange.question)])
      messages.append(["role": "user", "content": .string(exchange.answer)])
    }
    return JSON.array(messages).bytes
  }

  mutating func take(_ opinion: Opinion) { self.opinion = opinion }

  mutating func answered(_ answer: String) {
    exchanges.append((opinion.question, answer.isEmpty ? "(says nothing)" : answer))
  }

  /// What was said before, as `tt.people` wants it.
  var earlier: JSON {
    .array(
      exchanges.map { ["question": .string($0.question), "answer": .string($0.answer)] })
  }

  /// What came of it, by the names of the fields.
  var found: JSON {
    [
      "score": opinion.score.map { .integer(Int64($0)) } ?? .null,
      "justification": .string(opinion.justification),
      "questions": .integer(Int64(exchanges.count)), "transcript": .string(transcript),
    ]
  }

  /// The whole conversation as text.
  private var transcript: String {
    exchanges.map { "— \($0.question)\n\($0.answer)" }.joined(separator: "\n")
  }
}
