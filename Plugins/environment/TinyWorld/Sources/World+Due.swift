internal import TinyTroupeJSON
internal import TinyTroupePluginKit

extension World {
  /// Lets a timeline entry happen.
  ///
  /// - Returns: What people perceive of it; nil when nobody does.
  mutating func happen(_ entry: JSON, _ rules: WorldRules) throws -> Stimulus? {
    let form = entry["as"]?.string ?? "conversation"
    let addressed = try addressees(entry)
    if form == "context" {
      circumstances.replaceContext(of: addressed, by: try Self.context(entry))
      return nil
    }
    guard let content = entry["content"]?.string else {
      throw PluginFailure(.invalid, "tiny-world: a timeline entry needs its 'content' as a text.")
    }
    if form == "location" { circumstances.move(addressed, to: content) }
    let picture = entry["image"]?["id"]?.string
    if let picture { circumstances.add(picture: picture, entry["image"]?["name"]?.string) }
    let source = entry["source"]?.string
    let reached = audience(addressed, source: source, rules)
    if reached?.isEmpty == true { return nil }
    return Stimulus(
      type: try Self.type(form), content: content, source: source, to: reached, picture: picture)
  }

  private func addressees(_ entry: JSON) throws -> [Int]? {
    guard entry["kind"]?.string == "say" else { return nil }
    return try (entry["to"]?.texts ?? []).map { name in
      if let number = people.number(of: name) { return number }
      throw PluginFailure(
        .invalid,
        "tiny-world: the timeline says something to '\(name)', but nobody here is called that."
          + " Names must be exact.")
    }
  }

  /// Those who perceive it: never its source, and of a broadcast only those who can hear the source.
  private func audience(_ addressed: [Int]?, source: String?, _ rules: WorldRules) -> [Int]? {
    guard let source = source.flatMap(people.number) else { return addressed }
    if let addressed { return addressed.filter { $0 != source } }
    return rules.isHeardByAll ? people.everyone(but: source) : links.neighbours(of: source)
  }

  private static func context(_ entry: JSON) throws -> [String] {
    switch entry["content"] {
    case .string(let text)?: return text.isEmpty ? [] : [text]
    case let content?:
      if let texts = content.texts { return texts }
      fallthrough
    case nil:
      throw PluginFailure(
        .invalid, "tiny-world: a timeline entry's context must be a text or a list of texts.")
    }
  }

  private static func type(_ form: String) throws -> String {
    switch form {
    case "conversation": return "CONVERSATION"
    case "thought": return "THOUGHT"
    case "goal": return "INTERNAL_GOAL_FORMULATION"
    case "social": return "SOCIAL"
    case "visual": return "VISUAL"
    case "location": return "LOCATION"
    default:
      throw PluginFailure(
        .invalid,
        "tiny-world: nothing can be perceived as '\(form)'. Use conversation, thought, goal,"
          + " context, social, visual or location.")
    }
  }
}
