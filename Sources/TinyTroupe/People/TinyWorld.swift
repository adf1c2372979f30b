import Foundation
public import TinyTroupeJSON

/// A world with people in it: what they say reaches each other, step by step, and everything is recorded.
///
/// It begins with the first step, and then people, clock and rules stand. A world is a run like any other: its
/// folder can be looked at with the command line. Use a world and its people from one task.
public final class TinyWorld {
  /// What the world is called; also its run's name.
  public let name: String
  /// The people, in canonical order.
  public let people: [TinyPerson]
  /// Simulated time.
  public var clock = SimulatedClock.standard
  /// In which order people act within a step.
  public var order = EnvironmentPlan.Order.simultaneous
  /// What happens when a person's turn fails.
  public var onError = ErrorPolicy.stop
  /// The environment's own configuration; see its plugin.
  public var rules: JSONObject = [:]
  /// Who watches.
  public var observer: any RunObserver = SilentObserver()

  private let troupe: Troupe?
  private var simulation: Simulation?
  private var outcome: RunOutcome?
  private var waiting: [StimulusEntry] = []
  private var visitors: Set<String> = []
  /// How often the model has described somebody.
  var descriptions = 0

  /// Makes a world.
  ///
  /// - Parameters:
  ///   - people: Those who live there; a person lives in one world.
  ///   - troupe: What they have in common; nil for the usual plugins and the model that costs nothing.
  public init(_ name: String, _ people: [TinyPerson], troupe: Troupe? = nil) {
    self.name = name
    self.people = people
    self.troupe = troupe
    rules["everyone_accessible"] = false
    for person in people where person.world == nil { person.world = self }
  }

  /// Lets everybody talk to everybody; otherwise people must reach out to each other first.
  public func makeEveryoneAccessible() { rules["everyone_accessible"] = true }

  /// Lets everybody hear something in the next step.
  public func broadcast(_ speech: String, from source: String? = nil) {
    add(StimulusEntry(content: speech, source: source))
  }

  /// Lets a thought come to everybody in the next step.
  public func broadcast(thought: String) { add(StimulusEntry(form: "thought", content: thought)) }

  /// Gives everybody a goal in the next step.
  public func broadcast(goal: String) { add(StimulusEntry(form: "goal", content: goal)) }

  /// Tells everybody what holds from the next step on.
  public func broadcast(context: String) { add(StimulusEntry(form: "context", content: context)) }

  /// Runs so many steps, or fewer when the world has had enough.
  ///
  /// - Parameter distance: How far each step moves the clock; nil for as far as the world's own.
  /// - Returns: What each person did in each step, DONE left out.
  /// - Throws: Why the run stopped; what was done before is kept.
  @discardableResult
  public func run(
    steps: Int, every distance: SimulatedClock.Step? = nil
  ) async throws(RunError) -> [[String: [TinyAction]]] {
    let simulation = try await begun()
    var all: [[String: [TinyAction]]] = []
    for _ in 0..<max(steps, 0) where !simulation.position.isFinished {
      all.append(try await self.step(simulation, every: distance))
    }
    return all
  }

  /// Lets time pass in which nobody does anything.
  ///
  /// - Throws: Why the run stopped.
  public func skip(_ distance: SimulatedClock.Step) async throws(RunError) {
    try await goOn(try await begun(), with: [.skip(distance)])
  }

  /// Lets people go; they perceive nothing until they join again.
  ///
  /// - Throws: Why the run stopped.
  public func leave(_ names: [String]) async throws(RunError) {
    try await goOn(try await begun(), with: [.leave(names)])
  }

  /// Lets people come back who have left.
  ///
  /// - Throws: Why the run stopped.
  public func join(_ names: [String]) async throws(RunError) {
    try await goOn(try await begun(), with: [.join(names)])
  }

  /// What a person wants, attends to and feels, as of its last turn; nil before the first.
  public func mentalState(of person: String) -> JSON? {
    simulation?.log.entries().last {
      $0.event.agent == person && $0.event.payload["mental_state"] != nil
    }?.event.payload["mental_state"]
  }

  /// The events so far.
  public var events: [Event] { (simulation?.log.entries() ?? []).map(\.event) }

  /// What the model calls have used so far.
  public var usage: Usage { simulation?.gateway.usage.current ?? Usage() }

