import Synchronization

/// Lets a limited number of tasks through at a time, in order of arrival, without holding threads.
final class AsyncSemaphore: Sendable {
  private struct State {
    var free: Int
    var waiting: [Int: CheckedContinuation<Bool, Never>] = [:]
    var order: [Int] = []
    var head = 0
    var next = 0
  }

  private let state: Mutex<State>

  init(_ places: Int) {
    state = Mutex(State(free: max(places, 1)))
  }

  /// How many wait for a place.
  var waitingCount: Int { state.withLock { $0.waiting.count } }

  /// Waits for a place; false when the task was cancelled before one was free.
  func acquire() async -> Bool {
    let ticket = state.withLock { state -> Int? in
      if state.free > 0 {
        state.free -= 1
        return nil
      }
      state.next += 1
      return state.next
    }
    guard let ticket else { return true }
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        enqueue(ticket, continuation)
      }
    } onCancel: {
      state.withLock { $0.waiting.removeValue(forKey: ticket) }?.resume(returning: false)
    }
  }

  private func enqueue(_ ticket: Int, _ continuation: CheckedContinuation<Bool, Never>) {
    let outcome = state.withLock { state -> Bool? in
      if Task.isCancelled { return false }
      if state.free > 0 {
        state.free -= 1
        return true
      }
      state.waiting[ticket] = continuation
      state.order.append(ticket)
      return nil
    }
    if let outcome { continuation.resume(returning: outcome) }
  }

  /// Gives a place back.
  func release() {
    let next = state.withLock { state -> CheckedContinuation<Bool, Never>? in
      while state.head < state.order.count {
        let ticket = state.order[state.head]
        state.head += 1
        if let waiting = state.waiting.removeValue(forKey: ticket) { return waiting }
      }
      state.order.removeAll(keepingCapacity: true)
      state.head = 0
      state.free += 1
      return nil
    }
    next?.resume(returning: true)
  }
}
