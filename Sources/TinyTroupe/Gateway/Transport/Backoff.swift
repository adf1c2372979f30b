import TinyTroupeKernel

/// How long the gateway waits before it sends a call again.
///
/// Exponential with full jitter ("Exponential Backoff And Jitter", AWS Architecture Blog, 2015): a uniform
/// draw below `base * 2^attempt`. The draw depends on the call's path, not on a clock.
struct Backoff: Sendable {
  /// The first ceiling, in milliseconds.
  var baseMilliseconds = 500
  /// The highest ceiling, in milliseconds.
  var ceilingMilliseconds = 30_000

  /// The time to wait after a failed attempt (counted from 1).
  func delay(after attempt: Int, seed: UInt64, path: String) -> Duration {
    let ceiling = min(ceilingMilliseconds, baseMilliseconds << min(attempt - 1, 16))
    let draw = RandomBits.at(seed: seed, path: path, stream: 0xB0FF, index: UInt64(attempt))
    return .milliseconds(Int(draw % UInt64(ceiling + 1)))
  }
}
