import TinyTroupeJSON
import TinyTroupeKernel

/// A person's turn: what it perceived, and what came of it.
struct Turn: Sendable {
  /// What a successful `act` answered.
  struct Act: Sendable {
    var actions: [Action]
    var mentalState: JSON?
    /// Remarks on the turn, cut to what a log bears.
    var notes: [JSON] = []
    var state: [UInt8]?
    /// Values by the names of a question's fields, unchecked.
    var answer: JSON?
  }

  let person: Person
  let slot: InstanceSlot
  let scope: CallScope
  /// The events that the person perceived, in order.
  let perceived: [Int]
  let outcome: Result<Act, PluginError>
}

/// How many actions a turn may have, whoever plays the person.
let maximumActions = 64

extension Turn.Act {
  /// Reads an agent's answer, which is not trusted.
  init(_ reply: Reply, plugin: String) throws(PluginError) {
    let json = try reply.checked(plugin: plugin)
    guard let list = json["actions"]?.array, list.count <= maximumActions else {
      throw PluginError(
        .internal,
        "The agent broke its contract: 'actions' must be a list of at most \(maximumActions).",
        plugin: plugin)
    }
    actions = []
    for entry in list {
      guard let type = entry["type"]?.string, !type.isEmpty else {
        throw PluginError(
          .internal, "The agent broke its contract: an action lacks its 'type'.", plugin: plugin)
      }
      actions.append(
        Action(
          type: type, content: entry["content"]?.string ?? "",
          target: entry["target"]?.string ?? ""))
    }
    mentalState = json["mental_state"]
    notes = (json["notes"]?.array ?? []).prefix(20).compactMap { note in
      note.string.map { .string(String($0.prefix(500))) }
    }
    state = json["state"]?.bytes
    answer = json["answer"]
    if let state, state.count > 65_536 {
      throw PluginError(
        .internal, "The agent's state has \(state.count) bytes; 65536 are allowed. Use tt.store.",
        plugin: plugin)
    }
  }
}

extension Simulation {
  /// Lets people act at the same time and answers their turns in canonical order.
  func takeTurns(
    _ actors: [Person], _ observation: Observation
  ) async throws(RunError) -> [Turn] {
    try await takeTurns(
      actors.map { TurnJob(person: $0, simulation: self, observation: observation) })
  }

  /// Lets turns be taken at the same time and answers them in the order of the jobs.
  func takeTurns(_ jobs: [TurnJob]) async throws(RunError) -> [Turn] {
    let turns: [Turn] = await withTaskGroup(of: (Int, Turn).self) { group in
      for (position, job) in jobs.enumerated() {
        group.addTask { (position, await job.run()) }
      }
      var turns = [Turn?](repeating: nil, count: jobs.count)
      for await (position, turn) in group { turns[position] = turn }
      return turns.compactMap { $0 }
    }
    return try judge(turns)
  }

  /// Applies `on_error` to turns that failed.
  private func judge(_ turns: [Turn]) throws(RunError) -> [Turn] {
    for turn in turns {
      guard case .failure(let error) = turn.outcome else { continue }
      let failure = stopped(turn.person.name, error)
      // Who was interrupted has not failed: the step is as if it had never begun.
      if plan.onError != .skip || !failure.isOfThePerson { throw failure }
    }
    return turns
  }

  /// Why the run stops when somebody's call fails: because it failed, or because the user asked to stop.
  func stopped(_ who: String, _ error: PluginError) -> RunError {
    if error.code == .cancelled, isStopping { return .interrupted }
    if let cut = gateway.cut { return .budget(cut) }
    if error.detail["disk"] == "full" { return .noRoom(error.message) }
    return .failed(who: who, step: step, error)
  }
}

