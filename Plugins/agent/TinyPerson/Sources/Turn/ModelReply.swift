internal import TinyTroupeJSON
internal import TinyTroupePluginKit

/// What the model wants the person to do, read without trust.
struct ModelReply: Sendable {
  let actions: [Action]
  let goals: String
  let attention: String
  let emotions: String
  /// The values of an answer, unchecked; nil when there are none.
  let answer: JSON?

  init(_ completion: Completion) throws {
    try Self.checkEnd(of: completion)
    let json: JSON
    do {
      json = try JSON(parsing: completion.content)
    } catch {
      throw Self.unusable("it is not JSON (\(error))", completion)
    }
    guard let list = json["actions"]?.array else {
      throw Self.unusable("'actions' must be a list", completion)
    }
    actions = try list.enumerated().map { number, entry in
      func text(_ key: String) throws -> String {
        try Self.text(entry[key], at: "actions[\(number)].\(key)", completion)
      }
      return Action(
        type: try text("type"), target: try text("target"), content: try text("content"))
    }
    answer = json["answer"]
    goals = try Self.text(json["state"]?["goals"], at: "state.goals", completion)
    attention = try Self.text(json["state"]?["attention"], at: "state.attention", completion)
    emotions = try Self.text(json["state"]?["emotions"], at: "state.emotions", completion)
  }

  private static func text(_ value: JSON?, at path: String, _ completion: Completion) throws
    -> String
  {
    guard let value else { throw unusable("'\(path)' is missing", completion) }
    guard let text = value.string else {
      throw unusable("'\(path)' must be a text, not \(value.kindInWords)", completion)
    }
    return text
  }

  /// Refuses a reply that is no answer.
  static func checkEnd(of completion: Completion) throws {
    switch completion.finish {
    case "length":
      throw unusable("it was cut off; raise 'max_output_tokens'", completion)
    case "refusal", "content_filter":
      throw unusable("the model refused to answer; rephrase the study", completion)
    default: return
    }
  }

  private static func unusable(_ why: String, _ completion: Completion) -> PluginFailure {
    PluginFailure(
      .invalid,
      "The model's reply can't be used as a turn: \(why). If it happens again, use a model with"
        + " structured output. The reply is listed by: tinytroupe calls.",
      detail: ["reason": "reply", "reply": .string(String(completion.content.prefix(2000)))])
  }
}
