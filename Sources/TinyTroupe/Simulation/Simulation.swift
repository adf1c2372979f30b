import Foundation
import TinyTroupeDigest
import TinyTroupeJSON
import TinyTroupeKernel

/// A run of a plan: people act in a world, step by step, and everything that happens is committed.
///
/// Drive it with `run()`; it is used by one task. What it records depends on the plan and on the outcomes of
/// model calls alone, never on threads or on the order in which calls complete.
public final class Simulation {
  let plan: SimulationPlan
  let people: [Person]
  let world: InstanceSlot
  let maker: InstanceMaker
  let toolbox: Toolbox
  let services: ServiceRegistry
  let log: EventLog
  let store: RunStore
  let committed: CommittedStore
  let gateway: ModelGateway
  let observer: any RunObserver
  let results: ResultFiles
  /// People by name.
  let indexByName: [String: Int]

  /// Compares a replay with the run that it repeats.
  let replayed: ReplayedRun?
  let stop: StopRequest

  /// Who may act, by number; nil for everybody.
  var actors: Set<Int>?
  /// Who is not there, by number; a function of the timeline and of how much of it is done.
  var absent: Set<Int> = []
  /// True once somebody who watches was told that the run begins.
  var isAnnounced = false
  /// Who speaks to the people without being one of them.
  var visitors: [String] = []
  /// What happens, in order; a conversation adds to it as it goes.
  var timeline: [TimelineEntry] {
    didSet { times.goOn(with: timeline) }
  }
  private(set) var times: StepTimes
  var position = RunPosition()
  /// How many steps this process has committed.
  var finishedSteps = 0
  var due: [StimulusEntry] = []
  var pinned: [Int: [StimulusEntry]] = [:]
  var worldState = VersionedState()
  var mindStates: [VersionedState]
  var draft = UnitDraft()
  var artifactNames: ArtifactNames
  /// What conditions can ask of the run.
  var facts: RunFacts
  let judge: JudgeSeat
  private let forks: Forks

  init(
    plan: SimulationPlan, people: [Person], world: InstanceSlot, maker: InstanceMaker,
    toolbox: Toolbox, services: ServiceRegistry, gateway: ModelGateway, judge: JudgeSeat,
    forks: Forks, history: RunHistory, observer: any RunObserver, stop: StopRequest
  ) {
    self.plan = plan
    self.people = people
    self.world = world
    self.maker = maker
    self.toolbox = toolbox
    self.services = services
    self.gateway = gateway
    self.judge = judge
    self.forks = forks
    facts = RunFacts(for: plan.conditions.map(\.expression))
    self.observer = observer
    self.stop = stop
    store = history.store
    replayed = history.replayed
    timeline = plan.timeline
    times = StepTimes(plan.environment.clock, plan.timeline)
    log = store.log
    results = ResultFiles(folder: store.folder.results)
    committed = store.committed
    artifactNames = ArtifactNames(reserved: plan.resultNames)
    indexByName = Dictionary(
      people.map { ($0.name, $0.index) }, uniquingKeysWith: { first, _ in first })
    mindStates = Array(repeating: VersionedState(), count: people.count)
  }

  /// Runs the timeline, and all that is made of the run, to the end, from where the run is.
  ///
  /// - Throws: What stopped the run; what was committed before stays readable.
  func run() async throws(RunError) {
    try await begin()
    try await advance()
    while position.extracts < plan.extracts.count {
      try refuseToGoOn()
      try await runExtraction(plan.extracts[position.extracts], number: position.extracts)
    }
    while position.reports < plan.reports.count {
      try refuseToGoOn()
      try await runReport(plan.reports[position.reports], number: position.reports)
    }
    while position.exports < plan.exports.count {
      try refuseToGoOn()
      try await runExport(plan.exports[position.exports], number: position.exports)
    }
    try await end()
  }

