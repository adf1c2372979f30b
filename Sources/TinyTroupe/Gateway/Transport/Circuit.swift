/// Keeps calls away from an endpoint that cannot be reached, and tries it again from time to time.
///
/// The circuit breaker of Nygard ("Release It!", 2007): it opens after so many failures in a row; when its
/// time is over, one call goes through as a probe, and decides whether it closes or stays open twice as long.
struct Circuit: Sendable {
  /// What a call learnt about the way to the endpoint.
  enum Outcome {
    /// There was an answer, whatever it said.
    case reached
    /// There was no connection, or no answer in time.
    case unreachable
    /// The call was given up before it could tell.
    case unknown
  }

  private enum Phase {
    case closed
    case open(until: Duration)
    case probing
  }

  /// How many failures in a row open it.
  static let threshold = 5
  /// How long it stays open at first, and at most.
  static let shortest = Duration.seconds(1)
  static let longest = Duration.seconds(30)
  /// How soon those who wait for a probe look again.
  static let glance = Duration.milliseconds(250)

  private var phase = Phase.closed
  private var failures = 0
  private var pause = Circuit.shortest

  /// Nil when a call may be sent; otherwise when it makes sense to look again.
  func closedUntil(at now: Duration) -> Duration? {
    switch phase {
    case .closed: nil
    case .open(let until): until > now ? until : nil
    case .probing: now + Self.glance
    }
  }

  /// Lets a call through; nil when there is none to be sent now, otherwise whether it is the probe.
  mutating func admit(at now: Duration) -> Bool? {
    guard closedUntil(at: now) == nil else { return nil }
    guard case .open = phase else { return false }
    phase = .probing
    return true
  }

  /// Takes note of how a call ended.
  ///
  /// - Returns: True when the circuit opened.
  mutating func note(_ outcome: Outcome, isProbe: Bool, at now: Duration) -> Bool {
    switch outcome {
    case .reached:
      self = Circuit()
      return false
    case .unknown:
      if isProbe { phase = .open(until: now) }
      return false
    case .unreachable:
      return failed(isProbe: isProbe, at: now)
    }
  }

  private mutating func failed(isProbe: Bool, at now: Duration) -> Bool {
    if case .closed = phase {
      failures += 1
      guard failures >= Self.threshold else { return false }
    } else {
      // What was sent before it opened adds nothing.
      guard isProbe else { return false }
      pause = min(pause * 2, Self.longest)
    }
    phase = .open(until: now + pause)
    return true
  }
}
