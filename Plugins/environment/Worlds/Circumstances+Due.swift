package import TinyTroupeJSON
internal import TinyTroupePluginKit

extension Circumstances {
  /// Lets a timeline entry happen.
  ///
  /// - Parameter listeners: Those who hear what somebody says to nobody in particular.
  /// - Returns: What people perceive of it; nil when nobody does.
  package mutating func happen(
    _ entry: JSON, _ people: People, listeners: (_ source: Int) -> [Int]
  ) throws -> Stimulus? {
    let form = entry["as"]?.string ?? "conversation"
    let addressed = try people.addressees(entry)
    if form == "context" {
      replaceContext(of: addressed, by: try people.context(entry))
      return nil
    }
    guard let content = entry["content"]?.string else {
      throw PluginFailure(
        .invalid, "\(people.world): a timeline entry needs its 'content' as a text.")
    }
    if form == "location" { move(addressed, to: content) }
    let picture = entry["image"]?["id"]?.string
    if let picture { add(picture: picture, entry["image"]?["name"]?.string) }
    let source = entry["source"]?.string
    // Nobody perceives what comes from himself.
    let number = source.flatMap(people.number)
    let reached =
      number.map { source in addressed?.filter { $0 != source } ?? listeners(source) } ?? addressed
    if reached?.isEmpty == true { return nil }
    return Stimulus(
      type: try people.type(form), content: content, source: source, to: reached, picture: picture)
  }
}

extension People {
  fileprivate func addressees(_ entry: JSON) throws -> [Int]? {
    guard entry["kind"]?.string == "say" else { return nil }
    return try (entry["to"]?.texts ?? []).map { name in
      if let number = number(of: name) { return number }
      throw PluginFailure(
        .invalid,
        "\(world): the timeline says something to '\(name)', but nobody here is called that."
          + " Names must be exact.")
    }
  }

  fileprivate func context(_ entry: JSON) throws -> [String] {
    switch entry["content"] {
    case .string(let text)?: return text.isEmpty ? [] : [text]
    case let content?:
      if let texts = content.texts { return texts }
      fallthrough
    case nil:
      throw PluginFailure(
        .invalid, "\(world): a timeline entry's context must be a text or a list of texts.")
    }
  }

  fileprivate func type(_ form: String) throws -> String {
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
        "\(world): nothing can be perceived as '\(form)'. Use conversation, thought, goal,"
          + " context, social, visual or location.")
    }
  }
}
