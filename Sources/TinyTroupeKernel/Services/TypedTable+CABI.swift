import CTinyTroupe
import CTrampoline
import TinyTroupeJSON

/// The services that the kernel answers itself, through typed tables: random numbers, time, configuration, log.
enum TypedTable {
  /// The table of a typed service; nil for any other id.
  static func pointer(for service: String) -> UnsafeRawPointer? {
    switch service {
    case "tt.rng/1": UnsafeRawPointer(rng)
    case "tt.clock/1": UnsafeRawPointer(clock)
    case "tt.config/1": UnsafeRawPointer(config)
    case "tt.log/1": UnsafeRawPointer(log)
    default: nil
    }
  }

  // SAFETY: initialised once, never written or freed afterwards.
  nonisolated(unsafe) private static let rng = immortal(
    tt_rng(struct_size: UInt32(MemoryLayout<tt_rng>.size), flags: 0, ctx: nil) {
      _, call, stream, index in
      guard case .live(let call) = CallTable.look(up: call) else { return 0 }
      return RandomBits.at(
        seed: call.root.seed, path: call.path, stream: stream, index: index)
    })

  // SAFETY: initialised once, never written or freed afterwards.
  nonisolated(unsafe) private static let clock = immortal(
    tt_clock(struct_size: UInt32(MemoryLayout<tt_clock>.size), flags: 0, ctx: nil) { _, call in
      guard case .live(let call) = CallTable.look(up: call) else { return 0 }
      return call.root.timeNS
    })

  // SAFETY: initialised once, never written or freed afterwards.
  nonisolated(unsafe) private static let config = immortal(
    tt_config(struct_size: UInt32(MemoryLayout<tt_config>.size), flags: 0, ctx: nil) {
      _, call, path, out in
      guard case .live(let call) = CallTable.look(up: call) else { return TT_E_STATE }
      guard let path = path.validText else { return TT_E_INVALID }
      let found = path.isEmpty ? call.owner.config : call.owner.config.at(path)
      guard let found else { return TT_E_NOT_FOUND }
      out.pointee = call.keep(found.bytes)
      return TT_OK
    })

  // SAFETY: initialised once, never written or freed afterwards.
  nonisolated(unsafe) private static let log = immortal(
    tt_log(struct_size: UInt32(MemoryLayout<tt_log>.size), flags: 0, ctx: nil) {
      _, call, level, message, fields in
      guard case .live(let call) = CallTable.look(up: call) else { return }
      var text = message.lossyText
      if fields.len > 0 { text += " " + fields.lossyText }
      KernelLog.write(
        LogLine.Level(rawValue: level) ?? .info, plugin: call.owner.plugin.id, path: call.path, text
      )
    })

  private static func immortal<Table>(_ table: Table) -> UnsafePointer<Table> {
    let pointer = UnsafeMutablePointer<Table>.allocate(capacity: 1)
    pointer.initialize(to: table)
    return UnsafePointer(pointer)
  }
}

/// The thread that a plugin's code runs on right now.
enum LentThread {
  /// The call that it has been lent to, if any.
  static var call: OpaquePointer? { tt_thread_call() }
}
