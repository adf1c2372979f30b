import TinyTroupeJSON
import TinyTroupeKernel

/// That a budget has no room for another call: which, and how far it is used up.
public struct BudgetCut: Sendable, Hashable {
  /// What can be limited.
  public enum Limit: String, Sendable, Hashable {
    case calls
    case tokens
    case cost = "cost_usd"
    case time
  }

  /// The limit that was met.
  public let limit: Limit
  /// Where the budget stands in the study: `llm.budget`, `llms.judge.budget.per_agent`.
  public let place: String
  /// The person whose share it is; nil for everyone's.
  public let agent: String?
  /// What was used: calls, tokens, picodollars, or seconds.
  public let used: Int
  /// What may be used.
  public let most: Int
  /// What the next call may use.
  let needed: Int

  /// The setting that gives the run room: twice what it had, and at least for the next call.
  public var raised: String {
    let amount = max(2 * most, used + 2 * needed)
    switch limit {
    case .calls, .tokens: return "\(place).\(limit.rawValue)=\(amount)"
    case .cost: return "\(place).cost_usd=\(Money(picodollars: amount).dollars)"
    case .time: return "\(place).time=\(amount)"
    }
  }
}

// MARK: - CustomStringConvertible

extension BudgetCut: CustomStringConvertible {
  /// What is used up, and what the next call would have needed.
  public var description: String {
    let whose = agent.map { "\($0)'s share of the budget" } ?? "The budget"
    let setting = "(\(place).\(limit.rawValue))"
    switch limit {
    case .calls: return "\(whose) is used up: \(used) of \(most) calls were sent \(setting)."
    case .time: return "\(whose) is used up: \(most) s have passed \(setting)."
    case .tokens:
      return
        "\(whose) has no room for the next call: \(used) of \(most) tokens are used \(setting), and it may need \(needed)."
    case .cost:
      return
        "\(whose) has no room for the next call: \(Money(picodollars: used)) of \(Money(picodollars: most)) are spent \(setting), and it may cost \(Money(picodollars: needed))."
    }
  }
}

extension PluginError {
  /// The reason in the detail of what a budget refused.
  static let budgetReason = "budget"

  static func overBudget(_ cut: BudgetCut) -> PluginError {
    PluginError(
      .exhausted, "\(cut) The call was not sent.", detail: ["reason": .string(budgetReason)])
  }
}
