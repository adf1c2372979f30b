import TinyTroupeJSON
public import TinyTroupeKernel

/// Why a run stopped before its end.
public enum RunError: Error, Sendable, Equatable {
  /// Somebody's call failed and `on_error` says stop.
  case failed(who: String, step: Int, PluginError)
  /// The run's store or its results could not be written.
  case storage(String)
  /// The disk has no room for the run.
  case noRoom(String)
  /// A component could not be made ready before the first step.
  case preparation(String)
  /// The user asked to stop.
  case interrupted
  /// A budget has no room for another call; the unit that needed it is as if it had never begun.
  case budget(BudgetCut)
  /// A replay came out otherwise than the run that it repeats.
  case differs(String)
  /// A replay has come to where the run that it repeats was interrupted: no failure, but no end either.
  case endOfLog

  /// True for what `on_error` decides about: a person's own failure.
  ///
  /// A wish to stop, or a log that cannot be kept, is none; the step is as if it had never begun.
  var isOfThePerson: Bool {
    guard case .failed(_, _, let error) = self else { return false }
    let reason = error.detail["reason"]?.string
    return reason != "log" && reason != PluginError.budgetReason
  }

  /// True when the run can be taken up again where it stopped.
  var canGoOn: Bool {
    switch self {
    case .interrupted, .endOfLog, .budget: true
    default: false
    }
  }

  /// Whether the study is wrong in a way that shows before its first step, so that the run cannot go on.
  public var isOfTheBeginning: Bool {
    if case .failed(_, let step, let error) = self {
      step == 0 && error.code == .invalid
    } else {
      false
    }
  }

  /// The setting under which the run can go on; nil where none is needed.
  public var remedy: String? {
    if case .budget(let cut) = self { cut.raised } else { nil }
  }
}

extension RunError {
  /// Why a run's store takes no more.
  init(_ error: RunStoreError) {
    self = error.code == .diskFull ? .noRoom("\(error)") : .storage("\(error)")
  }
}

// MARK: - CustomStringConvertible

extension RunError: CustomStringConvertible {
  /// What happened, where, why, and what to do next.
  public var description: String {
    switch self {
    case .failed(let who, let step, let error):
      "Step \(step): \(who): \(error.message)\(Self.origin(error))"
    case .storage(let reason): "The run could not be written: \(reason)"
    case .noRoom(let reason), .preparation(let reason): reason
    case .interrupted: "Stopped on request; everything up to the last finished step is kept."
    case .budget(let cut):
      "\(cut) Everything up to the last finished step is kept; the results are partial."
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
    case .noRoom, .interrupted, .budget, .endOfLog: 75
    }
  }
}
