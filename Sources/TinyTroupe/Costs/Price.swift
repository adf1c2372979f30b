import TinyTroupeJSON

/// What a model's tokens cost.
public struct Price: Sendable, Hashable {
  /// For a token of the prompt.
  public var input: Money
  /// For a token of the prompt that the server had cached.
  public var cachedInput: Money
  /// For a token of the reply.
  public var output: Money
  /// For a token of the reply that nobody sees.
  public var reasoning: Money

  /// Makes a price of dollars for a million tokens, as providers state it.
  ///
  /// Cached input costs as much as other input, and reasoning as much as other output, unless told.
  ///
  /// - Returns: Nil when a number is no price.
  public init?(
    input: Double, cachedInput: Double? = nil, output: Double, reasoning: Double? = nil
  ) {
    func perToken(_ dollars: Double) -> Money? {
      dollars >= 0 ? Money(dollars: dollars / 1_000_000) : nil
    }
    guard let input = perToken(input), let output = perToken(output),
      let cached = perToken(cachedInput ?? input.dollars * 1_000_000),
      let reasoning = perToken(reasoning ?? output.dollars * 1_000_000)
    else { return nil }
    self.input = input
    self.cachedInput = cached
    self.output = output
    self.reasoning = reasoning
  }

  /// What a call cost that used so much.
  package func cost(of usage: TokenUsage) -> Money {
    let cached = min(usage.cached, usage.input)
    let hidden = min(usage.reasoning, usage.output)
    return (usage.input - cached) * input + cached * cachedInput
      + (usage.output - hidden) * output + hidden * reasoning
  }

  /// Dollars for a million tokens, for the record of a run.
  var json: JSON {
    func million(_ money: Money) -> JSON { .number(money.dollars * 1_000_000) }
    return [
      "input": million(input), "cached_input": million(cachedInput), "output": million(output),
      "reasoning": million(reasoning),
    ]
  }
}

/// What is known of a model's price.
public enum ModelPrice: Sendable, Hashable {
  /// The model costs nothing.
  case free
  /// The model costs so much.
  case known(Price)
  /// Nobody has said what the model costs, so that no sum holds in which it is.
  case unknown

  /// What a call cost that used so much; nil when nobody knows.
  package func cost(of usage: TokenUsage) -> Money? {
    switch self {
    case .free: .zero
    case .known(let price): price.cost(of: usage)
    case .unknown: nil
    }
  }

  /// The price for the record of a run.
  var json: JSON {
    switch self {
    case .free: "none"
    case .known(let price): price.json
    case .unknown: "unknown"
    }
  }
}
