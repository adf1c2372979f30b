public import TinyTroupeJSON
public import TinyTroupePluginKit
internal import Transcripts

/// Finds out in an interview whether a person is who it should be.
///
/// It is a copy that is asked, so the person is as it was before: judging changes nobody.
public struct TinyPersonValidator: Extractor {
  /// `validator` of the plugin `org.tinytroupe.validator`.
  public static let identity = Identity(
    plugin: "org.tinytroupe.validator", version: "0.1.0", name: "validator")

  private static let known = ["score", "justification", "questions", "transcript"]
  private let limit: Int
  private let seesPersona: Bool
  private let longestReply: Int

  /// Reads the settings; throws when one is not of its kind.
  public init(config: JSON) throws {
    func number(_ key: String, _ range: ClosedRange<Int>, default value: Int) throws -> Int {
      guard let json = config[key] else { return value }
      if let number = json.integer, range.contains(number) { return number }
      throw PluginFailure(
        .invalid,
        "validator: '\(key)' must be a whole number from \(range.lowerBound) to \(range.upperBound).",
        detail: ["path": .string(key)])
    }
    limit = try number("max_questions", 1...30, default: 8)
    longestReply = try number("max_output_tokens", 1...1_000_000, default: 1500)
    seesPersona = config["include_persona"]?.bool ?? true
  }

  /// Interviews one person.
  public func extract(_ request: Request, _ call: Call) async throws -> Response {
    let json = try request.json()
    let fields = try FixedFields(json, known: Self.known, of: "validator: an interview")
    guard let name = json["subject"]?["name"]?.string else {
      throw PluginFailure(
        .invalid, "validator: only people can be interviewed, not the world; leave out 'from'.")
    }
    let persona = json["subject"]?["persona"]
    var interview = try Interview(
      objective: json["objective"]?.string ?? "", situation: json["situation"]?.string,
      persona: seesPersona ? persona : nil, limit: limit)
    try await conduct(&interview, with: name, persona, call)
    return fields.response(
      interview.found, isAnswered: interview.opinion.score != nil)
  }

  private func conduct(
    _ interview: inout Interview, with name: String, _ persona: JSON?, _ call: Call
  ) async throws {
    var about: JSONObject = ["purpose": "judge", "claim": "This is who it should be."]
    about["persona"] = persona
    let envelope: JSON = [
      "purpose": "judge", "max_output_tokens": .integer(Int64(longestReply)),
      "schema": Interview.schema, "schema_name": "interview", "about": .object(about),
    ]
    // One reply more than questions: the last one says what came of the last answer.
    for round in 0...limit {
      let completion = try await call.send(.complete(envelope, messages: interview.messages))
      guard let opinion = Interview.Opinion(completion.content) else { return }
      interview.take(opinion)
      if opinion.isComplete || opinion.question.isEmpty || round == limit { return }
      let answer = try await call.send(
        .askFork([
          "name": .string(name), "text": .string(opinion.question), "earlier": interview.earlier,
        ]))
      interview.answered(answer["text"]?.string ?? "")
    }
  }
}
