import Synchronization

/// Lets one call at a time through to an instance whose component declared `concurrency: serial`.
///
/// Whoever must wait is either a job that is started later or a thread that sleeps. Places are given in
/// order of arrival.
final class SerialGate: Sendable {
  private struct State {
    var isBusy = false
    var waiting: [@Sendable () -> Void] = []
  }

  private let state = Mutex(State())

  /// Runs `job` now when the gate is free, otherwise when its turn comes.
  ///
  /// `job` must not block.
  func enter(_ job: @escaping @Sendable () -> Void) {
    let isFree = state.withLock { state in
      guard state.isBusy else {
        state.isBusy = true
        return true
      }
      state.waiting.append(job)
      return false
    }
    if isFree { job() }
  }

  /// Blocks the calling thread until it is its turn.
  func enterAndWait() {
    let turn = Semaphore()
    enter { turn.signal() }
    turn.wait()
  }

  /// Lets the next one through.
  func leave() {
    let next = state.withLock { state -> (@Sendable () -> Void)? in
      guard !state.waiting.isEmpty else {
        state.isBusy = false
        return nil
      }
      return state.waiting.removeFirst()
    }
    next?()
  }
}
