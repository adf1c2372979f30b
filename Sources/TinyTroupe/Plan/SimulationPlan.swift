public import TinyTroupeJSON

/// A simulation, ready to run: every choice made, every file read, every component found.
public struct SimulationPlan: Sendable {
  /// A name for people and for the run's folder.
  public var name: String
  /// The seed of everything random.
  public var seed: UInt64
  /// The language that people speak, as a name such as "English"; nil leaves it to the personas.
  public var language: String?
  /// Model backends by name; `default` is used where nothing else is said.
  public var models: [String: ModelPlan]
  /// Which backend serves which purpose (`extract: judge`).
  public var purposes: [String: String]
  /// The people, in canonical order.
  public var agents: [AgentPlan]
  /// The people that a factory writes when the run begins, in canonical order.
  public var generations: [GenerationPlan] = []
  /// The world.
  public var environment: EnvironmentPlan
  /// What happens, in order.
  public var timeline: [TimelineEntry]
  /// What is read out of the run at its end.
  public var extracts: [ExtractPlan]
  /// Texts that are written about the run, in order.
  public var reports: [ReportPlan]
  /// What is made of tables and texts in the end.
  public var exports: [ExportPlan]
  /// Rules that watch the run and change it, in order.
  public var interventions: [InterventionPlan]
  /// When the steps end before the timeline's do; nil for never.
  public var stop: RunCondition?
  /// What happens when a person's turn fails.
  public var onError: ErrorPolicy
  /// The study as it was resolved, for the run's manifest; secrets stand in it by name only.
  public var study: JSON

  /// Makes a plan.
  public init(
    name: String, seed: UInt64 = 1, language: String? = nil,
    models: [String: ModelPlan], purposes: [String: String] = [:], agents: [AgentPlan],
    environment: EnvironmentPlan, timeline: [TimelineEntry], extracts: [ExtractPlan] = [],
    reports: [ReportPlan] = [], exports: [ExportPlan] = [], interventions: [InterventionPlan] = [],
    stop: RunCondition? = nil,
    onError: ErrorPolicy = .stop, study: JSON = [:]
  ) {
    self.name = name
    self.seed = seed
    self.language = language
    self.models = models
    self.purposes = purposes
    self.agents = agents
    self.environment = environment
    self.timeline = timeline
    self.extracts = extracts
    self.reports = reports
    self.exports = exports
    self.interventions = interventions
    self.stop = stop
    self.onError = onError
    self.study = study
  }
}

/// A component that a study chose, with its own configuration.
public struct ComponentPlan: Sendable, Hashable {
  /// The kind: `agent`, `tool`, ….
  public var kind: String
  /// The id of the plugin that provides it.
  public var plugin: String
  /// Its name within its kind.
  public var name: String
  /// Its own configuration.
  public var config: JSON
  /// Whether a tool may act on the world outside the simulation: send, order, book.
  public var allowsSideEffects: Bool

  /// Makes a choice.
  public init(
    kind: String, plugin: String, name: String, config: JSON = [:], allowsSideEffects: Bool = false
  ) {
    self.kind = kind
    self.plugin = plugin
    self.name = name
    self.config = config
    self.allowsSideEffects = allowsSideEffects
  }

  /// The same component with some keys of its configuration replaced.
  func with(_ changes: JSON) -> ComponentPlan {
    var members = config.object ?? [:]
    for (key, value) in changes.object ?? [:] { members[key] = value }
    var changed = self
    changed.config = .object(members)
    return changed
  }
}

/// A model backend and how the gateway treats it.
public struct ModelPlan: Sendable {
  /// The backend.
  public var component: ComponentPlan
  /// How many calls may be in flight at a time.
  public var concurrency: Int
  /// How often a call is sent at most, the first time included.
  public var attempts: Int
  /// How long a call may take in all, from when it is sent first.
  public var deadline: Duration
  /// How many retries a run may make for each call that it sends.
  public var retries: Double
  /// What differs in the backend's configuration from endpoint to endpoint; empty for one endpoint.
  public var endpoints: [JSON]
  /// What its tokens cost.
  public var price: ModelPrice
  /// What may be used: by the whole run for the default model, by this one's calls for any other.
  public var budget: BudgetPlan?
  /// Where its replies are kept over runs; nil for nowhere.
  public var cache: CachePlan?
  /// How much may be sent in a minute; nil for any amount.
  public var rate: RatePlan?

