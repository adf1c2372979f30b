import TinyTroupe
import TinyTroupeJSON

/// Prints one event a line, for programs.
struct JSONLinesPrinter: RunObserver {
  let write: @Sendable (String) -> Void

  func started(_ run: RunOverture) {}

  func observed(_ event: Event) {
    // The last line is printed with the outcome, when it is known.
    guard event.kind != .runFinished else { return }
    write(String(decoding: event.canonicalBytes, as: UTF8.self))
  }

  func tabulated(_ table: ResultTable, path: String) {}

  /// The last line: where the run is and what it came to.
  func finished(_ outcome: RunOutcome) {
    var line: JSONObject = [
      "event": "run-finished", "step": .integer(Int64(outcome.steps)),
      "run": .string(outcome.folder),
      "status": .string(outcome.failure == nil ? "done" : "stopped"),
      "trace_hash": .string(outcome.traceHash),
      "calls": .integer(Int64(outcome.usage.calls)),
      "tokens": .integer(Int64(outcome.usage.tokens)),
    ]
    line["cost_usd"] = outcome.usage.cost.map { .number($0.dollars) } ?? .null
    line["error"] = outcome.failure.map { .string($0.description) }
    write(JSON.object(line).text)
  }
}

/// Shows nothing of a run but its end.
struct QuietPrinter: RunObserver {
  func started(_ run: RunOverture) {}
  func observed(_ event: Event) {}
  func tabulated(_ table: ResultTable, path: String) {}
}
