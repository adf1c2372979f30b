internal import CTinyTroupe
public import TinyTroupeJSON
internal import TinyTroupePluginKit

/// A plugin that has been started by a fake host.
///
/// Stopped when nobody holds it any more.
public final class FakePlugin: Sendable {
  /// The id that the descriptor states.
  public let id: String
  /// The version that the descriptor states.
  public let version: String
  /// The compiler that the descriptor states; nil when it states none.
  public let toolchain: String?

  let host: FakeHost
  // SAFETY: copies of the plugin's tables, which are immortal and constant.
  private nonisolated(unsafe) let table: tt_plugin
  private nonisolated(unsafe) let components: [tt_component]
  // SAFETY: made once for this plugin and never freed, as the ABI promises.
  private nonisolated(unsafe) let hostTable: UnsafePointer<tt_host>

  init(_ pointer: UnsafePointer<tt_plugin>, host: FakeHost) throws {
    guard let table = GrowableStruct.read(pointer, as: tt_plugin.self),
      table.abi_major == TT_ABI_MAJOR
    else { throw PluginFailure(.invalid, "The descriptor is not one of ABI \(TT_ABI_MAJOR).") }
    id = String(cString: table.id)
    version = String(cString: table.version)
    toolchain = table.toolchain.map { String(cString: $0) }
    components = try (0..<Int(table.component_count)).map { try Self.component($0, of: table) }
    hostTable = HostTable.make(host.core)
    self.table = table
    self.host = host
    guard table.start?(table.ctx, hostTable) ?? TT_OK == TT_OK else {
      throw PluginFailure(.unavailable, "The plugin '\(id)' did not start.")
    }
  }

  deinit {
    table.stop?(table.ctx)
  }

  private static func component(_ index: Int, of plugin: tt_plugin) throws -> tt_component {
    guard let list = plugin.components, let pointer = list[index],
      let component = GrowableStruct.read(pointer, as: tt_component.self)
    else { throw PluginFailure(.invalid, "Component \(index) of the descriptor is missing.") }
    return component
  }

  /// The kinds and names of the components, in the descriptor's order.
  public var provides: [(kind: String, name: String)] {
    components.map { (String(cString: $0.kind), String(cString: $0.name)) }
  }

  /// Makes an instance of a component; throws what it refused its configuration with.
  public func create(
    _ name: String, kind: String? = nil, config: JSON = [:]
  ) throws -> FakeInstance {
    try create(name, kind: kind, configBytes: config.bytes)
  }

  /// Makes an instance from any bytes, to see what the component does with them.
  public func create(
    _ name: String, kind: String? = nil, configBytes: [UInt8]
  ) throws -> FakeInstance {
    guard let component = find(name, kind) else {
      throw PluginFailure(.notFound, "The plugin '\(id)' has no component '\(name)'.")
    }
    return try FakeInstance(component, of: self, hostTable, configBytes)
  }

  private func find(_ name: String, _ kind: String?) -> tt_component? {
    components.first {
      String(cString: $0.name) == name && (kind == nil || String(cString: $0.kind) == kind)
    }
  }
}
