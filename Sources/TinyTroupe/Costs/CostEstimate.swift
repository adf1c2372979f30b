/// What a study will use, as far as a rehearsal of it can tell: between a low and a high end.
public struct CostEstimate: Sendable {
  /// From a low end to a high one.
  public struct Span<Bound: Sendable & Comparable>: Sendable {
    /// The low end.
    public var low: Bound
    /// The high end.
    public var high: Bound
  }

  /// The calls for one purpose to one model.
  public struct Row: Sendable {
    /// What the calls are for; nil in the sum of all.
    public let purpose: String?
    /// What the study calls the model; nil in the sum of all.
    public let llm: String?
    /// How many calls.
    public var calls: Span<Int>
    /// Tokens of prompts.
    public var input: Span<Int>
    /// Tokens of replies.
    public var output: Span<Int>
    /// What they cost; nil when nobody knows.
    public var cost: Span<Money>?

    /// Tokens of prompts and replies together.
    public var tokens: Span<Int> {
      Span(low: input.low + output.low, high: input.high + output.high)
    }
  }

  /// How many people take part.
  public let people: Int
  /// How many steps the rehearsal took.
  public let steps: Int
  /// By purpose and model, in the order of their names.
  public let rows: [Row]
  /// Models whose price nobody knows, by the names that servers know them by.
  public let unpriced: [String]

  /// The sum of all rows.
  public var total: Row { sum(rows) }

  /// The sum over all models that are asked for a purpose; nil when none is.
  public func total(for purpose: String?) -> Row? {
    let part = rows.filter { $0.purpose == purpose }
    return part.isEmpty ? nil : sum(part)
  }

  private func sum(_ rows: [Row]) -> Row {
    var total = Row(
      purpose: nil, llm: nil, calls: .init(low: 0, high: 0), input: .init(low: 0, high: 0),
      output: .init(low: 0, high: 0), cost: .init(low: .zero, high: .zero))
    for row in rows { total.add(row) }
    return total
  }

  /// How many tokens a reply of the rehearsal had on average.
  public var typicalReply: Int {
    let total = total
    return total.output.low / max(total.calls.low, 1)
  }

  /// How many tokens a reply may have, on average.
  public var longestReply: Int {
    let total = total
    return total.output.high / max(total.calls.high, 1)
  }
}

extension CostEstimate.Row {
  fileprivate mutating func add(_ other: CostEstimate.Row) {
    calls = .init(low: calls.low + other.calls.low, high: calls.high + other.calls.high)
    input = .init(low: input.low + other.input.low, high: input.high + other.input.high)
    output = .init(low: output.low + other.output.low, high: output.high + other.output.high)
    if let sum = cost, let more = other.cost {
      cost = .init(low: sum.low + more.low, high: sum.high + more.high)
    } else {
      cost = nil
    }
  }

  /// The range that rehearsed calls let one expect.
  ///
  /// Low: as the rehearsal had it. High: each reply is as long as it may be, which includes reasoning; prompts are
  /// twice as long, for what is said comes back in them; and one call in ten is asked again.
  init(_ rehearsed: RehearsedCalls, price: ModelPrice) {
    func again(_ count: Int) -> Int { count + (count + 9) / 10 }
    purpose = rehearsed.purpose
    llm = rehearsed.llm
    calls = .init(low: rehearsed.calls, high: again(rehearsed.calls))
    input = .init(low: rehearsed.input, high: again(2 * rehearsed.input))
    output = .init(
      low: rehearsed.output, high: max(again(rehearsed.mostOutput), rehearsed.output))
    let low = price.cost(of: TokenUsage(input: input.low, output: output.low))
    let high = price.cost(of: TokenUsage(input: input.high, output: output.high))
    if let low, let high { cost = .init(low: low, high: high) }
  }
}

/// What a rehearsal needed of one model for one purpose.
struct RehearsedCalls: Sendable, Hashable {
  let purpose: String
  let llm: String
  var calls = 0
  var input = 0
  var output = 0
  /// What the replies could have had at most.
  var mostOutput = 0
}
