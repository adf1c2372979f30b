internal import TinyTroupeJSON

/// Puts a turn's actions into the shape that is asked for.
struct ActionList {
  let form: FormFiller

  func json(_ field: Field, _ items: JSON) -> JSON {
    let allowed = items["properties"]?["type"]?["enum"]?.array?.compactMap(\.string)
    var actions = Turn(about: form.about, view: form.view).actions
    if let allowed { actions.removeAll { !allowed.contains($0.type) } }
    if let most = field.schema["maxItems"]?.integer, most > 0, actions.count > most {
      actions = Array(actions.prefix(most - 1)) + actions.suffix(1)
    }
    return .array(actions.map { json($0, items["properties"]?.object) })
  }

  private func json(_ action: Turn.Action, _ properties: JSONObject?) -> JSON {
    var members: JSONObject = [
      "type": .string(action.type), "content": .string(action.content),
      "target": .string(action.target),
    ]
    guard let properties else { return .object(members) }
    for key in members.keys where properties[key] == nil { members[key] = nil }
    for (name, schema) in properties where members[name] == nil {
      members[name] = form.fill(schema, name: name)
    }
    return .object(members)
  }
}
