internal import CTinyTroupe
internal import Synchronization
internal import TinyTroupeJSON
internal import TinyTroupePluginKit

/// The typed services of the fake host.
///
/// SAFETY: tables and the core behind them are never freed, as the ABI promises plugins.
enum TypedServices {
  static func table(_ id: String, _ core: FakeHostCore) -> UnsafeRawPointer? {
    let context = Unmanaged.passUnretained(core).toOpaque()
    return switch id {
    case "tt.rng/1": immortal(rng(context))
    case "tt.clock/1": immortal(clock(context))
    case "tt.config/1": immortal(config(context))
    case "tt.log/1": immortal(log(context))
    default: nil
    }
  }

  private static func rng(_ context: UnsafeMutableRawPointer) -> tt_rng {
    tt_rng(struct_size: UInt32(MemoryLayout<tt_rng>.size), flags: 0, ctx: context) {
      let path = CallRegistry.call($1)?.name ?? ""
      return FakeRandom.bits(
        seed: TypedServices.core($0)?.seed ?? 0, path: path, stream: $2, index: $3)
    }
  }

  private static func clock(_ context: UnsafeMutableRawPointer) -> tt_clock {
    tt_clock(struct_size: UInt32(MemoryLayout<tt_clock>.size), flags: 0, ctx: context) {
      context, _ in TypedServices.core(context)?.script.withLock { $0.now } ?? 0
    }
  }

  private static func config(_ context: UnsafeMutableRawPointer) -> tt_config {
    tt_config(struct_size: UInt32(MemoryLayout<tt_config>.size), flags: 0, ctx: context) {
      _, call, path, out in
      guard let call = CallRegistry.call(call), let path = path.text,
        let value = call.config(at: path)
      else { return TT_E_NOT_FOUND }
      out.pointee = call.lent.text(value.bytes)
      return TT_OK
    }
  }

  private static func log(_ context: UnsafeMutableRawPointer) -> tt_log {
    tt_log(struct_size: UInt32(MemoryLayout<tt_log>.size), flags: 0, ctx: context) {
      context, call, level, message, fields in
      let fields = (try? JSON(parsing: fields.buffer)) ?? .null
      TypedServices.core(context)?.note(
        .log(
          call: CallRegistry.call(call)?.name ?? "", level: level, message: message.text ?? "",
          fields: fields))
    }
  }

  private static func core(_ context: UnsafeMutableRawPointer?) -> FakeHostCore? {
    context.map { Unmanaged<FakeHostCore>.fromOpaque($0).takeUnretainedValue() }
  }

  private static func immortal<Table>(_ table: Table) -> UnsafeRawPointer {
    let pointer = UnsafeMutablePointer<Table>.allocate(capacity: 1)
    pointer.initialize(to: table)
    return UnsafeRawPointer(pointer)
  }
}
