/// A rule of the study: when its condition holds as a step begins, something happens to people.
public struct InterventionPlan: Sendable, Equatable {
  /// How often it fires.
  public enum Recurrence: Sendable, Equatable {
    /// The first time only.
    case once
    /// Whenever the condition holds, but not within so many steps after it fired.
    case cooldown(Int)
  }

  /// Its name, unique in the study.
  public var name: String
  /// When it fires.
  public var when: RunCondition
  /// How often.
  public var recurrence: Recurrence
  /// The last step in which it can fire; nil for all.
  public var until: Int?
  /// What happens.
  public var effects: [StimulusEntry]

  /// Makes a rule; it fires once unless said otherwise.
  public init(
    name: String, when: RunCondition, recurrence: Recurrence = .once, until: Int? = nil,
    effects: [StimulusEntry]
  ) {
    self.name = name
    self.when = when
    self.recurrence = recurrence
    self.until = until
    self.effects = effects
  }

  /// Whether it may fire in a step, after it last fired in another.
  func mayFire(in step: Int, last: Int?) -> Bool {
    if let until, step > until { return false }
    guard let last else { return true }
    if case .cooldown(let steps) = recurrence { return step > last + steps }
    return false
  }
}

extension InterventionPlan {
  /// False when it cannot fire in any of so many steps; true when that is not known before the run.
  func canFire(within steps: Int, times: StepTimes) -> Bool {
    guard when.expression.facts.allSatisfy(\.isOfTheClock) else { return (until ?? steps) >= 1 }
    // More steps than anybody looks at one by one are not looked at.
    guard steps <= 100_000 else { return true }
    var facts = RunFacts(for: [])
    return (1...max(steps, 1)).prefix(until ?? steps).contains { step in
      facts.step = step
      facts.time = times.time(ofStep: step)
      return when.expression.holds(facts)
    }
  }
}

extension SimulationPlan {
  /// All conditions of the plan.
  var conditions: [RunCondition] { interventions.map(\.when) + (stop.map { [$0] } ?? []) }
}
