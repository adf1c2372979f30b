import CTinyTroupe

/// A plugin that breaks the ABI's rules on purpose, one for each operation.
enum BadPlugin {
  // SAFETY: immortal and never written again, as the ABI wants it.
  nonisolated(unsafe) static let table: UnsafePointer<tt_plugin> = {
    let list = UnsafeMutablePointer<UnsafePointer<tt_component>?>.allocate(capacity: 1)
    list.initialize(to: immortal(component))
    return immortal(
      tt_plugin(
        struct_size: UInt32(MemoryLayout<tt_plugin>.size), abi_major: 1, abi_minor: 0,
        component_count: 1, id: text("org.example.bad"), version: text("1"), toolchain: nil,
        components: UnsafePointer(list), ctx: nil, start: nil, stop: nil, extension: nil))
  }()

  private static var component: tt_component {
    tt_component(
      struct_size: UInt32(MemoryLayout<tt_component>.size), flags: 0, kind: text("probe"),
      name: text("bad"), ctx: nil,
      create: { _, host, _, config, out in
        if config.len > 2 { return TT_E_INVALID }
        out.pointee = OpaquePointer(host)
        return TT_OK
      },
      destroy: { _, _ in },
      invoke: { _, instance, call, op, _, _ in BadPlugin.invoke(instance, call, op) }, cancel: nil)
  }

  private static func invoke(
    _ instance: OpaquePointer?, _ call: OpaquePointer?, _ op: tt_str
  ) -> tt_status {
    guard let instance, let start = op.ptr else { return TT_E_STATE }
    // SAFETY: an instance is the host that `create` was given.
    let host = UnsafePointer<tt_host>(instance).pointee
    let name = String(
      decoding: UnsafeRawBufferPointer(start: start, count: op.len), as: UTF8.self)
    return Misuse(host: host, call: call).perform(name)
  }

  private static func text(_ text: StaticString) -> UnsafePointer<CChar> {
    UnsafeRawPointer(text.utf8Start).assumingMemoryBound(to: CChar.self)
  }

  private static func immortal<Struct>(_ value: Struct) -> UnsafePointer<Struct> {
    let pointer = UnsafeMutablePointer<Struct>.allocate(capacity: 1)
    pointer.initialize(to: value)
    return UnsafePointer(pointer)
  }
}

/// What the operations of the bad plugin do with the host.
struct Misuse {
  let host: tt_host
  let call: OpaquePointer?

  func perform(_ op: String) -> tt_status {
    switch op {
    case "early-completion": return pending([emit(#"{"result":1}"#)])
    case "second-completion": return pending([emit(#"{"result":1}"#)], completions: 2)
    case "late-emit": return late { emit(#"{"delta":1}"#) }
    case "late-fail": return late { host.fail(call, TT_E_INVALID, tt_str(), tt_str()) }
    case "stale-parent": return late { startNested() }
    case "completion-without-pending":
      emit(#"{"result":1}"#)
      host.complete(call, TT_OK)
      return TT_OK
    case "impossible-status":
      host.complete(call, 5)
      return pending([emit(#"{"result":1}"#)])
    case "missing-result": return TT_OK
    case "missing-text": return TT_E_INVALID
    case "no-json": return afterwards(emit("nonsense"))
    case "no-chunk": return afterwards(emit(#"{"other":1}"#))
    case "second-result": return afterwards(emit(#"{"result":1}"#))
    case "children":
      emit(#"{"result":1}"#)
      startNested()
      return TT_OK
    default: return TT_E_UNSUPPORTED
    }
  }

  private func pending(_: [Void], completions: Int = 1) -> tt_status {
    for _ in 0..<completions { host.complete(call, TT_OK) }
    return TT_PENDING
  }

  private func late(_ step: () -> Void) -> tt_status {
    emit(#"{"result":1}"#)
    host.complete(call, TT_OK)
    step()
    return TT_PENDING
  }

  private func afterwards(_: Void) -> tt_status {
    emit(#"{"result":1}"#)
    return TT_OK
  }

  private func emit(_ chunk: StaticString) {
    _ = host.emit(call, borrowed(chunk), tt_bytes())
  }

  private func startNested() {
    // SAFETY: the fake host's table of a scripted service is complete.
    guard let pointer = host.service(host.ref, "tt.llm/1") else { return }
    let service = pointer.load(as: tt_service.self)
    var id: UInt64 = 0
    var reply = tt_reply(
      struct_size: UInt32(MemoryLayout<tt_reply>.size), flags: 0, ctx: nil, chunk: nil,
      done: { _, _, _ in })
    _ = service.start(
      service.ctx, call, tt_str(), borrowed("complete"), borrowed("{}"), tt_bytes(), &reply, &id)
  }

  private func borrowed(_ text: StaticString) -> tt_str {
    tt_str(
      ptr: UnsafeRawPointer(text.utf8Start).assumingMemoryBound(to: CChar.self),
      len: text.utf8CodeUnitCount)
  }
}
