internal import CTinyTroupe
internal import Synchronization
internal import TinyTroupePluginKit

/// What makes a nested call one of its kind: a second one in flight is refused.
struct NestedKey: Hashable, Sendable {
  let parent: String
  let parentHandle: UInt
  let service: String
  let op: String
  let label: String
}

/// A started nested call, and where its answer goes.
struct NestedRecord: Sendable {
  let key: NestedKey
  let parent: FakeCall
  // SAFETY: a copy of the plugin's struct; its context lives until `done`, which only the one who
  // takes the record out of `NestedCalls` calls.
  nonisolated(unsafe) let reply: tt_reply
}

/// The nested calls in flight on one host.
final class NestedCalls: Sendable {
  private struct State {
    var last: UInt64 = 0
    var started: [UInt64: NestedRecord] = [:]
    var inFlight: Set<NestedKey> = []
    var sleepers: [Parking] = []
  }

  private let state = Mutex(State())

  /// Claims a key; false when its twin is in flight.
  func claim(_ key: NestedKey, _ parent: FakeCall) -> Bool {
    guard state.withLock({ $0.inFlight.insert(key).inserted }) else { return false }
    parent.addChildren(1)
    return true
  }

  /// Gives a key back.
  func release(_ key: NestedKey, _ parent: FakeCall) {
    state.withLock { _ = $0.inFlight.remove(key) }
    parent.addChildren(-1)
  }

  func add(_ record: NestedRecord) -> UInt64 {
    state.withLock { state in
      state.last += 1
      state.started[state.last] = record
      return state.last
    }
  }

  /// Takes a call to end it; nil when somebody else has.
  func take(_ id: UInt64) -> NestedRecord? {
    state.withLock { $0.started.removeValue(forKey: id) }
  }

  // MARK: Waiting for a cancellation

  /// Sleeps until `call` is cancelled.
  func sleep(untilCancelled call: FakeCall) {
    let parking = Parking()
    state.withLock { $0.sleepers.append(parking) }
    while !call.isCancelled { parking.wait() }
    state.withLock { $0.sleepers.removeAll { $0 === parking } }
  }

  func wakeAll() {
    for sleeper in state.withLock({ $0.sleepers }) { sleeper.wakeOne() }
  }
}
