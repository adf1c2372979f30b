public import TinyTroupeJSON
public import TinyTroupePopulation

/// People that a factory writes when a run begins.
public struct GenerationPlan: Sendable {
  /// The place of the first among the people of the plan: so many of those come before.
  public var position: Int
  /// The factory.
  public var factory: ComponentPlan
  /// How many people.
  public var count: Int
  /// What they have and are besides the persona: its name and persona are not used.
  public var template: AgentPlan
  /// The world and the purpose that people are made for.
  public var context: String?
  /// What else holds of each of them.
  public var particulars: String?
  /// What the population is like that they are drawn from; nil for people of whom nothing is known before.
  public var demography: Demography?
  /// Names to be given out, in an order that is drawn; empty when the factory finds them.
  public var names: [String] = []
  /// Values that replace what the factory wrote.
  public var overrides: JSONObject = [:]
  /// The seed of the draw; nil for the run's own.
  public var seed: UInt64?
  /// Which of the people are written, by number from 0; nil for all.
  public var part: Range<Int>?
  /// Names that nobody gets.
  public var taken: [String] = []
  /// How often somebody is written at most who has a taken name or is another's twin.
  public var attempts = 4

  /// Makes a plan.
  public init(position: Int, factory: ComponentPlan, count: Int, template: AgentPlan) {
    self.position = position
    self.factory = factory
    self.count = count
    self.template = template
  }

  /// The plugins that it needs.
  var plugins: [String] {
    [factory.plugin, template.component.plugin, template.memory.plugin]
      + template.tools.map(\.plugin)
  }
}

extension SimulationPlan {
  /// How many people take part, generated ones included.
  public var peopleCount: Int { agents.count + generations.reduce(0) { $0 + $1.count } }

  /// True when these can be the people of the plan: those whose names are known, in their order, and generated ones.
  func couldHave(_ names: [String]) -> Bool {
    guard !generations.isEmpty else { return names == agents.map(\.name) }
    let known = Set(agents.map(\.name))
    return names.filter(known.contains) == agents.map(\.name) && names.count <= peopleCount
  }

  /// The plan with generated people in their places.
  ///
  /// - Parameter people: By number of the generation, in canonical order.
  func with(generated people: [Int: [AgentPlan]]) -> SimulationPlan {
    var whole = self
    whole.agents = []
    for place in 0...agents.count {
      for (number, generation) in generations.enumerated() where generation.position == place {
        whole.agents += people[number] ?? []
      }
      if agents.indices.contains(place) { whole.agents.append(agents[place]) }
    }
    whole.generations = []
    return whole
  }

  /// Somebody whom the timeline speaks to and who does not take part.
  var strangerOfTimeline: String? {
    let names = Set(agents.map(\.name))
    let addressed = timeline.flatMap { entry -> [String] in
      switch entry {
      case .stimulus(let stimulus, _): stimulus.to ?? []
      case .ask(let question): question.to ?? []
      default: []
      }
    }
    return addressed.first { !names.contains($0) }
  }
}
