/// A condition on how a run goes, in the small language of `when` and `stop`: `count(TALK) >= 10 and quiet < 2`.
///
/// It knows numbers and truths, and only what is in the run's own record, so that a replay comes to the same.
public indirect enum Expression: Sendable, Equatable {
  /// What can be asked of a run.
  public enum Fact: Sendable, Equatable {
    /// The step that begins, or that has just ended.
    case step
    /// The hour of the day, 0 to 23.
    case hour
    /// Simulated time, nanoseconds since 1970.
    case time
    /// For how many steps nobody has done anything but think.
    case quiet
    /// How often somebody, or a certain person, has done something.
    case count(type: String, person: String?)
    /// How often in the last step.
    case last(type: String, person: String?)
    /// For how many steps a person has said nothing.
    case silent(person: String)
    /// Whether anybody, or a certain person, has said words, in whatever letters.
    case said(words: String, person: String?)
  }

  /// How two numbers are compared or reckoned.
  public enum Operator: String, Sendable, CaseIterable {
    case lessOrEqual = "<="
    case greaterOrEqual = ">="
    case equal = "=="
    case different = "!="
    case less = "<"
    case greater = ">"
    case plus = "+"
    case minus = "-"
    case times = "*"

    var compares: Bool { self != .plus && self != .minus && self != .times }
  }

  case number(Double)
  case truth(Bool)
  case fact(Fact)
  case operation(Operator, Expression, Expression)
  case both(Expression, Expression)
  case either(Expression, Expression)
  case not(Expression)

  /// Whether the condition holds.
  func holds(_ facts: RunFacts) -> Bool {
    switch self {
    case .truth(let truth): truth
    case .both(let left, let right): left.holds(facts) && right.holds(facts)
    case .either(let left, let right): left.holds(facts) || right.holds(facts)
    case .not(let condition): !condition.holds(facts)
    case .fact(.said(let words, let person)): facts.wasSaid(words, by: person)
    case .operation(let sign, let left, let right):
      Self.compare(sign, left.value(facts), right.value(facts))
    case .number, .fact: false
    }
  }

  private func value(_ facts: RunFacts) -> Double {
    switch self {
    case .number(let number): return number
    case .fact(let fact): return facts.value(of: fact)
    case .operation(let sign, let left, let right):
      let (left, right) = (left.value(facts), right.value(facts))
      return sign == .plus ? left + right : sign == .minus ? left - right : left * right
    case .truth, .both, .either, .not: return 0
    }
  }

  private static func compare(_ sign: Operator, _ left: Double, _ right: Double) -> Bool {
    switch sign {
    case .lessOrEqual: left <= right
    case .greaterOrEqual: left >= right
    case .equal: left == right
    case .different: left != right
    case .less: left < right
    case .greater: left > right
    case .plus, .minus, .times: false
    }
  }

  /// All facts that it asks for.
  var facts: [Fact] {
    switch self {
    case .number, .truth: []
    case .fact(let fact): [fact]
    case .not(let one): one.facts
    case .operation(_, let left, let right), .both(let left, let right),
      .either(let left, let right):
      left.facts + right.facts
    }
  }

  /// True when it says yes or no rather than a number.
  var isCondition: Bool {
    switch self {
    case .truth, .both, .either, .not, .fact(.said): true
    case .operation(let sign, _, _): sign.compares
    case .number, .fact: false
    }
  }
}

extension Expression.Fact {
  /// The person whom it names.
  var person: String? {
    switch self {
    case .count(_, let person), .last(_, let person), .said(_, let person): person
    case .silent(let person): person
    case .step, .hour, .time, .quiet: nil
    }
  }

  /// True when it is known before a run what it will be.
  var isOfTheClock: Bool { self == .step || self == .hour || self == .time }
}
