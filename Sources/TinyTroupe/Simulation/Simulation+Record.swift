import TinyTroupeJSON
import TinyTroupeKernel

/// What a person means to do: an action with the number of its event.
struct Intent: Sendable {
  let id: Int
  let agent: Person
  let action: Action

  func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("id", id)
      writer.member("agent", agent.name)
      writer.member("type", action.type)
      if !action.content.isEmpty { writer.member("content", action.content) }
      if !action.target.isEmpty { writer.member("target", action.target) }
    }
  }
}

/// One thing that a person does.
struct Action: Sendable, Equatable {
  var type: String
  var content: String
  var target: String

  var json: JSON {
    ["type": .string(type), "content": .string(content), "target": .string(target)]
  }
}

extension Simulation {
  /// Records what a turn came to, in canonical order, and answers its intents.
  func record(_ turn: Turn) -> [Intent] {
    let person = turn.person
    guard case .success(let act) = turn.outcome else {
      recordFailure(turn)
      return []
    }
    turn.slot.produced(version: mindStates[person.index].version + (act.state == nil ? 0 : 1))
    if let state = act.state {
      mindStates[person.index].version += 1
      mindStates[person.index].json = state
      draft.states.append(
        InstanceState(
          instance: person.name, version: mindStates[person.index].version, json: state))
    }
    draft.writes.append((agent: person.index, buffer: turn.scope.writes))
    var performed = turn.scope.allPerformed[...]
    var intents: [Intent] = []
    var experience = turn.perceived
    for (position, action) in act.actions.enumerated() {
      var payload: JSONObject = ["action": action.json]
      if position == act.actions.count - 1 {
        payload["mental_state"] = act.mentalState
        if !act.notes.isEmpty { payload["notes"] = .array(act.notes) }
      }
      let number = note(
        .action, agent: person.name, payload: payload, witnesses: .these([person.index]))
      experience.append(number)
      intents.append(Intent(id: number, agent: person, action: action))
      if toolbox.actions(of: person).contains(where: { $0.isLate(action.type) }) {
        self.position.late.append(
          LateUse(person: person.index, type: action.type, content: action.content))
      }
      if let next = performed.first, next.type == action.type {
        experience.append(recordPerformed(next, person))
        performed.removeFirst()
      }
    }
    for leftover in performed { experience.append(recordPerformed(leftover, person)) }
    draft.experiences.append((person: person, events: experience))
    if let last = turn.perceived.last {
      log.perceived(by: .these([person.index]), before: last + 1)
      draft.perceptions.append(Perception(by: .these([person.index]), before: last + 1))
    }
    return intents
  }

  /// - Parameter witnesses: Whose experience it is; that of the person alone unless said otherwise.
  @discardableResult
  func recordPerformed(
    _ performed: CallScope.Performed, _ person: Person, witnesses: WitnessSet? = nil
  ) -> Int {
    var payload: JSONObject = [
      "tool": .string(performed.tool), "type": .string(performed.type),
      "text": .string(performed.text),
    ]
    if performed.isError { payload["failed"] = true }
    payload["data"] = performed.data
    let artifacts = performed.artifacts.map {
      CallScope.Artifact(name: artifactNames.unique($0.name), content: $0.content)
    }
    if !artifacts.isEmpty { payload["artifacts"] = .array(artifacts.map { .string($0.name) }) }
    draft.artifacts += artifacts
    return note(
      .toolPerformed, agent: person.name, payload: payload,
      witnesses: witnesses ?? .these([person.index]))
  }

  private func recordFailure(_ turn: Turn) {
    guard case .failure(let error) = turn.outcome else { return }
    turn.slot.forget()
    // The code is part of the run's hash; the wording is not.
    note(
      .agentFailed, agent: turn.person.name,
      payload: [
        "code": .integer(Int64(error.code.rawValue)), "error": .string(error.description),
      ])
  }

  /// Records stimuli that the world made, for those who perceive them.
  func recordStimuli(_ stimuli: JSON?) throws(RunError) {
    for stimulus in stimuli?.array ?? [] {
      let audience = try audience(stimulus["to"], except: nil)
      var payload: JSONObject = [
        "type": .string(stimulus["type"]?.string ?? "SOCIAL"),
        "content": .string(stimulus["content"]?.string ?? ""),
      ]
      payload["source"] = stimulus["source"]
      payload["image"] = picture(stimulus["image"])
      payload["to"] = audience.json
      note(.stimulus, payload: payload, witnesses: audience.witnesses)
    }
  }

  /// Records which action reached whom; the content stays with the action.
  func recordDeliveries(_ deliveries: JSON?, _ intents: [Intent]) throws(RunError) {
    let byID = Dictionary(intents.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    for delivery in deliveries?.array ?? [] {
      guard let intent = delivery["intent"]?.integer.flatMap({ byID[$0] }) else {
        throw worldBroke("it delivered an intent that it was not given")
      }
      let audience = try audience(delivery["to"], except: intent.agent)
      var payload: JSONObject = [
        "action": .integer(Int64(intent.id)),
        "as": .string(delivery["as"]?.string ?? "CONVERSATION"), "to": audience.json,
      ]
      payload["image"] = picture(delivery["image"])
      note(
        .delivered, agent: intent.agent.name, payload: payload, witnesses: audience.witnesses)
    }
  }

  /// A picture of this run that a world names by its id.
  private func picture(_ id: JSON?) -> JSON? {
    id?.string.flatMap { gateway.pictures[$0] }.map {
      ["id": .string($0.id), "name": .string($0.name)]
    }
  }

  func worldBroke(_ why: String) -> RunError {
    .failed(
      who: "the world", step: step,
      PluginError(
        .internal, "The environment broke its contract: \(why).", plugin: world.plan.plugin))
  }
}

extension Simulation {
  /// Who an environment says perceives something: `all`, `others`, one name or several.
  func audience(_ json: JSON?, except author: Person?) throws(RunError) -> Audience {
    if let word = json?.string, word == "all" || word == "others" {
      return Audience(
        witnesses: present(author.map { .everyoneBut($0.index) } ?? .everyone),
        json: "all")
    }
    let names = json?.string.map { [$0] } ?? (json?.array ?? []).compactMap(\.string)
    var chosen: [Person] = []
    for name in names {
      guard let index = indexByName[name] else {
        throw worldBroke("it reached '\(name)', whom nobody is called")
      }
      if index != author?.index { chosen.append(people[index]) }
    }
    return Audience(
      witnesses: present(WitnessSet(chosen.map(\.index))),
      json: .array(names.map { .string($0) }))
  }
}

/// Those who perceive something.
struct Audience {
  let witnesses: WitnessSet
  let json: JSON
}
