import TinyTroupeJSON
import TinyTroupeKernel

/// How long the gateway waits before it sends a call again.
///
/// Exponential with full jitter ("Exponential Backoff And Jitter", AWS Architecture Blog, 2015): a uniform
/// draw below `base * 2^attempt`, never less than what the server asked for. The draw depends on the call's
/// path, not on a clock.
struct Backoff: Sendable {
  /// The first ceiling, in milliseconds.
  var baseMilliseconds = 500
  /// The highest ceiling, in milliseconds.
  var ceilingMilliseconds = 30_000

  /// Milliseconds to wait after a failed attempt (counted from 1).
  func delay(after attempt: Int, error: PluginError, seed: UInt64, path: String) -> Int {
    let ceiling = min(ceilingMilliseconds, baseMilliseconds << min(attempt - 1, 16))
    let draw = RandomBits.at(seed: seed, path: path, stream: 0xB0FF, index: UInt64(attempt))
    let jittered = Int(draw % UInt64(ceiling + 1))
    guard let asked = error.detail["retry_after_ms"]?.integer else { return jittered }
    return max(min(asked, 10 * ceilingMilliseconds), jittered)
  }
}
