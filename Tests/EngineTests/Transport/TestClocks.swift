import Synchronization

@testable import TinyTroupe

/// A clock on which waiting takes no time: whoever sleeps moves it on.
final class InstantClock: Sendable {
  private struct State {
    var now = Duration.zero
    var slept: [Duration] = []
  }
  private let state = Mutex(State())

  /// How long was slept, each time.
  var slept: [Duration] { state.withLock { $0.slept } }

  /// Lets time pass.
  func advance(by time: Duration) { state.withLock { $0.now += time } }

  var clock: TransportClock {
    TransportClock(
      now: { self.state.withLock { $0.now } },
      sleep: { time in
        try Task.checkCancellation()
        self.state.withLock {
          $0.now += time
          $0.slept.append(time)
        }
      })
  }
}

/// A clock that a test moves on by hand.
final class ManualClock: Sendable {
  private struct State {
    var now = Duration.zero
    var sleepers: [Int: (due: Duration, continuation: CheckedContinuation<Void, Never>)] = [:]
    var lastNumber = 0
  }
  private let state = Mutex(State())

  var sleepers: Int { state.withLock { $0.sleepers.count } }

  /// Returns once so many sleep.
  func sleepers(_ count: Int) async {
    while sleepers != count { await Task.yield() }
  }

  func advance(by time: Duration) {
    let awake = state.withLock { state in
      state.now += time
      let awake = state.sleepers.filter { $0.value.due <= state.now }
      for number in awake.keys { state.sleepers[number] = nil }
      return awake.values.map(\.continuation)
    }
    for continuation in awake { continuation.resume() }
  }

  var clock: TransportClock {
    TransportClock(now: { self.state.withLock { $0.now } }, sleep: { try await self.sleep($0) })
  }

  private func sleep(_ time: Duration) async throws {
    let number = state.withLock { state in
      state.lastNumber += 1
      return state.lastNumber
    }
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isCancelled = state.withLock { state in
          if Task.isCancelled { return true }
          state.sleepers[number] = (state.now + time, continuation)
          return false
        }
        if isCancelled { continuation.resume() }
      }
    } onCancel: {
      state.withLock { $0.sleepers.removeValue(forKey: number) }?.continuation.resume()
    }
    try Task.checkCancellation()
  }
}

/// A door that a test opens.
final class Gate: Sendable {
  private struct State {
    var isOpen = false
    var waiting: [CheckedContinuation<Void, Never>] = []
  }
  private let state = Mutex(State())

  var waitingCount: Int { state.withLock { $0.waiting.count } }

  /// Returns once so many wait before it.
  func waiting(_ count: Int) async {
    while waitingCount != count { await Task.yield() }
  }

  func open() {
    let waiting = state.withLock { state in
      state.isOpen = true
      defer { state.waiting = [] }
      return state.waiting
    }
    for continuation in waiting { continuation.resume() }
  }

  func pass() async {
    await withCheckedContinuation { continuation in
      let isOpen = state.withLock { state in
        if !state.isOpen { state.waiting.append(continuation) }
        return state.isOpen
      }
      if isOpen { continuation.resume() }
    }
  }
}
