internal import CTinyTroupe
public import TinyTroupeJSON

/// One call of a component: what the host offers while it lasts.
///
/// A call may be passed between tasks. Use `emit` from one of them at a time, and nothing of it
/// after the operation has returned.
public struct Call: Sendable {
  let host: Host
  /// The host's handle: a value with a generation, never a pointer to read.
  let handle: UInt

  var pointer: OpaquePointer? { OpaquePointer(bitPattern: handle) }

  init(_ host: Host, _ pointer: OpaquePointer?) {
    self.host = host
    handle = UInt(bitPattern: pointer)
  }

  /// Whether the call should stop, since it was cancelled or is past its deadline.
  ///
  /// Cheap; ask at every natural pause.
  public var isCancelled: Bool { host.table.cancelled(pointer) != 0 }

  /// Throws `PluginFailure(.cancelled, …)` when the call should stop.
  public func checkCancellation() throws {
    if isCancelled { throw PluginFailure(.cancelled, "The call was cancelled.") }
  }

  /// Whether the host offers a service to this plugin.
  public func offers(_ service: ServiceID) -> Bool { host.service(service) != nil }
}

// MARK: - Time, chance, configuration

extension Call {
  /// Simulated time: nanoseconds since 1970-01-01T00:00 in the world's calendar, fixed for the
  /// call.
  public var now: Int64 {
    get throws {
      guard let clock = host.clock else { throw PluginFailure.missing("tt.clock/1") }
      return clock.now_ns(clock.ctx, pointer)
    }
  }

  /// 64 uniformly distributed bits that depend on the run's seed, the call's path, `stream` and
  /// `index` alone.
  public func random(stream: UInt32 = 0, index: UInt64) throws -> UInt64 {
    guard let rng = host.rng else { throw PluginFailure.missing("tt.rng/1") }
    return rng.at(rng.ctx, pointer, stream, index)
  }

  /// The component's configuration at a dotted path, all of it at an empty one; nil when there is
  /// nothing.
  public func config(_ path: String = "") throws -> JSON? {
    guard let config = host.config else { throw PluginFailure.missing("tt.config/1") }
    var text = tt_str()
    let status = path.withBorrowed { config.get(config.ctx, pointer, $0, &text) }
    if status == TT_E_NOT_FOUND { return nil }
    guard status == TT_OK, let value = try? JSON(parsing: text.buffer) else {
      throw PluginFailure(.state, "The host did not give the configuration at '\(path)'.")
    }
    return value
  }
}

// MARK: - Log

/// How much a log line matters.
public enum LogLevel: Int32, Sendable {
  /// For authors of plugins.
  case debug = 0
  /// For those who like to know.
  case info = 1
  /// Something went differently than wanted, and the call goes on.
  case warning = 2
  /// Something failed.
  case error = 3
}

extension Call {
  /// Writes a line that belongs to this call.
  public func log(_ level: LogLevel, _ message: String, fields: JSON = .null) {
    let fieldsBytes = fields.isNull ? [] : fields.bytes
    message.withBorrowed { message in
      guard let log = host.callLog else {
        host.table.log(host.table.ref, level.rawValue, message)
        return
      }
      fieldsBytes.withBorrowedText { log.write(log.ctx, pointer, level.rawValue, message, $0) }
    }
  }
}
