import FoundationEssentials
import GRDB
import TinyTroupeDigest

/// The end of a unit, as what a run goes on from.
package struct RestorePoint: Sendable, Hashable {
  /// The unit's number.
  package let unit: Int
  /// The step to which it belongs.
  package let step: Int
  /// What the engine kept of itself after the unit.
  package let snapshot: [UInt8]
  /// What the engine kept of itself after the first turn of the step, where turns are units.
  package let stepSnapshot: [UInt8]?
  /// The latest state of each instance.
  package let states: [String: InstanceState]
}

extension RunReader {
  /// The end of a unit; nil for the last one, and nil when nothing was committed.
  package func restorePoint() throws(RunStoreError) -> RestorePoint? {
    try read { db in
      let sql = """
        SELECT number, step, (SELECT json FROM snapshots WHERE unit = number) AS json
        FROM units ORDER BY number DESC LIMIT 1
        """
      guard let row = try Row.fetchOne(db, sql: sql) else { return nil }
      let step: Int = try row.checked("step")
      let json: Data? = try row.checked("json")
      return RestorePoint(
        unit: try row.checked("number"), step: step, snapshot: Array(json ?? Data()),
        stepSnapshot: try Self.firstTurn(of: step, in: db), states: try Self.states(in: db))
    }
  }

  private static func firstTurn(of step: Int, in db: Database) throws -> [UInt8]? {
    let sql = """
      SELECT json FROM snapshots JOIN units ON unit = number
      WHERE step = ? AND kind = 'turn' ORDER BY number LIMIT 1
      """
    return try Data.fetchOne(db, sql: sql, arguments: [step]).map { Array($0) }
  }

  private static func states(in db: Database) throws -> [String: InstanceState] {
    var states: [String: InstanceState] = [:]
    let rows = try Row.fetchCursor(db, sql: "SELECT * FROM states ORDER BY rowid")
    while let row = try rows.next() {
      let json: Data = try row.checked("json")
      let state = InstanceState(
        instance: try row.checked("instance"), version: try row.checked("version"),
        json: Array(json))
      states[state.instance] = state
    }
    return states
  }
}

/// A unit that a fork may start after.
package struct ForkPoint: Sendable, Hashable {
  /// The unit's number.
  package let unit: Int
  /// The step to which it belongs.
  package let step: Int
  /// The checkpoint's name, if it is one.
  package let checkpoint: String?
  /// The hash of all events up to its end, as hexadecimal digits.
  package let traceHash: String
}

extension RunReader {
  /// The units after which a fork may start: the opening, the steps, the checkpoints, in order.
  package func forkPoints() throws(RunStoreError) -> [ForkPoint] {
    let sql = """
      SELECT number, step, trace_hash,
        (SELECT checkpoint FROM snapshots WHERE unit = number) AS checkpoint
      FROM units WHERE kind IN ('opening', 'step') ORDER BY number
      """
    return try read { db in
      try Row.fetchAll(db, sql: sql).map { row in
        ForkPoint(
          unit: try row.checked("number"), step: try row.checked("step"),
          checkpoint: try row.checked("checkpoint"),
          traceHash: try Self.digest(row.checked("trace_hash")).description)
      }
    }
  }

  /// The unit that a user means by a step's number or a checkpoint's name; a name comes first.
  package func forkPoint(_ text: String) throws(RunStoreError) -> ForkPoint {
    let points = try forkPoints()
    if let named = points.last(where: { $0.checkpoint == text }) { return named }
    if let step = Int(text), let point = points.first(where: { $0.step == step }) { return point }
    let steps = points.last.map { "steps 0 to \($0.step)" } ?? "no step"
    let names = points.compactMap(\.checkpoint).map { "'\($0)'" }
    let all = [steps] + (names.isEmpty ? [] : ["checkpoints \(names.joined(separator: ", "))"])
    throw RunStoreError(
      .noSuchPoint, folder.name, "'\(text)'; it has \(all.joined(separator: " and "))")
  }

  /// The hash of all events up to the end of each unit, in order.
  func unitHashes() throws(RunStoreError) -> [SHA256Digest] {
    try read { db in
      try Data.fetchAll(db, sql: "SELECT trace_hash FROM units ORDER BY number").map {
        try Self.digest($0)
      }
    }
  }

  /// The files that the study was read from.
  package func inputs() throws(RunStoreError) -> [RunInput] {
    try read { db in
      try Row.fetchAll(db, sql: "SELECT path, bytes FROM inputs ORDER BY path").map { row in
        let bytes: Data = try row.checked("bytes")
        return RunInput(path: try row.checked("path"), bytes: Array(bytes))
      }
    }
  }
}