  /// Lets people join and the world begin, unless they have.
  func begin() async throws(RunError) {
    if let origin = store.origin { try restore(origin) }
    noteAbsent()
    if !isAnnounced { observer.started(summary) }
    pinEntries()
    forks.update(mindStates)
    guard !position.isOpen else { return }
    if log.count == 0 { noteStart() }
    for person in people {
      log.join(person.index, at: log.count)
      draft.joined.append(
        JoinedAgent(number: person.index, name: person.name, seq: log.count))
      if !absent.contains(person.index) { note(.agentJoined, agent: person.name) }
    }
    try await openWorld()
  }

  /// The first event of a run.
  func noteStart() {
    note(.runStarted, payload: ["seed": .integer(Int64(bitPattern: plan.seed))])
  }

  /// Performs the timeline to its end; stimuli wait for the next step.
  func advance() async throws(RunError) {
    while position.entry < timeline.count {
      switch timeline[position.entry] {
      case .stimulus(let stimulus, let step):
        if step == nil { due.append(stimulus) }
        position.nextEntry()
      case .run(let steps, _):
        while position.stepsOfEntry < steps, !position.isFinished {
          try refuseToGoOn()
          try await runStep()
        }
        position.nextEntry()
      case .skip: position.nextEntry()
      case .join(let names): letJoin(names)
      case .leave(let names): letLeave(names)
      case .checkpoint(let name):
        position.nextEntry()
        try await commitCheckpoint(name)
      case .ask(let question):
        try refuseToGoOn()
        try await runAsk(question)
      }
    }
  }

  /// - Throws: `interrupted` when somebody wishes the run to stop.
  private func refuseToGoOn() throws(RunError) {
    if isStopping { throw .interrupted }
  }

  /// True when somebody wishes the run to stop.
  var isStopping: Bool { Task.isCancelled || stop.isRequested }

  /// Ends the world and the record of events.
  func end() async throws(RunError) {
    guard !position.isClosed else { return }
    try await closeWorld()
    note(.runFinished)
    position.isClosed = true
    try await commit(.closing)
  }

  var summary: RunOverture {
    RunOverture(
      folder: store.folder.path, name: plan.name, people: plan.peopleCount, steps: timeline.steps,
      backend: gateway.backendName(for: "act"), resumedAfter: position.isOpen ? step : nil,
      usage: { [usage = gateway.usage] in usage.current })
  }

  private func pinEntries() {
    for case .stimulus(let stimulus, let step?) in timeline {
      pinned[step, default: []].append(stimulus)
    }
  }

  /// The present step; 0 before the first.
  var step: Int {
    get { position.step }
    set { position.step = newValue }
  }

  /// Simulated time of the present step, or of what follows it before the next.
  var now: Int64 { times.time(ofStep: step, entriesDone: position.entry) }

  /// Adds an event to the unit that is being made, and answers its number.
  @discardableResult
  func note(
    _ kind: EventKind, agent: String? = nil, payload: JSONObject = [:],
    witnesses: WitnessSet = .nobody
  ) -> Int {
    let event = Event(
      kind: kind, step: step, seq: log.count, timeNS: now, agent: agent, payload: payload)
    log.append(event, witnesses: witnesses)
    draft.events.append(LoggedEvent(event, witnesses: witnesses))
    return event.seq
  }

  /// The identity and the data of a root call.
  func root(_ who: String, _ operation: String, scope: CallScope) -> RootContext {
    RootContext(
      path: "\(step)/\(RootContext.pathElement(who))/\(operation)", seed: plan.seed, timeNS: now,
      agent: scope.person?.name, services: services, scope: scope)
  }

  /// Makes what the unit collected durable, and shows it.
  func commit(_ kind: UnitKind) async throws(RunError) {
    // Somebody may have made do without the call that was refused.
    if let cut = gateway.cut { throw .budget(cut) }
    let merged = MergedWrites(draft.writes)
    for conflict in merged.conflicts { noteConflict(conflict) }
    var unit = UnitCommit(kind, step: step, committedNS: wallClock())
    unit.joined = draft.joined
    unit.events = draft.events
    unit.perceptions = draft.perceptions
    unit.states = draft.states
    unit.results = draft.results
    unit.snapshot = snapshot
    unit.writes = merged.writes
    try keepArtifacts()
    let (tables, written) = (draft.tables, draft.written)
    draft = UnitDraft()
    let committed: CommittedUnit
    do throws(RunStoreError) {
      committed = try await store.commit(unit)
    } catch {
      throw RunError(error)
    }
    forks.update(mindStates)
    for event in unit.events { observer.observed(event.event) }
    for (table, path) in tables { observer.tabulated(table, path: path) }
    for path in written { observer.wrote(path) }
    try await replayed?.compare(committed, unit)
  }

