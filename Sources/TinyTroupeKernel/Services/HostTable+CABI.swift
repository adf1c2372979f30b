import CTinyTroupe
import Synchronization
import TinyTroupeJSON

/// The `tt_host` table that a plugin is given.
enum HostTable {
  /// Who a `tt_host_ref` stands for, and which services its manifest lists.
  final class Guest: Sendable {
    let pluginID: String
    let granted: Set<String>
    /// The last error that the plugin logged outside of calls: why `start` failed, if it does.
    let lastError = Mutex<String?>(nil)
    init(pluginID: String, granted: Set<String>) {
      self.pluginID = pluginID
      self.granted = granted
    }
  }

  /// Makes the table of one plugin; it lives as long as the process.
  static func make(for guest: Guest) -> UnsafePointer<tt_host> {
    let table = UnsafeMutablePointer<tt_host>.allocate(capacity: 1)
    let reference = OpaquePointer(Unmanaged.passRetained(guest).toOpaque())
    table.initialize(
      to: tt_host(
        struct_size: UInt32(MemoryLayout<tt_host>.size), abi_minor: UInt32(TT_ABI_MINOR),
        ref: reference,
        log: { HostTable.log($0, $1, $2) },
        service: { HostTable.service($0, $1) },
        emit: { HostTable.emit($0, $1, $2) },
        fail: { HostTable.fail($0, $1, $2, $3) },
        complete: { HostTable.complete($0, $1) },
        cancelled: { HostTable.cancelled($0) }))
    return UnsafePointer(table)
  }

  private static func guest(_ reference: OpaquePointer) -> Guest {
    // SAFETY: made by `make(for:)` and never released.
    Unmanaged<Guest>.fromOpaque(UnsafeRawPointer(reference)).takeUnretainedValue()
  }

  private static func log(_ reference: OpaquePointer, _ level: Int32, _ message: tt_str) {
    let guest = guest(reference)
    let text = message.lossyText
    if level == TT_LOG_ERROR { guest.lastError.withLock { $0 = text } }
    KernelLog.write(LogLine.Level(rawValue: level) ?? .info, plugin: guest.pluginID, text)
  }

  private static func service(
    _ reference: OpaquePointer, _ id: UnsafePointer<CChar>
  ) -> UnsafeRawPointer? {
    let guest = guest(reference)
    guard let id = String(validatingCString: id), guest.granted.contains(id) else { return nil }
    return ServiceTable.pointer(for: id)
  }

  private static func emit(_ call: OpaquePointer?, _ json: tt_str, _ body: tt_bytes) -> tt_status {
    guard let call = live(call, "emitted") else { return TT_E_STATE }
    return call.emit(json: json.raw, body: body.copied)
  }

  private static func fail(
    _ call: OpaquePointer?, _ code: tt_status, _ message: tt_str, _ detail: tt_str
  ) {
    guard let call = live(call, "failed") else { return }
    if message.validText == nil { call.misbehaved("gave an error text that is not UTF-8") }
    let code = PluginError.Code(rawValue: code < 0 ? code : TT_E_INTERNAL)
    call.fail(
      PluginError(
        code, message.lossyText, detail: (try? .init(parsing: detail.raw)) ?? .null,
        plugin: call.owner.plugin.id, path: call.path))
  }

  private static func complete(_ call: OpaquePointer?, _ status: tt_status) {
    live(call, "completed")?.end(status > 0 ? TT_E_INTERNAL : status)
  }

  private static func cancelled(_ call: OpaquePointer?) -> Int32 {
    guard case .live(let call) = CallTable.look(up: call) else { return 1 }
    return call.isCancelled ? 1 : 0
  }

  private static func live(_ handle: OpaquePointer?, _ verb: String) -> Call? {
    switch CallTable.look(up: handle) {
    case .live(let call): return call
    case .stale(let plugin):
      KernelLog.misbehaviour(plugin: plugin, "\(verb) a call that had ended")
    case .unknown:
      KernelLog.misbehaviour(plugin: "?", "\(verb) a call that never was")
    }
    return nil
  }
}
