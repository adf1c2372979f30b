import GRDB
import TinyTroupeDigest
package import TinyTroupeJSON

/// All of a run that a paper's appendix needs: the manifest, and what is known only at the end.
package struct RunAppendix: Sendable {
  /// The manifest with the trace hash, the models that answered, the sessions and the status.
  package let json: JSON

  /// Reads it; it waits for the disk.
  package init(_ run: RunReader) throws(RunStoreError) {
    var json = try run.manifest().object ?? [:]
    let summary = try run.summary()
    json["run"] = .string(summary.folder.name)
    json["status"] = .string(summary.statusText)
    json["started"] = .string(Self.time(summary.startedNS))
    json["finished"] = summary.finishedNS.map { .string(Self.time($0)) } ?? .null
    json["steps"] = .integer(Int64(summary.steps))
    json["trace_hash"] = .string(summary.traceHash.description)
    json["models_that_answered"] = .array(
      try run.totals(by: .model).compactMap { total in
        total.group.map { ["model": .string($0), "calls": .integer(Int64(total.calls))] }
      })
    json["sessions"] = .array(try run.sessions())
    self.json = .object(json)
  }

  private static func time(_ nanoseconds: Int64) -> String {
    CivilTime(nanoseconds).description + "Z"
  }
}

extension RunReader {
  /// The processes that wrote the run, in order.
  fileprivate func sessions() throws(RunStoreError) -> [JSON] {
    try read { db in
      try Row.fetchAll(db, sql: "SELECT * FROM sessions ORDER BY number").map { row in
        let json: String = try row.checked("json")
        var session = (try? JSON(parsing: json))?.object ?? [:]
        session["started"] = .string(CivilTime(try row.checked("started_ns")).description + "Z")
        return .object(session)
      }
    }
  }
}
