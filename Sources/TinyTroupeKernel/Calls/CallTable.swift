import CTinyTroupe
import Synchronization

/// What a plugin holds of a call: a number in the clothes of a pointer, which nobody reads through.
struct CallHandle: Hashable {
  let slot: Int
  let generation: UInt32

  init(slot: Int, generation: UInt32) {
    self.slot = slot
    self.generation = generation
  }

  /// Takes a handle apart; nil for what cannot be one.
  init?(_ pointer: OpaquePointer?) {
    let bits = UInt(bitPattern: pointer)
    guard bits & 0xFFFF_FFFF != 0 else { return nil }
    self.init(slot: Int(bits & 0xFFFF_FFFF) - 1, generation: UInt32(bits >> 32))
  }

  /// `generation << 32 | slot + 1`, never zero.
  var pointer: OpaquePointer? {
    OpaquePointer(bitPattern: UInt(generation) << 32 | UInt(slot + 1))
  }
}

/// Finds the call that a plugin's handle means, and notices handles that are no longer valid.
///
/// When a call ends its slot's generation rises, so that a late `emit` or a second `complete` is recognised.
/// Every callback of every plugin passes here, so slots are spread over shards with a lock each.
enum CallTable {
  /// What a handle means.
  enum Lookup {
    case live(Call)
    /// The call has ended; its plugin is to blame for using it.
    case stale(plugin: String)
    case unknown
  }

  private struct Slot {
    var generation: UInt32 = 1
    var call: Call?
    var lastPlugin = ""
  }

  private struct State {
    var slots: [Slot] = []
    var free: [Int] = []
  }

  private final class Shard: Sendable {
    let state = Mutex(State())
  }

  private static let shards = (0..<16).map { _ in Shard() }
  private static let turn = Atomic<Int>(0)

  /// Gives a call a handle.
  static func insert(_ make: (CallHandle) -> Call) -> Call {
    let number = turn.add(1, ordering: .relaxed).newValue & (shards.count - 1)
    return shards[number].state.withLock { state in
      let slot = state.free.popLast() ?? state.slots.count
      if slot == state.slots.count { state.slots.append(Slot()) }
      let handle = CallHandle(
        slot: slot * shards.count + number, generation: state.slots[slot].generation)
      let call = make(handle)
      state.slots[slot].call = call
      state.slots[slot].lastPlugin = call.owner.plugin.id
      return call
    }
  }

  /// Forgets a call that has ended.
  static func remove(_ handle: CallHandle) {
    let slot = handle.slot / shards.count
    // The call is released outside the lock: its last reference may free an instance.
    let forgotten = shard(handle).state.withLock { state -> Call? in
      guard state.slots[slot].generation == handle.generation else { return nil }
      defer { state.free.append(slot) }
      state.slots[slot].generation &+= 1
      return state.slots[slot].call.take()
    }
    _ = forgotten
  }

  /// Resolves a handle that a plugin passed.
  static func look(up pointer: OpaquePointer?) -> Lookup {
    guard let handle = CallHandle(pointer) else { return .unknown }
    let index = handle.slot / shards.count
    return shard(handle).state.withLock { state in
      guard state.slots.indices.contains(index) else { return .unknown }
      guard state.slots[index].generation == handle.generation, let call = state.slots[index].call
      else { return .stale(plugin: state.slots[index].lastPlugin) }
      return .live(call)
    }
  }

  private static func shard(_ handle: CallHandle) -> Shard {
    shards[handle.slot & (shards.count - 1)]
  }
}
