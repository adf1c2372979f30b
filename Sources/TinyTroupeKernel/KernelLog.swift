import CTinyTroupe
import Synchronization

/// A line that a plugin or the kernel wrote.
public struct LogLine: Sendable, Equatable {
  /// How bad it is.
  ///
  /// The last two blame a side for breaking a rule of the ABI.
  public enum Level: Int32, Sendable, Comparable {
    case debug = 0
    case info
    case warning
    case error
    case hostMisbehaving
    case pluginMisbehaving

    /// Orders by severity.
    public static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }
  }

  /// How bad it is.
  public let level: Level
  /// The plugin that it is about.
  public let plugin: String
  /// The call that it belongs to.
  public let path: String?
  /// The text.
  public let message: String
}

/// Where log lines of plugins go: one sink for the process, standard error by default off.
public enum KernelLog {
  /// Receives lines on any thread; it must not block.
  public typealias Sink = @Sendable (LogLine) -> Void

  private static let sink = Mutex<Sink>({ _ in })

  /// Replaces the sink.
  public static func setSink(_ newSink: @escaping Sink) {
    sink.withLock { $0 = newSink }
  }

  /// Hands a line to the sink.
  public static func write(
    _ level: LogLine.Level, plugin: String, path: String? = nil, _ message: String
  ) {
    let receive = sink.withLock { $0 }
    receive(LogLine(level: level, plugin: plugin, path: path, message: message))
  }

  /// Logs that a plugin broke a rule of the ABI.
  ///
  /// The call goes on, or ends, as the rule says.
  static func misbehaviour(plugin: String, path: String? = nil, _ what: String) {
    write(.pluginMisbehaving, plugin: plugin, path: path, what)
  }
}
