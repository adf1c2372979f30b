import TinyTroupeJSON

/// The way to one model: its endpoints, and how often and how long a call is sent to them.
///
/// None of it is in a trace hash: a run may be repeated over another route.
struct Route: Sendable {
  /// The model's name, for messages.
  let model: String
  let pool: EndpointPool
  /// How often a call is sent at most.
  let attempts: Int
  /// How long a call may take in all, from when it is sent first; time in line for a place does not count.
  let deadline: Duration
  let retries: RetryBudget
  /// What the model's tokens cost.
  var price = ModelPrice.unknown
  /// How much may be sent in a minute, if that is limited.
  var rate: RateLimit?
}

extension Route {
  /// The way that a study wants.
  init(_ plan: ModelPlan) {
    let component = plan.component
    self.init(
      model: component.config["model"]?.string ?? component.name,
      pool: EndpointPool(
        keys: plan.components.map(\.config.text), concurrency: plan.concurrency),
      attempts: plan.attempts, deadline: plan.deadline,
      retries: RetryBudget(perCall: plan.retries), price: plan.price,
      rate: plan.rate.map { RateLimit($0) })
  }
}

/// What sending goes by, of a call.
struct OutgoingCall: Sendable {
  /// The seed of the run.
  let seed: UInt64
  /// The call's path.
  let path: String
  /// Whose call it is: callers keep to their endpoint.
  let caller: String
  /// What the study calls the model.
  var llm = "default"
  /// The person whom it serves.
  var agent: String?
  /// The path under which its outcome is logged.
  var loggedAs = ""
  /// How many tokens it can use at most.
  var demand = Demand()

  /// Tokens of a prompt, estimated, and of a reply, at most.
  struct Demand: Sendable, Hashable {
    var input = 0
    var output = 0
  }
}
