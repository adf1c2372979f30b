internal import CTinyTroupe
internal import Synchronization

/// The host's table and its services, read once and shared by all instances of a plugin.
final class Host: Sendable {
  // SAFETY: a copy of the host's table, never written again; what it points to lives as long as the
  // process and its functions may be called as their thread tags say.
  nonisolated(unsafe) let table: tt_host
  // SAFETY: as above; each is a copy of a table that lives as long as the process.
  nonisolated(unsafe) let rng: tt_rng?
  nonisolated(unsafe) let clock: tt_clock?
  nonisolated(unsafe) let config: tt_config?
  nonisolated(unsafe) let callLog: tt_log?

  private let services = Mutex<[ServiceID: Service]>([:])

  /// Reads the table; nil when the host's is shorter than version 1.
  init?(_ pointer: UnsafePointer<tt_host>) {
    guard let table = GrowableStruct.read(pointer, as: tt_host.self) else { return nil }
    self.table = table
    rng = Self.find("tt.rng/1", in: table)
    clock = Self.find("tt.clock/1", in: table)
    config = Self.find("tt.config/1", in: table)
    callLog = Self.find("tt.log/1", in: table)
  }

  /// Looks a service up, once.
  func service(_ id: ServiceID) -> Service? {
    if let known = services.withLock({ $0[id] }) { return known }
    guard let table: tt_service = Self.find(id.rawValue, in: table) else { return nil }
    let service = Service(table)
    services.withLock { $0[id] = service }
    return service
  }

  private static func find<Table>(_ id: String, in host: tt_host) -> Table? {
    guard let pointer = id.withCString({ host.service(host.ref, $0) }) else { return nil }
    return GrowableStruct.read(pointer, as: Table.self)
  }
}

/// The table of one service.
final class Service: Sendable {
  // SAFETY: a copy of the host's table, never written again; its functions may be called on any
  // thread.
  nonisolated(unsafe) let table: tt_service

  init(_ table: tt_service) {
    self.table = table
  }
}
