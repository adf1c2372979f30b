internal import CTinyTroupe
internal import TinyTroupeJSON
internal import TinyTroupePluginKit

/// The C functions behind `tt_host`.
///
/// SAFETY: a table and its core are never freed, as the ABI promises plugins.
enum HostTable {
  static func make(_ core: FakeHostCore) -> UnsafePointer<tt_host> {
    let table = UnsafeMutablePointer<tt_host>.allocate(capacity: 1)
    table.initialize(
      to: tt_host(
        struct_size: UInt32(MemoryLayout<tt_host>.size), abi_minor: TT_ABI_MINOR,
        ref: OpaquePointer(Unmanaged.passRetained(core).toOpaque()),
        log: { HostTable.log($0, $1, $2) },
        service: { HostTable.core($0).service(String(cString: $1)) },
        emit: { CallRegistry.call($0)?.emit($1.bytes, $2.bytes) ?? TT_E_STATE },
        fail: { HostTable.fail($0, $1, $2, $3) },
        complete: { CallRegistry.call($0)?.complete($1) },
        cancelled: { CallRegistry.call($0)?.isCancelled ?? true ? 1 : 0 }))
    return UnsafePointer(table)
  }

  private static func core(_ ref: OpaquePointer) -> FakeHostCore {
    Unmanaged<FakeHostCore>.fromOpaque(UnsafeRawPointer(ref)).takeUnretainedValue()
  }

  private static func log(_ ref: OpaquePointer, _ level: Int32, _ message: tt_str) {
    core(ref).note(.log(call: "", level: level, message: message.text ?? "", fields: .null))
  }

  private static func fail(
    _ call: OpaquePointer?, _ code: tt_status, _ message: tt_str, _ detail: tt_str
  ) {
    let detail = (try? JSON(parsing: detail.buffer)) ?? .null
    CallRegistry.call(call)?.fail(
      PluginFailure(
        PluginFailure.Code(rawValue: code), message.text ?? "", detail: detail))
  }
}
