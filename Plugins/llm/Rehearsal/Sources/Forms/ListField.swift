internal import TinyTroupeJSON

/// Gives the lists that a persona or an experience already has.
struct ListField {
  let form: FormFiller

  private var view: Viewpoint { form.view }
  private var about: About { form.about }

  /// The list for a field; nil when nothing ready fits it.
  func list(_ field: Field, _ items: JSON) -> [JSON]? {
    if field.name == "additions", items["properties"]?["path"] != nil { return additions }
    switch items["type"]?.string {
    case "integer" where field.isNamed("evidence event ids id"): return evidence(field)
    case "string" where items["enum"] == nil: return texts(field)
    default: return nil
    }
  }

  /// What could be added to a persona: a path in it, what stands there, and why.
  private var additions: [JSON] {
    let prose = Prose(about: about, view: view)
    let name = view.profile.name.isEmpty ? "This person" : view.profile.name
    let texts = [
      ("other_facts", "Is known to say: \"\(view.fillings[.belief] ?? prose.reason)\"", "beliefs"),
      (
        "behaviors.general",
        "brings up \(view.fillings[.interest] ?? "the weather") when a silence lasts", "interests"
      ),
      (
        "skills",
        "explains \(view.fillings[.like] ?? "a difficult thing") to anybody in three sentences",
        "preferences"
      ),
    ]
    return texts.map { path, item, origin in
      [
        "path": .string(path), "value": nil, "items": [.string(item)],
        "why": .string("It follows from the \(origin) of \(name)."),
      ]
    }
  }

  /// Everybody who is there; nobody whose coming is left to them.
  private func attendees(_ field: Field) -> [JSON]? {
    let names = field.isNamed("optional") ? [] : about.accessible.names
    let count = field.count(names.count)
    return count <= names.count ? names.prefix(count).map(JSON.string) : nil
  }

  /// The numbers of what the person said itself, else of what it heard.
  private func evidence(_ field: Field) -> [JSON] {
    let own = about.stimuli.filter { $0.isOwn(view.profile.name) }
    let ids = (own.isEmpty ? about.stimuli : own).compactMap(\.id).suffix(field.count(2))
    return ids.map { .integer(Int64($0)) }
  }

  private func texts(_ field: Field) -> [JSON]? {
    if field.isNamed("attendee participant") { return attendees(field) }
    let profile = view.profile
    let lists: [(String, [String])] = [
      ("interest hobby", profile.interests), ("dislike", profile.dislikes),
      ("like preference", profile.likes), ("belief opinion value", profile.beliefs),
      ("goal", profile.goals), ("relationship friend", profile.relationships),
    ]
    guard let list = lists.first(where: { field.isNamed($0.0) && !$0.1.isEmpty })?.1 else {
      return nil
    }
    let count = field.count(list.count)
    return count <= list.count ? list.prefix(count).map(JSON.string) : nil
  }
}
