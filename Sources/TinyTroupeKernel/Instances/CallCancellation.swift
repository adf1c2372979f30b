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
final class OutcomeBox: Sendable {
  private let outcome = Mutex<Result<Reply, PluginError>?>(nil)

  func set(_ value: Result<Reply, PluginError>) {
    outcome.withLock { $0 = value }
  }

  /// The outcome; read only after the end was signalled.
  var value: Result<Reply, PluginError> {
    outcome.withLock { $0 } ?? .failure(PluginError(.internal, "The call has not ended."))
  }
}
