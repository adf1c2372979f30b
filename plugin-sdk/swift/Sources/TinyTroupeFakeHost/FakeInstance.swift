internal import CTinyTroupe
public import TinyTroupeJSON
internal import TinyTroupePluginKit

/// An instance of a component.
///
/// Destroyed when nobody holds it any more and its calls have ended.
public final class FakeInstance: Sendable {
  let plugin: FakePlugin
  let config: JSON
  // SAFETY: a copy of an immortal table.
  nonisolated(unsafe) let component: tt_component
  // SAFETY: what `create` gave; the plugin makes its own use of it safe under the ABI's thread
  // tags.
  nonisolated(unsafe) let pointer: OpaquePointer?
  private let prefix: String

  init(
    _ component: tt_component, of plugin: FakePlugin, _ hostTable: UnsafePointer<tt_host>,
    _ configBytes: [UInt8]
  ) throws {
    self.component = component
    self.plugin = plugin
    prefix = String(cString: component.kind) + "."
    config = (try? JSON(parsing: configBytes)) ?? .null
    let call = FakeCall(prefix + "create", plugin.host.core, config: config)
    var instance: OpaquePointer?
    let status = configBytes.withBorrowedText {
      component.create(component.ctx, hostTable, call.pointer, $0, &instance)
    }
    pointer = instance
    call.closeCreation(with: status)
    guard status == TT_OK else { throw call.failure(status) }
  }

  deinit {
    component.destroy(component.ctx, pointer)
  }

  /// Starts an operation on a thread of its own, as a host's worker would.
  public func start(_ op: String, _ request: JSON = [:], body: [UInt8] = []) -> FakeCall {
    start(op, bytes: request.bytes, body: body)
  }

  /// Starts an operation with any bytes as its request, to see what the component does with them.
  public func start(_ op: String, bytes: [UInt8], body: [UInt8] = []) -> FakeCall {
    start(opBytes: Array(op.utf8), bytes: bytes, body: body)
  }

  /// Starts an operation whose name may be any bytes.
  public func start(opBytes: [UInt8], bytes: [UInt8], body: [UInt8] = []) -> FakeCall {
    let call = FakeCall(
      prefix + String(decoding: opBytes, as: UTF8.self), plugin.host.core, config: config,
      request: bytes, body: body, instance: self)
    let didStart = KitThread.start(named: "tt-fake-worker") { self.invoke(opBytes, call) }
    precondition(didStart, "the test's process may not make another thread")
    return call
  }

  /// Performs an operation and waits for its end.
  public func invoke(_ op: String, _ request: JSON = [:], body: [UInt8] = []) async -> Outcome {
    await start(op, request, body: body).outcome()
  }

  private func invoke(_ op: [UInt8], _ call: FakeCall) {
    call.lendThread()
    let status = op.withBorrowedText { op in
      component.invoke(component.ctx, pointer, call.pointer, op, call.request, call.body)
    }
    call.finish(returning: status)
  }

  func cancel(_ call: FakeCall) {
    component.cancel?(component.ctx, pointer, call.pointer)
  }
}
