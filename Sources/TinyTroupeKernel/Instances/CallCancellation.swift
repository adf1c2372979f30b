import Synchronization

/// Connects the cancellation of a task with the call that it waits for, whichever comes first.
final class CallCancellation: Sendable {
  private struct State {
    var call: Call?
    var isCancelled = false
  }

  private let state = Mutex(State())

  func adopt(_ call: Call?) {
    let isCancelled = state.withLock { state in
      state.call = call
      return state.isCancelled
    }
    if isCancelled { call?.cancel() }
  }

  func cancel() {
    let call = state.withLock { state in
      state.isCancelled = true
      return state.call
    }
    call?.cancel()
  }
}

/// Carries an outcome from the thread that ends a call to the one that waits for it.
///
/// Most calls end before anybody waits; only then is there no semaphore.
final class OutcomeBox: Sendable {
  private struct State {
    var outcome: Result<Reply, PluginError>?
    var waiter: Semaphore?
  }

  private let state = Mutex(State())

  func set(_ value: Result<Reply, PluginError>) {
    let waiter = state.withLock { state in
      state.outcome = value
      return state.waiter
    }
    waiter?.signal()
  }

  /// Blocks the thread until there is an outcome.
  func wait() -> Result<Reply, PluginError> {
    let waiter = state.withLock { state -> Semaphore? in
      if state.outcome == nil { state.waiter = Semaphore() }
      return state.waiter
    }
    waiter?.wait()
    return state.withLock { $0.outcome }
      ?? .failure(PluginError(.internal, "The call was waited for but has no outcome."))
  }
}
