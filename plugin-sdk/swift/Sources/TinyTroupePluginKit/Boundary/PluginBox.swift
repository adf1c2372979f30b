internal import CTinyTroupe
internal import Synchronization

/// What the C functions of a plugin share; the `ctx` of its `tt_plugin`.
///
/// Immortal.
final class PluginBox: Sendable {
  private struct State {
    var starts = 0
    var hosts: [UInt: Host] = [:]
  }

  private let state = Mutex(State())

  /// The copy of a host's table, made once; nil when the host is older than version 1 of the ABI.
  func host(_ pointer: UnsafePointer<tt_host>) -> Host? {
    let key = UInt(bitPattern: pointer)
    if let known = state.withLock({ $0.hosts[key] }) { return known }
    guard let host = Host(pointer) else { return nil }
    state.withLock { $0.hosts[key] = host }
    return host
  }

  func start(_ pointer: UnsafePointer<tt_host>) -> tt_status {
    guard host(pointer) != nil else { return TT_E_STATE }
    state.withLock { $0.starts += 1 }
    return TT_OK
  }

  /// Forgets the hosts with the last of the starts.
  func stop() {
    state.withLock { state in
      state.starts -= 1
      if state.starts <= 0 { state = State() }
    }
  }
}
