import Synchronization

/// How much may be sent in a minute.
public struct RatePlan: Sendable, Hashable {
  /// How many calls; nil for any number.
  public var calls: Int?
  /// How many tokens, of prompts and of replies at their longest; nil for any number.
  public var tokens: Int?

  /// Makes a plan.
  public init(calls: Int? = nil, tokens: Int? = nil) {
    self.calls = calls
    self.tokens = tokens
  }
}

/// Spreads what is sent to a model over time, as providers ask for who count by the minute.
///
/// The generic cell rate algorithm (ITU-T I.371): each sending moves a theoretical time on by its share of the
/// rate, and has to wait for as long as that time is further ahead than a burst allows.
final class RateLimit: Sendable {
  /// So much of a minute may be sent at once, before sending evens out.
  static let burst = Duration.seconds(6)

  private struct State {
    var calls = Duration.zero
    var tokens = Duration.zero
  }

  private let plan: RatePlan
  private let state = Mutex(State())

  init(_ plan: RatePlan) {
    self.plan = plan
  }

  /// True when tokens count, so that they must be estimated.
  var countsTokens: Bool { plan.tokens != nil }

  /// Takes a place in time, and answers how long it is until then.
  func wait(forTokens tokens: Int, at now: Duration) -> Duration {
    state.withLock { state in
      max(
        Self.advance(&state.calls, by: 1, perMinute: plan.calls, at: now),
        Self.advance(&state.tokens, by: tokens, perMinute: plan.tokens, at: now))
    }
  }

  private static func advance(
    _ due: inout Duration, by amount: Int, perMinute: Int?, at now: Duration
  ) -> Duration {
    guard let perMinute else { return .zero }
    due = max(due, now)
    let wait = max(due - now - burst, .zero)
    due += .seconds(60) * (Double(amount) / Double(max(perMinute, 1)))
    return wait
  }
}
