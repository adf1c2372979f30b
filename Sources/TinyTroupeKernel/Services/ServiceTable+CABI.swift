import CTinyTroupe
import Synchronization

/// The `tt_service` tables that plugins hold: one per service id, for the life of the process.
///
/// A table knows its id only; which run's service answers is found through the parent call.
enum ServiceTable {
  private final class Identity: Sendable {
    let service: String
    let shortName: String
    init(_ service: String) {
      self.service = service
      shortName = String(service.prefix { $0 != "/" })
    }
  }

  private struct Tables: @unchecked Sendable {
    // SAFETY: written under the lock, never changed or freed afterwards.
    var byID: [String: UnsafeRawPointer] = [:]
  }

  private static let tables = Mutex(Tables())

  /// The table of a service, made when first asked for.
  static func pointer(for service: String) -> UnsafeRawPointer {
    if let typed = TypedTable.pointer(for: service) { return typed }
    return tables.withLock { tables in
      if let table = tables.byID[service] { return table }
      let table = UnsafeMutablePointer<tt_service>.allocate(capacity: 1)
      table.initialize(to: make(Unmanaged.passRetained(Identity(service)).toOpaque()))
      tables.byID[service] = UnsafeRawPointer(table)
      return UnsafeRawPointer(table)
    }
  }

  private static func make(_ context: UnsafeMutableRawPointer) -> tt_service {
    tt_service(
      struct_size: UInt32(MemoryLayout<tt_service>.size), flags: 0, ctx: context,
      start: { context, parent, label, op, json, body, reply, id in
        ServiceTable.start(context, parent, label, op, json, body, reply, id)
      },
      abandon: { _, id in NestedCall.abandon(id) },
      call: { context, parent, label, op, json, body, reply in
        ServiceTable.call(context, parent, label, op, json, body, reply)
      })
  }

  private static func start(
    _ context: UnsafeMutableRawPointer?, _ parent: OpaquePointer?, _ label: tt_str, _ op: tt_str,
    _ json: tt_str, _ body: tt_bytes, _ reply: UnsafePointer<tt_reply>,
    _ id: UnsafeMutablePointer<UInt64>
  ) -> tt_status {
    guard let identity = identity(context), let caller = caller(parent, identity) else {
      return TT_E_STATE
    }
    let admission = admit(identity, caller, label, op, reply, .threads)
    guard case .success(let (nested, path)) = admission else { return admission.status }
    id.pointee = nested.id
    begin(nested, identity, caller, path, label, op, json, body)
    return TT_OK
  }

  private static func call(
    _ context: UnsafeMutableRawPointer?, _ parent: OpaquePointer?, _ label: tt_str, _ op: tt_str,
    _ json: tt_str, _ body: tt_bytes, _ reply: UnsafePointer<tt_reply>
  ) -> tt_status {
    guard let identity = identity(context), let caller = caller(parent, identity) else {
      return TT_E_STATE
    }
    guard let lent = LentThread.call, lent == caller.handle.pointer else {
      caller.misbehaved(
        "used the blocking 'call' of \(identity.service) on a thread that the host has not lent to this call"
      )
      return TT_E_STATE
    }
    let semaphore = Semaphore()
    let admission = admit(identity, caller, label, op, reply, .waiting(semaphore))
    guard case .success(let (nested, path)) = admission else { return admission.status }
    begin(nested, identity, caller, path, label, op, json, body)
    return nested.waitHere(semaphore)
  }

  private static func begin(
    _ nested: NestedCall, _ identity: Identity, _ caller: Call, _ path: String, _ label: tt_str,
    _ op: tt_str, _ json: tt_str, _ body: tt_bytes
  ) {
    guard let service = caller.root.services[identity.service] else {
      nested.finish(
        .failure(
          PluginError(.unavailable, "The service \(identity.service) is not offered in this run.")))
      return
    }
    nested.begin(
      service,
      ServiceRequest(
        op: op.lossyText, label: label.lossyText, json: Array(json.raw), body: body.copied,
        path: path, root: caller.root, pluginID: caller.owner.plugin.id,
        componentName: caller.owner.component.name, config: caller.owner.config, caller: caller))
  }
}

// MARK: - Admission

extension ServiceTable {
  private enum Admission {
    case success((NestedCall, path: String))
    case refused(tt_status)

    var status: tt_status {
      guard case .refused(let status) = self else { return TT_OK }
      return status
    }
  }

  private static func identity(_ context: UnsafeMutableRawPointer?) -> Identity? {
    // SAFETY: the context was made by `pointer(for:)` and is never released.
    context.map { Unmanaged<Identity>.fromOpaque($0).takeUnretainedValue() }
  }

  private static func caller(_ parent: OpaquePointer?, _ identity: Identity) -> Call? {
    switch CallTable.look(up: parent) {
    case .live(let call): return call
    case .stale(let plugin):
      KernelLog.misbehaviour(
        plugin: plugin, "called \(identity.service) beneath a call that has ended")
    case .unknown:
      KernelLog.misbehaviour(plugin: "?", "called \(identity.service) beneath no call")
    }
    return nil
  }

  private static func admit(
    _ identity: Identity, _ caller: Call, _ label: tt_str, _ op: tt_str,
    _ reply: UnsafePointer<tt_reply>, _ delivery: NestedCall.Delivery
  ) -> Admission {
    guard let label = label.validText, let op = op.validText, let table = ReplyTable(reply) else {
      caller.misbehaved("called \(identity.service) with invalid UTF-8 or an incomplete tt_reply")
      return .refused(TT_E_INVALID)
    }
    let key = Call.NestedKey(service: identity.shortName, op: op, label: label)
    switch caller.admit(key) {
    case .failure(let error):
      caller.misbehaved(error.message)
      return .refused(error.code.rawValue)
    case .success(let path):
      let nested = NestedCall(parent: caller, key: key, reply: table, delivery: delivery)
      caller.adopt(nested)
      return .success((nested, path))
    }
  }
}
