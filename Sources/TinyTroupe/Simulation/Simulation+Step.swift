import TinyTroupeJSON
import TinyTroupeKernel

extension Simulation {
  /// Runs one step, or the rest of it: clock, what is due, observation, turns, consequences, memory, commit.
  func runStep() async throws(RunError) {
    let observation = position.turns > 0 ? try restoredObservation() : try await beginStep()
    switch plan.environment.order {
    case .simultaneous: position.isFinished = try await actTogether(observation)
    case .sequential: try await actInTurn(observation)
    }
    try await performLateUses()
    if try await isStopDue() { position.isFinished = true }
    note(.stepFinished)
    position.turns = 0
    position.stepsOfEntry += 1
    try await commit(.step)
    finishedSteps = step
  }

  private func beginStep() async throws(RunError) -> Observation {
    step += 1
    note(.stepStarted)
    return try await observe(try await fireInterventions())
  }

  private func actTogether(_ observation: Observation) async throws(RunError) -> Bool {
    let turns = try await takeTurns(acting(observation), observation)
    let intents = turns.flatMap { record($0) }
    let isFinished = try await settle(intents, of: "world")
    try await remember(turns)
    return isFinished
  }

  /// Those who act in a step.
  private func acting(_ observation: Observation) -> [Person] {
    present.filter { observation.isActive($0) && actors?.contains($0.index) != false }
  }

  /// One after the other, in an order drawn from the seed; each turn is a unit of its own.
  private func actInTurn(_ observation: Observation) async throws(RunError) {
    let actors = order(of: acting(observation))
    for person in actors.dropFirst(position.turns) where !position.isFinished {
      if position.turns > 0, isStopping { throw .interrupted }
      let turns = try await takeTurns([person], observation)
      let intents = turns.flatMap { record($0) }
      position.isFinished = try await settle(intents, of: person.name)
      try await remember(turns)
      // The first turn's unit keeps what all turns of the step go by.
      draft.observation = position.turns == 0 ? observation.json : nil
      position.turns += 1
      try await commit(.turn)
    }
  }

  /// Fisher and Yates's shuffle with bits from the seed and the step.
  private func order(of people: [Person]) -> [Person] {
    var people = people
    for last in people.indices.reversed() where last > 0 {
      let bits = RandomBits.at(
        seed: plan.seed, path: "\(step)/order", stream: 0, index: UInt64(last))
      people.swapAt(last, Int(bits % UInt64(last + 1)))
    }
    return people
  }
}

// MARK: - The world

extension Simulation {
  private func worldScope() -> CallScope {
    CallScope(experience: .world(log), writes: WriteBuffer(committed))
  }

  func openWorld() async throws(RunError) {
    let result = try await askWorld("open") { [people] writer in
      writer.key("agents")
      writer.array { writer in for person in people { writer.string(person.name) } }
      writer.key("relations")
      writer.object { writer in
        for person in people {
          let related = (person.plan.persona["relationships"]?.array ?? []).compactMap {
            $0["name"]?.string
          }
          if !related.isEmpty { writer.member(person.name, .array(related.map { .string($0) })) }
        }
      }
      writePersonas(to: &writer)
    }
    try recordStimuli(result["stimuli"])
    position.isOpen = true
    try await commit(.opening)
  }

  /// Writes the parts of personas that the world's manifest asks for, and nothing where it asks for none.
  private func writePersonas(to writer: inout JSONWriter) {
    let paths = maker.registry.provided(plan.environment.component)?.persona ?? []
    guard !paths.isEmpty else { return }
    writer.key("personas")
    writer.object { writer in
      for person in people {
        let parts = paths.compactMap { path in person.plan.persona.at(path).map { (path, $0) } }
        if !parts.isEmpty { writer.member(person.name, .object(JSONObject(parts))) }
      }
    }
  }

  func closeWorld() async throws(RunError) {
    _ = try await askWorld("close") { _ in }
  }

  /// Performs an operation of the world, keeping its new state and its writes.
  func askWorld(
    _ operation: String, for actor: String = "world", moment: String? = nil,
    _ fill: (inout JSONWriter) -> Void
  ) async throws(RunError) -> JSON {
    let scope = worldScope()
    do throws(PluginError) {
      let instance = try await world.instance()
      let reply = try await instance.invoke(
        operation, json: stateful(fill),
        in: root(
          actor, "environment.\(operation)" + (moment.map { ":\($0)" } ?? ""), scope: scope))
      let result = try reply.checked(plugin: instance.pluginID)
      if let state = result["state"] {
        worldState.version += 1
        worldState.json = state.bytes
        draft.states.append(
          InstanceState(instance: "", version: worldState.version, json: state.bytes))
        world.produced(version: worldState.version)
      }
      draft.writes.append((agent: nil, buffer: scope.writes))
      return result
    } catch {
      throw stopped("the world", error)
    }
  }

  /// A request that carries the world's state where its instance does not have it.
  private func stateful(_ fill: (inout JSONWriter) -> Void) -> [UInt8] {
    var writer = JSONWriter(capacity: 1024)
    writer.object { writer in
      writer.member("time", CivilTime(now).description)
      fill(&writer)
      writer.member("state_version", worldState.version)
      if let state = worldState.json, !world.knows(version: worldState.version) {
        writer.member("state", raw: state)
      }
    }
    return writer.bytes
  }

  private func observe(
    _ effects: [StimulusEntry]
  ) async throws(RunError) -> Observation {
    let entries = due + (pinned[step] ?? []) + effects
    due = []
    let result = try await askWorld("observe") { writer in
      writer.key("due")
      writer.array { writer in for entry in entries { entry.write(to: &writer) } }
      writer.key("waiting")
      writer.array { writer in
        for person in present where !log.waiting(for: person.index).isEmpty {
          writer.string(person.name)
        }
      }
      writeAbsent(to: &writer)
    }
    try recordStimuli(result["stimuli"])
    return Observation(result, people: present, isWhole: absent.isEmpty, visitors: visitors)
  }

  /// Puts the intents to the world and records what comes of them.
  ///
  /// - Parameter actor: Whose turn it is, so that every call of a step has a path of its own.
  private func settle(_ intents: [Intent], of actor: String) async throws(RunError) -> Bool {
    let result = try await askWorld("step", for: actor) { writer in
      writer.key("intents")
      writer.array { writer in for intent in intents { intent.write(to: &writer) } }
      writeAbsent(to: &writer)
    }
    try recordDeliveries(result["deliveries"], intents)
    try recordStimuli(result["stimuli"])
    return result["finished"]?.string != nil
  }
}

extension StimulusEntry {
  fileprivate func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("kind", to == nil ? "broadcast" : "say")
      writer.member("as", form)
      writer.member("content", content)
      if let source { writer.member("source", source) }
      if let picture {
        writer.member(
          "image", JSON.object(["id": .string(picture.id), "name": .string(picture.name)]))
      }
      if let to { writer.member("to", .array(to.map { .string($0) })) }
    }
  }
}

extension Reply {
  /// Parses the result, or says that the plugin broke its contract.
  func checked(plugin: String) throws(PluginError) -> JSON {
    do {
      return try json()
    } catch {
      throw PluginError(
        .internal, "The plugin's result is not JSON: \(error). Report it to the plugin's author.",
        plugin: plugin)
    }
  }
}
