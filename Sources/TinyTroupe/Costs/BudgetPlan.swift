/// What a run, or one of its models, may use.
public struct BudgetPlan: Sendable, Hashable {
  /// What may be used of each thing; nil for as much as is wanted.
  public struct Limits: Sendable, Hashable {
    /// How many calls may be sent.
    public var calls: Int?
    /// How many tokens prompts and replies may have together.
    public var tokens: Int?
    /// How much money may be spent.
    public var cost: Money?

    /// Makes limits.
    public init(calls: Int? = nil, tokens: Int? = nil, cost: Money? = nil) {
      self.calls = calls
      self.tokens = tokens
      self.cost = cost
    }
  }

  /// What may be used in all.
  public var total: Limits
  /// What each person may use.
  public var perAgent: Limits
  /// How long the run may take by the wall clock, over all of its sessions.
  public var time: Duration?

  /// Makes a budget.
  public init(total: Limits = Limits(), perAgent: Limits = Limits(), time: Duration? = nil) {
    self.total = total
    self.perAgent = perAgent
    self.time = time
  }

  /// True when money is limited, so that prices must be known.
  var limitsMoney: Bool { total.cost != nil || perAgent.cost != nil }
}
