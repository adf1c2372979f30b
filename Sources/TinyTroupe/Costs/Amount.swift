/// How much of what a budget limits.
struct Amount: Sendable, Hashable {
  var calls = 0
  var tokens = 0
  var cost = Money.zero

  static func + (left: Amount, right: Amount) -> Amount {
    Amount(
      calls: left.calls + right.calls, tokens: left.tokens + right.tokens,
      cost: left.cost + right.cost)
  }

  static func - (left: Amount, right: Amount) -> Amount {
    Amount(
      calls: left.calls - right.calls, tokens: left.tokens - right.tokens,
      cost: Money(picodollars: left.cost.picodollars - right.cost.picodollars))
  }
}

/// What was used of a budget, and what calls on their way may use of it.
struct Account: Sendable {
  let limits: BudgetPlan.Limits
  var spent = Amount()
  var reserved = Amount()
  /// How many calls are on their way.
  var pending = 0

  /// The first of the limits that has no room for another call.
  func lacking(_ demand: Amount) -> (limit: BudgetCut.Limit, used: Int, most: Int)? {
    let used = spent + reserved
    let wanted = used + demand
    if let most = limits.calls, wanted.calls > most { return (.calls, used.calls, most) }
    if let most = limits.tokens, wanted.tokens > most { return (.tokens, used.tokens, most) }
    if let most = limits.cost, wanted.cost > most {
      return (.cost, used.cost.picodollars, most.picodollars)
    }
    return nil
  }
}
