import Synchronization
import TinyTroupeJSON
public import TinyTroupeKernel

/// A run of a plan: people act in a world, step by step, and everything that happens is committed.
///
/// Drive it with `run()`; it is used by one task. What it records depends on the plan and on the outcomes of
/// model calls alone, never on threads or on the order in which calls complete.
public final class Simulation {
  let plan: SimulationPlan
  let people: [Person]
  let world: InstanceSlot
  let services: ServiceRegistry
  let log: EventLog
  let store: RunStore
  let committed: CommittedStore
  let gateway: ModelGateway
  let observer: any RunObserver
  /// People by name.
  let indexByName: [String: Int]

  var step = 0
  var unit = 0
  var due: [StimulusEntry] = []
  var pinned: [Int: [StimulusEntry]] = [:]
  var worldState = VersionedState()
  var mindStates: [VersionedState]
  var draft = UnitDraft()

  init(
    plan: SimulationPlan, people: [Person], world: InstanceSlot, services: ServiceRegistry,
    gateway: ModelGateway, store: RunStore, observer: any RunObserver
  ) {
    self.plan = plan
    self.people = people
    self.world = world
    self.services = services
    self.gateway = gateway
    self.store = store
    self.observer = observer
    log = store.log
    committed = store.committed
    indexByName = Dictionary(
      people.map { ($0.name, $0.index) }, uniquingKeysWith: { first, _ in first })
    mindStates = Array(repeating: VersionedState(), count: people.count)
  }

  /// Runs the timeline and the extractions to their end.
  ///
  /// - Throws: What stopped the run; what was committed before stays readable.
  public func run() async throws(RunError) {
    note(.runStarted, payload: ["seed": .integer(Int64(bitPattern: plan.seed))])
    for person in people { note(.agentJoined, agent: person.name) }
    try await openWorld()
    pinEntries()
    for entry in plan.timeline {
      switch entry {
      case .stimulus(let stimulus, step: nil): due.append(stimulus)
      case .stimulus: break
      case .run(let steps):
        for _ in 0..<steps {
          if try await runStep() { break }
        }
      case .checkpoint(let name): try await commitCheckpoint(name)
      }
    }
    for (number, extract) in plan.extracts.enumerated() {
      try await runExtraction(extract, number: number)
    }
    try await closeWorld()
    note(.runFinished)
    try await commit(.step)
  }

  private func pinEntries() {
    for case .stimulus(let stimulus, let step?) in plan.timeline {
      pinned[step, default: []].append(stimulus)
    }
  }

  /// Simulated time of the present step.
  var now: Int64 { plan.environment.clock.time(ofStep: step) }

  /// Adds an event to the unit that is being made, and answers its number.
  @discardableResult
  func note(_ kind: EventKind, agent: String? = nil, payload: JSONObject = [:]) -> Int {
    let event = Event(
      kind: kind, step: step, seq: log.count, timeNS: now, agent: agent, payload: payload)
    log.append(event)
    draft.events.append(event)
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
    let unitCommit = draft.takeCommit(number: unit, kind: kind, step: step)
    do {
      try await store.commit(unitCommit)
    } catch {
      throw .storage("\(error)")
    }
    unit += 1
    for event in unitCommit.events { observer.observed(event, in: log) }
  }

  private func commitCheckpoint(_ name: String) async throws(RunError) {
    note(.checkpoint, payload: ["name": .string(name)])
    try await commit(.step)
  }
}

/// A component's state and its version; the version rises with each change.
struct VersionedState: Sendable {
  var version = 0
  var json: [UInt8]?
}

/// What a unit has collected and not committed yet.
struct UnitDraft {
  var events: [Event] = []
  var writes: [(agent: Int, buffer: WriteBuffer)] = []
  var experiences: [(agent: Int, events: [Int])] = []
  var artifacts: [CallScope.Artifact] = []

  /// What a person has written in this unit so far.
  func buffer(of agent: Int) -> WriteBuffer? {
    writes.first { $0.agent == agent }?.buffer
  }

  mutating func takeCommit(number: Int, kind: UnitKind, step: Int) -> UnitCommit {
    defer { self = UnitDraft() }
    return UnitCommit(
      number: number, kind: kind, step: step, events: events, writes: writes,
      experiences: experiences)
  }
}