  /// What the run goes on from after the unit.
  private var snapshot: Snapshot {
    var json = position.json
    json["observation"] = draft.observation
    return Snapshot(checkpoint: draft.checkpoint, json: JSON.object(json).bytes)
  }

  private func noteConflict(_ conflict: StoreConflict) {
    func name(_ agent: Int?) -> JSON { agent.map { .string(people[$0].name) } ?? "the world" }
    note(
      .storeConflict,
      payload: [
        "key": .string(String(decoding: conflict.key, as: UTF8.self)),
        "component": .string(conflict.space.namespace), "lost": name(conflict.loser),
        "kept": name(conflict.winner),
      ])
  }

  /// Writes the files that tools made; their names stand in the events.
  private func keepArtifacts() throws(RunError) {
    for artifact in draft.artifacts {
      do {
        try results.write(
          artifact.content, to: artifact.name,
          isRehearsed: gateway.backendName(for: "act") == "rehearsal")
      } catch {
        throw .storage("cannot write \(artifact.name): \(error.localizedDescription)")
      }
    }
  }

  private func commitCheckpoint(_ name: String) async throws(RunError) {
    note(.checkpoint, payload: ["name": .string(name)])
    draft.checkpoint = name
    try await commit(.step)
  }

  /// Ends the run's record, whether it came to its end or not.
  func finish(_ failure: RunError?) async throws(RunError) -> RunOutcome {
    try await store.conclude(failure, usage: gateway.usage.current, steps: finishedSteps)
  }
}

extension RunStore {
  /// Ends a run's record, whether the run came to its end or not.
  func conclude(
    _ failure: RunError?, usage: Usage, steps: Int
  ) async throws(RunError) -> RunOutcome {
    let status: RunStatus = failure.map { $0.canGoOn ? .stopped : .failed } ?? .finished
    do throws(RunStoreError) {
      let hash = try await finish(status, at: wallClock())
      await close()
      return RunOutcome(
        folder: folder.path, traceHash: hash.description, usage: usage, steps: steps,
        failure: failure == .endOfLog ? nil : failure)
    } catch {
      throw RunError(error)
    }
  }
}

/// A component's state and its version; the version rises with each change.
struct VersionedState: Sendable {
  var version = 0
  var json: [UInt8]?
}

/// What a unit has collected and not committed yet.
struct UnitDraft {
  var joined: [JoinedAgent] = []
  var events: [LoggedEvent] = []
  var perceptions: [Perception] = []
  var writes: [(agent: Int?, buffer: WriteBuffer)] = []
  var states: [InstanceState] = []
  var results: [ResultFile] = []
  /// The checkpoint's name, if the unit is one.
  var checkpoint: String?
  /// What the world let people see in the step that the unit's turn begins.
  var observation: JSON?
  /// What each person lived through in this unit.
  var experiences: [(person: Person, events: [Int])] = []
  var artifacts: [CallScope.Artifact] = []
  /// Tables that were written, to be shown.
  var tables: [(table: ResultTable, path: String)] = []
  /// Other files that were written, to be told.
  var written: [String] = []

  /// What a person has written in this unit so far.
  func buffer(of agent: Int) -> WriteBuffer? {
    writes.first { $0.agent == agent }?.buffer
  }
}

/// Nanoseconds since 1970 on the wall clock: for the record of when things were done, never for a result.
func wallClock() -> Int64 {
  var time = timespec()
  // SAFETY: the clock writes into the local struct and nowhere else.
  unsafe clock_gettime(CLOCK_REALTIME, &time)
  return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
}
