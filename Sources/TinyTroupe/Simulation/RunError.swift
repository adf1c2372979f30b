public import TinyTroupeKernel

/// Why a run stopped before its end.
public enum RunError: Error, Sendable, Equatable {
  /// Somebody's call failed and `on_error` says stop.
  case failed(who: String, step: Int, PluginError)
  /// The run's store or its results could not be written.
  case storage(String)
  /// A component could not be made ready before the first step.
  case preparation(String)
  /// The user asked to stop.
  case interrupted
  /// A replay came out otherwise than the run that it repeats.
  case differs(String)
  /// A replay has come to where the run that it repeats was interrupted: no failure, but no end either.
  case endOfLog

  /// True when the run can be taken up again where it stopped.
  var canGoOn: Bool { self == .interrupted || self == .endOfLog }
}

// MARK: - CustomStringConvertible

extension RunError: CustomStringConvertible {
  /// What happened, where, why, and what to do next.
  public var description: String {
    switch self {
    case .failed(let who, let step, let error):
      "Step \(step): \(who): \(error.message)\(Self.origin(error))"
    case .storage(let reason): "The run could not be written: \(reason)"
    case .preparation(let reason): reason
    case .interrupted: "Stopped on request; everything up to the last finished step is kept."
    case .differs(let what): what
    case .endOfLog: "The run that is replayed ends here."
    }
  }

  /// The plugin and the call, where a defect is to be looked for in them.
  private static func origin(_ error: PluginError) -> String {
    guard error.code == .internal || error.code == .state, let plugin = error.plugin else {
      return ""
    }
    return "\n  in \(plugin)" + (error.path.map { ", call \($0)" } ?? "")
  }

  /// The exit status that fits, after sysexits: 69 when a model or plugin does not serve, 70 for a defect,
  /// 75 when it can be taken up again.
  public var exitStatus: Int32 {
    switch self {
    case .failed(_, _, let error):
      switch error.code {
      case .internal, .state: 70
      case .cancelled: 75
      default: 69
      }
    case .storage, .differs: 70
    case .preparation: 69
    case .interrupted, .endOfLog: 75
    }
  }
}
