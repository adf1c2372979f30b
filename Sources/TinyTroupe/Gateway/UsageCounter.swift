import Synchronization
import TinyTroupeJSON

/// What the model calls of a run have used so far.
public struct Usage: Sendable, Equatable {
  /// Calls that were answered.
  public var calls = 0
  /// Calls that a shared cache answered, for nothing.
  public var keptCalls = 0
  /// Times that a call was sent.
  public var attempts = 0
  /// Calls that were sent and are not answered yet.
  public var inFlight = 0
  /// Tokens of prompts, cached ones included.
  public var inputTokens = 0
  /// Tokens of prompts that the server had cached.
  public var cachedInputTokens = 0
  /// Tokens of replies.
  public var outputTokens = 0
  /// What the calls cost; nil when nobody knows what one of them did.
  public var cost: Money? = .zero

  /// Makes a count of nothing.
  public init() {}

  /// Prompt and reply tokens together.
  public var tokens: Int { inputTokens + outputTokens }
}

/// Counts usage from any thread.
final class UsageCounter: Sendable {
  private let total = Mutex(Usage())

  var current: Usage { total.withLock { $0 } }

  /// Goes on from what a run has used before.
  func begin(with past: CallTotals) {
    total.withLock { total in
      total.calls = past.calls
      total.attempts = past.attempts
      total.inputTokens = past.usage.input
      total.cachedInputTokens = past.usage.cached
      total.outputTokens = past.usage.output
      total.cost = past.cost
    }
  }

  func addKept() { total.withLock { $0.keptCalls += 1 } }

  func sent() {
    total.withLock {
      $0.attempts += 1
      $0.inFlight += 1
    }
  }

  func answered() {
    total.withLock { $0.inFlight -= 1 }
  }

  func add(_ usage: TokenUsage, _ cost: Money?) {
    total.withLock { total in
      total.calls += 1
      total.inputTokens += usage.input
      total.cachedInputTokens += usage.cached
      total.outputTokens += usage.output
      total.cost = total.cost + cost
    }
  }
}
