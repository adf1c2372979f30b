internal import CTinyTroupe
internal import Synchronization

/// Finds a call by its handle, which is all that the functions of `tt_host` are given.
enum CallRegistry {
  private struct State {
    var last: UInt = 0x7757_0000_0000
    var calls: [UInt: FakeCall] = [:]
  }

  private static let state = Mutex(State())

  static func makeHandle() -> UInt {
    state.withLock { state in
      state.last += 1
      return state.last
    }
  }

  /// Keeps a call beyond its end, so that whatever comes too late finds its name.
  static func register(_ call: FakeCall, _ handle: UInt) {
    state.withLock { $0.calls[handle] = call }
  }

  static func call(_ pointer: OpaquePointer?) -> FakeCall? {
    state.withLock { $0.calls[UInt(bitPattern: pointer)] }
  }

  /// Drops the calls of a host that nobody holds any more.
  static func forget(_ core: FakeHostCore) {
    let dropped = state.withLock { state in
      let dropped = state.calls.filter { $0.value.core === core }
      for handle in dropped.keys { state.calls[handle] = nil }
      return dropped
    }
    // Released here, outside of the lock.
    withExtendedLifetime(dropped) {}
  }
}
