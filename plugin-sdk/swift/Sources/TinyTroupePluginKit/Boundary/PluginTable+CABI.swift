internal import CTinyTroupe

/// The C functions behind `tt_plugin` and `tt_component`.
///
/// SAFETY: everything allocated here is immortal by the ABI's rule, and so never freed. Contexts
/// are always the box that was put into the same table; instances are what `create` handed out.
enum PluginTable {
  static func make(
    _ plugin: Identity, _ components: [any Component.Type]
  ) -> UnsafePointer<tt_plugin> {
    let box = PluginBox()
    let elements = components.map { component($0, box) }
    let list = UnsafeMutablePointer<UnsafePointer<tt_component>?>.allocate(capacity: elements.count)
    list.initialize(from: elements, count: elements.count)
    return immortal(
      tt_plugin(
        struct_size: UInt32(MemoryLayout<tt_plugin>.size), abi_major: TT_ABI_MAJOR,
        abi_minor: TT_NEED_MINOR, component_count: UInt32(elements.count),
        id: text(plugin.plugin), version: text(plugin.version), toolchain: text(Toolchain.name),
        components: UnsafePointer(list), ctx: Unmanaged.passRetained(box).toOpaque(),
        start: { PluginTable.plugin($0)?.start($1) ?? TT_E_STATE },
        stop: { PluginTable.plugin($0)?.stop() }, extension: nil))
  }

  private static func component(
    _ type: any Component.Type, _ plugin: PluginBox
  ) -> UnsafePointer<tt_component>? {
    immortal(
      tt_component(
        struct_size: UInt32(MemoryLayout<tt_component>.size),
        flags: type.isReentrant ? TT_COMPONENT_REENTRANT : 0, kind: text(type.kind),
        name: text(type.identity.name),
        ctx: Unmanaged.passRetained(ComponentBox(type, plugin)).toOpaque(),
        create: { PluginTable.create($0, $1, $2, $3, $4) },
        destroy: { PluginTable.destroy($1) },
        invoke: { PluginTable.instance($1)?.invoke($2, $3, $4, $5) ?? TT_E_STATE },
        cancel: { PluginTable.instance($1)?.cancel($2) }))
  }

  private static func create(
    _ context: UnsafeMutableRawPointer?, _ host: UnsafePointer<tt_host>, _ call: OpaquePointer?,
    _ config: tt_str, _ out: UnsafeMutablePointer<OpaquePointer?>
  ) -> tt_status {
    guard let context else { return TT_E_STATE }
    let box = Unmanaged<ComponentBox>.fromOpaque(context).takeUnretainedValue()
    switch box.makeInstance(host, call, config) {
    case .success(let instance):
      // SAFETY: this reference belongs to the host until `destroy` takes it back.
      out.pointee = OpaquePointer(Unmanaged.passRetained(instance).toOpaque())
      return TT_OK
    case .failure(let refusal):
      return refusal.status
    }
  }

  private static func destroy(_ instance: OpaquePointer?) {
    guard let instance else { return }
    Unmanaged<Instance>.fromOpaque(UnsafeRawPointer(instance)).release()
  }

  private static func instance(_ pointer: OpaquePointer?) -> Instance? {
    pointer.map { Unmanaged<Instance>.fromOpaque(UnsafeRawPointer($0)).takeUnretainedValue() }
  }

  private static func plugin(_ context: UnsafeMutableRawPointer?) -> PluginBox? {
    context.map { Unmanaged<PluginBox>.fromOpaque($0).takeUnretainedValue() }
  }

  private static func text(_ text: String) -> UnsafePointer<CChar> {
    let bytes = text.utf8CString
    let copy = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count)
    bytes.withUnsafeBufferPointer { source in
      for (index, byte) in source.enumerated() { (copy + index).initialize(to: byte) }
    }
    return UnsafePointer(copy)
  }

  private static func immortal<Struct>(_ value: Struct) -> UnsafePointer<Struct> {
    let pointer = UnsafeMutablePointer<Struct>.allocate(capacity: 1)
    pointer.initialize(to: value)
    return UnsafePointer(pointer)
  }
}
