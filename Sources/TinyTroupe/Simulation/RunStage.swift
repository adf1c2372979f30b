import TinyTroupeHTTP
import TinyTroupeJSON
import TinyTroupeKernel

/// The people of a plan with what their tools can do.
struct Cast: Sendable {
  let people: [Person]
  let toolbox: Toolbox

  /// Makes them; for each generation also somebody without a persona, so that a tool that nobody can use is found
  /// before anybody is written.
  init(_ plan: SimulationPlan, _ maker: InstanceMaker) async throws(PluginError) {
    let people = plan.agents.enumerated().map { index, agent in
      Person(index: index, plan: agent, language: plan.language, maker: maker)
    }
    let extras = plan.generations.enumerated().map { number, generation in
      Person(index: people.count + number, plan: generation.template, maker: maker)
    }
    toolbox = try await Toolbox.describe(people + extras) { tool in
      RootContext(
        path: "0/\(tool)/tool.describe", seed: plan.seed, timeNS: 0, services: ServiceRegistry())
    }
    self.people = people
  }
}

/// What a run has before its people do anything: the store, the models, the log of calls.
struct RunStage: Sendable {
  let preparation: RunPreparation
  let plan: SimulationPlan
  /// The people that are known before the run.
  let cast: Cast
  let maker: InstanceMaker
  let history: RunHistory
  let journal: CallJournal
  let gateway: ModelGateway
  let client: HTTPClient

  /// The simulation with everybody in it; people are generated unless the run has them already.
  func simulation() async throws(RunError) -> Simulation {
    guard !plan.generations.isEmpty else { return simulation(plan, cast) }
    let casting = simulation(plan, cast)
    let isNew = !casting.isCast
    if isNew {
      preparation.observer.started(casting.summary)
      try await casting.generate(plan)
    }
    let whole = plan.with(generated: casting.generatedPeople)
    if let stranger = whole.strangerOfTimeline {
      let names = whole.agents.prefix(20).map(\.name).joined(separator: ", ")
      throw .preparation(
        "The timeline speaks to '\(stranger)', whom nobody is called. There are: \(names). Say 'all', or give names out with 'names:'."
      )
    }
    let full: Cast
    do throws(PluginError) {
      full = try await Cast(whole, maker)
    } catch {
      throw .preparation(error.description)
    }
    let made = simulation(whole, full)
    made.isAnnounced = isNew
    try made.keepPeople()
    return made
  }

  private func simulation(_ plan: SimulationPlan, _ cast: Cast) -> Simulation {
    let judge = JudgeSeat(
      slot: preparation.preferred("judge").map { InstanceSlot($0, maker: maker) },
      personas: Dictionary(
        cast.people.map { ($0.name, $0.plan.persona) }, uniquingKeysWith: { first, _ in first }))
    let forks = Forks(
      of: plan, maker: maker, log: history.store.log, committed: history.store.committed)
    return Simulation(
      plan: plan, people: cast.people,
      world: InstanceSlot(plan.environment.component, maker: maker), maker: maker,
      toolbox: cast.toolbox,
      services: preparation.services(
        self, toolbox: cast.toolbox, judge: judge, forks, cast.people),
      gateway: gateway, judge: judge, forks: forks, history: history,
      observer: preparation.observer, stop: preparation.stop)
  }

  /// Ends the record of a run whose steps never began.
  func conclude(_ failure: RunError?) async throws(RunError) -> RunOutcome {
    try await history.store.conclude(failure, usage: gateway.usage.current, steps: 0)
  }
}