/// Everything that a turn needs, taken from the simulation before the turns run side by side.
struct TurnJob: Sendable {
  let person: Person
  let perceived: [Int]
  let stateVersion: Int
  let state: [UInt8]?
  let root: @Sendable (CallScope, Int) -> RootContext
  let makeScope: @Sendable (Instance, [Instance]) -> CallScope
  let request: @Sendable (_ state: [UInt8]?) -> [UInt8]
  let attempts: Int

  init(
    person: Person, simulation: Simulation, observation: Observation, question: Question? = nil
  ) {
    self.person = person
    var perceived = simulation.log.waiting(for: person.index)
    if let question, perceived.last != question.event { perceived.append(question.event) }
    let log = simulation.log
    let committed = simulation.committed
    let view = ExperienceView.person(person.index, log)
    let version = simulation.mindStates[person.index].version
    let time = simulation.now
    self.perceived = perceived
    stateVersion = version
    state = simulation.mindStates[person.index].json
    root = simulation.turnRoot(person, moment: question?.moment)
    makeScope = { memory, tools in
      CallScope(
        person: person, memory: memory, tools: tools, experience: view,
        writes: WriteBuffer(committed), isAside: question?.isRemembered == false)
    }
    request = { [perceived] state in
      Self.write(person, perceived, log, observation, question, time, version, state)
    }
    attempts = simulation.plan.onError.attempts
  }

  private static func write(
    _ person: Person, _ perceived: [Int], _ log: EventLog, _ observation: Observation,
    _ question: Question?, _ time: Int64, _ version: Int, _ state: [UInt8]?
  ) -> [UInt8] {
    var writer = JSONWriter(capacity: 2048)
    writer.object { writer in
      writer.member("time", CivilTime(time).description)
      writer.key("perceives")
      writer.array { writer in
        for number in perceived {
          ExperienceItem(number, viewer: person.index, log: log)?.writePerception(to: &writer)
        }
      }
      observation.write(for: person, to: &writer)
      if let question { writer.member("question", question.json) }
      writer.member("state_version", version)
      if let state { writer.member("state", raw: state) }
    }
    return writer.bytes
  }

  /// Takes the turn, redone under a path of its own as often as the plan allows.
  func run() async -> Turn {
    var turn = await attempt(1)
    var number = 1
    while case .failure = turn.outcome, number < attempts, !Task.isCancelled {
      number += 1
      turn = await attempt(number)
    }
    return turn
  }

  private func attempt(_ number: Int) async -> Turn {
    let empty = CallScope(
      person: person, experience: .world(EventLog()), writes: WriteBuffer(CommittedStore()))
    do throws(PluginError) {
      let memory = try await person.memory.instance()
      var tools: [Instance] = []
      for slot in person.tools { tools.append(try await slot.instance()) }
      let mind = try await person.mind.instance()
      let scope = makeScope(memory, tools)
      let known = person.mind.knows(version: stateVersion)
      let reply = try await mind.act(request(known ? nil : state), in: root(scope, number))
      let act = try Turn.Act(reply, plugin: mind.pluginID)
      return Turn(
        person: person, slot: person.mind, scope: scope, perceived: perceived,
        outcome: .success(act))
    } catch {
      person.mind.forget()
      return Turn(
        person: person, slot: person.mind, scope: empty, perceived: [], outcome: .failure(error))
    }
  }
}

extension Simulation {
  /// Makes the root context of a person's turn; a redone turn gets `~2`, `~3`, ….
  ///
  /// - Parameter moment: Which turn between two steps it is; nil for the step's own.
  func turnRoot(
    _ person: Person, moment: String? = nil
  ) -> @Sendable (CallScope, Int) -> RootContext {
    let turn = "\(step)/\(RootContext.pathElement(person.name))/agent.act"
    let path = moment.map { "\(turn):\($0)" } ?? turn
    let (seed, time, services) = (plan.seed, now, services)
    return { scope, attempt in
      RootContext(
        path: attempt == 1 ? path : "\(path)~\(attempt)", seed: seed, timeNS: time,
        agent: person.name, services: services, scope: scope)
    }
  }
}
