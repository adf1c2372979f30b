import TinyTroupeJSON
import TinyTroupeKernel

// The sentences that a person reads when the call log cannot serve.
extension PluginError {
  /// A call comes after the wish to stop.
  static let stopping = PluginError(.cancelled, "The run is stopping; no further call is sent.")

  static func logCannotBeWritten(_ error: RunStoreError) -> PluginError {
    error.code == .diskFull
      ? PluginError(.unavailable, "\(error)", detail: ["reason": "log", "disk": "full"])
      : PluginError(
        .internal, "The call log cannot be written: \(error)", detail: ["reason": "log"])
  }

  static func logCannotBeRead(_ error: RunStoreError) -> PluginError {
    PluginError(.internal, "The call log cannot be read: \(error)", detail: ["reason": "log"])
  }

  /// A replay comes to a call that was never made.
  static func notInLog(_ path: String, of run: String) -> PluginError {
    PluginError(
      .notFound,
      "The call \(path) is not in the log of \(run), so it cannot be replayed. A replay needs the plugins and "
        + "the program that made the run; `tinytroupe verify \(run)` names what differs.",
      detail: ["reason": "log"])
  }

  /// A call asks something else than it did.
  static func otherRequest(_ path: String, in run: String, _ differences: [String]) -> PluginError {
    let list = differences.map { "\n  \($0)" }.joined()
    return PluginError(
      .invalid,
      "The call \(path) asks something else than in the log of \(run):\(list)\n"
        + "`tinytroupe verify \(run)` names what has changed; to go on with the change, run --fork \(run)@STEP.",
      detail: ["reason": "log"])
  }
}
