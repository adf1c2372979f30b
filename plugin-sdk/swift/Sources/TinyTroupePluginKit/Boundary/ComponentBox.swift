internal import CTinyTroupe
internal import TinyTroupeJSON

/// What the C functions of one component need; the `ctx` of its `tt_component`.
///
/// Immortal.
final class ComponentBox: Sendable {
  private let make: @Sendable (JSON) throws -> Instance.Style
  private let plugin: PluginBox

  init(_ type: any Component.Type, _ plugin: PluginBox) {
    self.plugin = plugin
    if let type = type as? any BlockingComponent.Type {
      let pending = type.pendingOperations
      make = { .blocking(try type.init(config: $0), pendingOperations: pending) }
    } else if let type = type as? any AsyncComponent.Type {
      make = { .pending(try type.init(config: $0)) }
    } else {
      preconditionFailure("\(type) must be an AsyncComponent or a BlockingComponent to be exported")
    }
  }

  /// Makes an instance; on an error the host has been told why.
  func makeInstance(
    _ hostPointer: UnsafePointer<tt_host>, _ handle: OpaquePointer?, _ config: tt_str
  ) -> Result<Instance, Refusal> {
    guard let host = plugin.host(hostPointer) else { return .failure(Refusal(TT_E_STATE)) }
    do {
      return .success(Instance(try make(try Self.parse(config)), host))
    } catch {
      return .failure(Refusal(Call(host, handle).fail(error)))
    }
  }

  private static func parse(_ config: tt_str) throws -> JSON {
    guard config.len > 0 else { return .object([:]) }
    do {
      return try JSON(parsing: config.buffer)
    } catch {
      throw PluginFailure(.invalid, "The configuration is not valid JSON: \(error).")
    }
  }

  /// The status with which `create` ends.
  struct Refusal: Error {
    let status: tt_status

    init(_ status: tt_status) { self.status = status }
  }
}
