import Synchronization

/// Where the server thread counts and other threads read, or wait for what they want to read.
final class CounterBoard: Sendable {
  private struct Waiter {
    let id: Int
    let condition: @Sendable (StubCounters) -> Bool
    let continuation: CheckedContinuation<StubCounters, Never>
  }

  private struct State {
    var counters = StubCounters()
    var requests: [StubRequest] = []
    var waiters: [Waiter] = []
    var lastID = 0
    var cancelled: Set<Int> = []

    /// Removes and returns the waiters that `isDone` picks.
    mutating func take(where isDone: (Waiter) -> Bool) -> [Waiter] {
      let done = waiters.filter(isDone)
      if !done.isEmpty { waiters.removeAll { waiter in done.contains { $0.id == waiter.id } } }
      return done
    }
  }

  private let state = Mutex(State())

  var counters: StubCounters { state.withLock { $0.counters } }
  var requests: [StubRequest] { state.withLock { $0.requests } }

  func record(_ request: StubRequest) {
    state.withLock { $0.requests.append(request) }
  }

  func count(_ change: (inout StubCounters) -> Void) {
    let (counters, done) = state.withLock { state in
      change(&state.counters)
      let counters = state.counters
      return (counters, state.waiters.isEmpty ? [] : state.take { $0.condition(counters) })
    }
    for waiter in done { waiter.continuation.resume(returning: counters) }
  }

  /// Returns when the counters are as wanted, or as they are when the task is cancelled.
  func wait(until condition: @escaping @Sendable (StubCounters) -> Bool) async -> StubCounters {
    let id = state.withLock { state in
      state.lastID += 1
      return state.lastID
    }
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let waiter = Waiter(id: id, condition: condition, continuation: continuation)
        if let now = addUnlessDone(waiter) { continuation.resume(returning: now) }
      }
    } onCancel: {
      cancel(id)
    }
  }

  /// The counters, when there is nothing to wait for.
  private func addUnlessDone(_ waiter: Waiter) -> StubCounters? {
    state.withLock { state in
      // The cancellation may have come before the waiter.
      let isCancelled = state.cancelled.remove(waiter.id) != nil
      if isCancelled || waiter.condition(state.counters) { return state.counters }
      state.waiters.append(waiter)
      return nil
    }
  }

  private func cancel(_ id: Int) {
    let (counters, done) = state.withLock { state in
      let done = state.take { $0.id == id }
      if done.isEmpty { state.cancelled.insert(id) }
      return (state.counters, done)
    }
    for waiter in done { waiter.continuation.resume(returning: counters) }
  }
}
