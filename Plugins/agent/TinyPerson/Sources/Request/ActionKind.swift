internal import TinyTroupeJSON
internal import TinyTroupePluginKit

/// A type of action that is open to the person.
struct ActionKind: Sendable, Hashable {
  /// Where it comes from, which decides how it is performed.
  enum Origin: Sendable, Hashable {
    /// Everybody can do it.
    case core
    /// A look into the person's own memory, whose result the person must see.
    case recall
    case world
    /// A tool's, performed at once; the person must see the result.
    case tool
    /// A tool's, performed at the step's end.
    case lateTool
  }

  let type: String
  /// What it does and when to use it, for the prompt.
  let text: String
  let origin: Origin
  /// The schema of the content; nil for plain text.
  var input: JSON?
  /// `none`, `person` or `anyone`; nil when nobody says.
  var target: String?
  /// What the content must be one of; empty where every text will do.
  var choices: [String] = []

  /// True when the turn goes on with the action's result.
  var bearsResult: Bool { origin == .recall || origin == .tool }

  /// The text for the prompt, with what the action needs and when its result is seen.
  ///
  /// `canGoOn` says whether a turn has rounds in which results are seen.
  func explanation(canGoOn: Bool) -> String {
    var explanation = text
    if let input { explanation += " The content is JSON that fits \(input.text)." }
    if !choices.isEmpty {
      explanation += " The content is one of: \(choices.joined(separator: ", "))."
    }
    switch target {
    case "none": explanation += " Without a target."
    case "person": explanation += " The target is a person."
    default: break
    }
    switch origin {
    case .core, .world: return explanation
    case .recall: return explanation + " End the list with it; you go on with what you remember."
    case .tool where canGoOn:
      return explanation + " End the list with it; you go on with the result."
    case .tool, .lateTool: return explanation + " You see the result in your next turn."
    }
  }

  /// What a backend without a model is told: the type, and what is special about it.
  var about: JSON {
    guard input != nil || target != nil || !choices.isEmpty else { return .string(type) }
    var about: JSONObject = ["type": .string(type)]
    about["input"] = input
    about["target"] = target.map(JSON.string)
    if !choices.isEmpty { about["choices"] = .array(choices.map(JSON.string)) }
    return .object(about)
  }

  private init(_ type: String, _ text: String, _ origin: Origin) {
    self.type = type
    self.text = text
    self.origin = origin
  }

  /// Reads what the environment lets the person do.
  init(world json: JSON) throws {
    guard let type = json["type"]?.string, !type.isEmpty, let text = json["text"]?.string else {
      throw PluginFailure(.invalid, "Each of 'action_kinds' needs a 'type' and a 'text'.")
    }
    self.init(type, text, .world)
    target = json["target"]?.string
    choices = (json["choices"]?.array ?? []).compactMap(\.string)
  }

  /// Reads an action that a tool adds.
  init(tool json: JSON) throws {
    guard let type = json["type"]?.string, !type.isEmpty, let text = json["text"]?.string else {
      throw PluginFailure(
        .internal, "The answer of 'tt.tools/1' has an action without a 'type' or a 'text'.")
    }
    self.init(type, text, json["when"]?.string == "step-end" ? .lateTool : .tool)
    input = json["input"]
  }

  static let talk = ActionKind(
    "TALK", "say the content to the target, or to everyone around with an empty target.", .core)
  static let think = ActionKind(
    "THINK", "think the content; nobody hears it. For judging, planning, deciding.", .core)
  static let recall = ActionKind("RECALL", "look in your memory for the content.", .recall)
  static let recallAll = ActionKind(
    "RECALL_WITH_FULL_SCAN", "go through all of your memory, when RECALL was not enough.", .recall)
  static let done = ActionKind("DONE", "end the turn; no content.", .core)
}