  /// The name of the model that is used where nothing else is said.
  public static let standardName = "default"

  /// Long enough for a slow model and some waits.
  public static let standardDeadline = Duration.seconds(600)

  /// Makes a plan; 64 calls at a time, 4 attempts, ten minutes, as many retries as calls, and one endpoint
  /// unless said otherwise.
  public init(
    component: ComponentPlan, concurrency: Int = 64, attempts: Int = 4,
    deadline: Duration = standardDeadline, retries: Double = 1, endpoints: [JSON] = [],
    price: ModelPrice = .unknown, budget: BudgetPlan? = nil, cache: CachePlan? = nil,
    rate: RatePlan? = nil
  ) {
    self.component = component
    self.concurrency = concurrency
    self.attempts = attempts
    self.deadline = deadline
    self.retries = retries
    self.endpoints = endpoints
    self.price = price
    self.budget = budget
    self.cache = cache
    self.rate = rate
  }

  /// The backend as it is configured for each endpoint.
  var components: [ComponentPlan] {
    endpoints.isEmpty ? [component] : endpoints.map { component.with($0) }
  }
}

/// One person.
public struct AgentPlan: Sendable {
  /// The name: unique in the simulation.
  public var name: String
  /// The persona, fragments and overrides applied.
  public var persona: JSON
  /// The plugin that plays persons.
  public var component: ComponentPlan
  /// How the person remembers.
  public var memory: ComponentPlan
  /// What the person can use.
  public var tools: [ComponentPlan]
  /// The backend of the person's calls; nil for the default.
  public var model: String?

  /// Makes a person.
  public init(
    name: String, persona: JSON, component: ComponentPlan, memory: ComponentPlan,
    tools: [ComponentPlan] = [], model: String? = nil
  ) {
    self.name = name
    self.persona = persona
    self.component = component
    self.memory = memory
    self.tools = tools
    self.model = model
  }
}

/// The world, its clock and its order of turns.
public struct EnvironmentPlan: Sendable {
  /// In which order people act within a step.
  public enum Order: String, Sendable {
    /// All at once: nobody sees another's action before the step ends.
    case simultaneous
    /// One after the other, in an order drawn from the seed; each sees what came before.
    case sequential
  }

  /// The plugin that plays the world.
  public var component: ComponentPlan
  /// Simulated time.
  public var clock: SimulatedClock
  /// The order of turns.
  public var order: Order

  /// Makes a world.
  public init(
    component: ComponentPlan, clock: SimulatedClock = .standard, order: Order = .simultaneous
  ) {
    self.component = component
    self.clock = clock
    self.order = order
  }
}

/// What happens when a person's turn fails.
public enum ErrorPolicy: Sendable, Equatable {
  /// The run stops; what was committed stays.
  case stop
  /// The person does nothing in this step.
  case skip
  /// The turn is redone up to so many times, then the run stops.
  case retry(Int)

  /// How often something is tried at most.
  var attempts: Int {
    if case .retry(let times) = self { max(times, 0) + 1 } else { 1 }
  }
}

/// What a study lets happen to people.
public struct StimulusEntry: Sendable, Equatable {
  /// Whom it is for: nil for everyone, otherwise names.
  public var to: [String]?
  /// What it is perceived as: conversation, thought, goal, context, social, visual, location.
  public var form: String
  /// The text.
  public var content: String
  /// Whom it comes from, if anyone.
  public var source: String?
  /// What is seen with it, if anything.
  public var picture: Picture?

  /// Makes an entry.
  public init(
    to: [String]? = nil, form: String = "conversation", content: String, source: String? = nil,
    picture: Picture? = nil
  ) {
    self.picture = picture
    self.to = to
    self.form = form
    self.content = content
    self.source = source
  }
}
