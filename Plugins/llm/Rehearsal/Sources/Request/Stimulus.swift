internal import TinyTroupeJSON

/// Something that reached a person, or that it did; also an item of an experience that is read afterwards.
struct Stimulus {
  let id: Int?
  let type: String
  let content: String
  /// Empty for what comes from the world.
  let source: String
  /// Whether it is an action; without a source, the person's own.
  let isAction: Bool

  init?(_ json: JSON) {
    guard let content = json["content"]?.string ?? json.string, !content.isEmpty else { return nil }
    let kind = json["kind"]?.string ?? "stimulus"
    guard kind == "stimulus" || kind == "action" else { return nil }
    id = json["id"]?.integer
    type = json["type"]?.string ?? ""
    self.content = content
    source = json["source"]?.string ?? json["agent"]?.string ?? ""
    isAction = kind == "action"
  }

  /// Whether the person `name` did it.
  func isOwn(_ name: String) -> Bool { source == name ? !name.isEmpty : isAction && source.isEmpty }

  /// Whether it is a thought or a wish that came up.
  var isInner: Bool { type == "THOUGHT" || type == "INTERNAL_GOAL_FORMULATION" }
}
