import Synchronization

/// Limits how often a run sends calls again, so that a failing server is not buried under repetitions.
///
/// Retries may be so many for each call sent. A short run may always make a few, or its first call could
/// never be sent again.
final class RetryBudget: Sendable {
  /// How many retries a run may make that has hardly begun.
  static let floor = 20

  private struct State {
    var calls = 0
    var retries = 0
  }

  private let perCall: Double
  private let state = Mutex(State())

  /// Makes a budget; 0 for no retries at all.
  init(perCall: Double) {
    self.perCall = max(perCall, 0)
  }

  /// Counts a call that is sent for the first time.
  func countCall() {
    state.withLock { $0.calls += 1 }
  }

  /// Takes a retry out of the budget; false when none is left.
  func takeRetry() -> Bool {
    guard perCall > 0 else { return false }
    return state.withLock { state in
      let allowed = max(Double(Self.floor), perCall * Double(state.calls))
      guard Double(state.retries + 1) <= allowed else { return false }
      state.retries += 1
      return true
    }
  }
}