  /// Ends the world, and answers where its run is and what it came to.
  ///
  /// - Throws: `preparation` for a world that has never begun.
  @discardableResult
  public func end() async throws(RunError) -> RunOutcome {
    if let outcome { return outcome }
    guard let simulation else {
      throw .preparation("The world '\(name)' has not begun, so it cannot end.")
    }
    try await simulation.end()
    let ended = try await simulation.finish(nil)
    outcome = ended
    return ended
  }
}

extension TinyWorld {
  var hasBegun: Bool { simulation != nil }

  /// Lets something happen in the next step.
  func add(_ stimulus: StimulusEntry) {
    if let source = stimulus.source, !people.contains(where: { $0.name == source }) {
      visitors.insert(source)
    }
    waiting.append(stimulus)
  }

  /// Runs a step in which one person acts.
  func step(only person: TinyPerson) async throws(RunError) -> [TinyAction] {
    let simulation = try await begun()
    guard let index = simulation.indexByName[person.name] else { return [] }
    simulation.actors = [index]
    defer { simulation.actors = nil }
    return try await step(simulation)[person.name] ?? []
  }

  private func goOn(
    _ simulation: Simulation, with entries: [TimelineEntry]
  ) async throws(RunError) {
    simulation.timeline += entries
    do throws(RunError) {
      try await simulation.advance()
    } catch {
      outcome = try await simulation.finish(error)
      throw error
    }
  }

  private func step(
    _ simulation: Simulation, every distance: SimulatedClock.Step? = nil
  ) async throws(RunError) -> [String: [TinyAction]] {
    let before = simulation.log.count
    simulation.visitors = visitors.sorted()
    let news = waiting.map { TimelineEntry.stimulus($0, step: nil) }
    waiting = []
    try await goOn(simulation, with: news + [.run(steps: 1, every: distance)])
    var actions: [String: [TinyAction]] = [:]
    for entry in simulation.log.entries(from: before) where entry.event.kind == .action {
      guard let agent = entry.event.agent, let action = TinyAction(entry.event) else { continue }
      actions[agent, default: []].append(action)
    }
    return actions
  }

  /// The troupe that was given, or the usual one.
  func chosenTroupe() throws(RunError) -> Troupe {
    if let troupe { return troupe }
    return try Troupe()
  }

  /// The simulation, made ready when first asked for.
  func begun() async throws(RunError) -> Simulation {
    if let failure = outcome?.failure { throw failure }
    guard outcome == nil else { throw .preparation("The world '\(name)' has ended.") }
    if let simulation { return simulation }
    for person in people where person.world !== self {
      throw .preparation(
        "\(person.name) lives in the world '\(person.world?.name ?? "of its own")'; a person lives in one world."
      )
    }
    let troupe = try chosenTroupe()
    let plan = try plan(troupe)
    var preparation = RunPreparation(
      registry: troupe.registry, runsFolder: troupe.runsFolder, observer: observer,
      environment: ProcessInfo.processInfo.environment)
    preparation.stop = StopRequest()
    let made = try await preparation.prepare(plan)
    made.visitors = visitors.sorted()
    try await made.begin()
    simulation = made
    return made
  }

  private func plan(_ troupe: Troupe) throws(RunError) -> SimulationPlan {
    var agents: [AgentPlan] = []
    for person in people {
      let memory: ComponentPlan
      if let chosen = person.memory {
        memory = chosen
      } else {
        memory = try troupe.registry.standard("memory")
      }
      agents.append(
        AgentPlan(
          name: person.name, persona: .object(person.persona),
          component: try troupe.registry.standard("agent"), memory: memory, tools: person.tools))
    }
    let world = try troupe.registry.standard("environment", config: .object(rules))
    return SimulationPlan(
      name: name, seed: troupe.seed, language: troupe.language, models: troupe.models,
      purposes: troupe.purposes, agents: agents,
      environment: EnvironmentPlan(component: world, clock: clock, order: order), timeline: [],
      onError: onError)
  }
}

extension TinyAction {
  /// What an event of the log says that somebody did; nil for DONE.
  fileprivate init?(_ event: Event) {
    guard let action = event.payload["action"], let type = action["type"]?.string, type != "DONE"
    else { return nil }
    self.init(
      type: type, content: action["content"]?.string ?? "", target: action["target"]?.string ?? "")
  }
}

/// Watches nothing.
public struct SilentObserver: RunObserver {
  /// Makes one.
  public init() {}
  /// Does nothing.
  public func started(_ run: RunOverture) {}
  /// Does nothing.
  public func observed(_ event: Event) {}
  /// Does nothing.
  public func tabulated(_ table: ResultTable, path: String) {}
}
