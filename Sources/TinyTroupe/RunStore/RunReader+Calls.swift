import FoundationEssentials
import GRDB
package import TinyTroupeDigest

/// A logged call without its bytes.
package struct CallEntry: Sendable, Hashable {
  /// Counts the calls in the order in which they ended.
  package let id: Int64
  /// Its identity in the run.
  package let path: String
  /// Service or kind with the operation.
  package let op: String
  /// The step to which it belongs.
  package let step: Int
  /// The person whom it served.
  package let agent: String?
  /// What it was for.
  package let purpose: String?
  /// What the study calls the model.
  package let llm: String?
  /// The model version that the server reported.
  package let model: String?
  /// 0, or the status of its failure.
  package let status: Int32
  /// What it used.
  package let usage: TokenUsage
  /// What it cost; nil when nobody knows.
  package let cost: Money?
  /// How often it was sent.
  package let attempts: Int
  /// Wall time of its start, nanoseconds since 1970 in UTC.
  package let startedNS: Int64
  /// Wall time of its end, nanoseconds since 1970 in UTC.
  package let finishedNS: Int64
  /// What identifies the request.
  package let requestHash: SHA256Digest
}

/// Which calls are wanted.
package struct CallFilter: Sendable, Hashable {
  /// Calls that served this person.
  package var agent: String?
  /// Calls for this purpose.
  package var purpose: String?
  /// Calls of this operation.
  package var op: String?
  /// Calls of this step.
  package var step: Int?
  /// Only those that failed.
  package var failed: Bool
  /// Only calls behind this one.
  package var after: Int64
  /// Only calls that were made for a later unit.
  package var afterUnit: Int
  /// At most so many.
  package var limit: Int

  /// Makes a filter that lets everything pass which is not restricted.
  package init(
    agent: String? = nil, purpose: String? = nil, op: String? = nil, step: Int? = nil,
    failed: Bool = false, after: Int64 = 0, afterUnit: Int = 0, limit: Int = .max
  ) {
    self.agent = agent
    self.purpose = purpose
    self.op = op
    self.step = step
    self.failed = failed
    self.after = after
    self.afterUnit = afterUnit
    self.limit = limit
  }
}

extension RunReader {
  private static let entryColumns = """
    id, path, op, step, agent, purpose, llm, model, status, tokens_in, tokens_cached, tokens_out,
    tokens_reasoning, cost, attempts, started_ns, finished_ns, request_hash
    """

  /// Logged calls in the order in which they ended.
  ///
  /// Read a long run in pieces, by `after` and `limit`.
  package func calls(_ filter: CallFilter = CallFilter()) throws(RunStoreError) -> [CallEntry] {
    var conditions = ["id > ?", "unit > ?"]
    var arguments: [(any DatabaseValueConvertible)?] = [filter.after, filter.afterUnit]
    let wanted: [(String, (any DatabaseValueConvertible)?)] = [
      ("agent", filter.agent), ("purpose", filter.purpose), ("op", filter.op),
      ("step", filter.step),
    ]
    for case (let column, let value?) in wanted {
      conditions.append("\(column) = ?")
      arguments.append(value)
    }
    if filter.failed { conditions.append("status <> 0") }
    arguments.append(filter.limit)
    let sql = """
      SELECT \(Self.entryColumns) FROM calls WHERE \(conditions.joined(separator: " AND "))
      ORDER BY id LIMIT ?
      """
    return try read { db in
      try Row.fetchAll(db, sql: sql, arguments: StatementArguments(arguments)).map {
        try Self.entry($0)
      }
    }
  }

  /// The call with a path, with all its bytes; nil when none was logged.
  package func call(at path: String) throws(RunStoreError) -> CallRecord? {
    try read { db in
      try Row.fetchOne(
        db, sql: "SELECT * FROM calls WHERE path = ? ORDER BY id DESC LIMIT 1", arguments: [path]
      ).map {
        try Self.record($0, in: db)
      }
    }
  }

  /// A call with all its bytes, and its link of the chain.
  func linkedCall(_ id: Int64) throws(RunStoreError) -> (CallRecord, SHA256Digest) {
    try read { db in
      guard let row = try Row.fetchOne(db, sql: "SELECT * FROM calls WHERE id = ?", arguments: [id])
      else { throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "call \(id) is missing") }
      return (try Self.record(row, in: db), try Self.digest(row.checked("chain")))
    }
  }

  /// The paths of external effects that were begun.
  package func begun() throws(RunStoreError) -> Set<String> {
    try read { Set(try String.fetchAll($0, sql: "SELECT path FROM begun")) }
  }

  private static func entry(_ row: Row) throws -> CallEntry {
    try CallEntry(
      id: row.checked("id"), path: row.checked("path"), op: row.checked("op"),
      step: row.checked("step"), agent: row.checked("agent"), purpose: row.checked("purpose"),
      llm: row.checked("llm"), model: row.checked("model"), status: row.checked("status"),
      usage: TokenUsage(
        input: row.checked("tokens_in"), cached: row.checked("tokens_cached"),
        output: row.checked("tokens_out"), reasoning: row.checked("tokens_reasoning")),
      cost: (row.checked("cost") as Int?).map { Money(picodollars: $0) },
      attempts: row.checked("attempts"), startedNS: row.checked("started_ns"),
      finishedNS: row.checked("finished_ns"), requestHash: digest(row.checked("request_hash")))
  }

  private static func record(_ row: Row, in db: Database) throws -> CallRecord {
    let entry = try entry(row)
    let envelope: Data = try row.checked("envelope")
    let outcome: Data = try row.checked("outcome")
    let request = try CallRequest(
      envelope: Array(envelope), body: bytes(row.checked("body"), in: db))
    guard request.hash == entry.requestHash else {
      throw DatabaseError(
        resultCode: .SQLITE_CORRUPT, message: "the request of the call \(entry.path) was changed")
    }
    return try CallRecord(
      path: entry.path, op: entry.op, purpose: entry.purpose, agent: entry.agent, step: entry.step,
      request: request,
      outcome: entry.status == 0
        ? .reply(json: Array(outcome), body: bytes(row.checked("outcome_body"), in: db))
        : .failure(status: entry.status, error: Array(outcome)),
      llm: entry.llm, model: entry.model, usage: entry.usage, cost: entry.cost,
      attempts: entry.attempts, startedNS: entry.startedNS,
      finishedNS: entry.finishedNS)
  }

  /// The bytes of a body's column: nothing, the bytes themselves, or the numbers of parts.
  private static func bytes(_ column: DatabaseValue, in db: Database) throws -> [UInt8] {
    switch column.storage {
    case .blob(let data): return Array(data)
    case .string(let numbers):
      var bytes: [UInt8] = []
      for number in numbers.split(separator: " ") {
        guard
          let part = try Data.fetchOne(
            db, sql: "SELECT bytes FROM blobs WHERE id = ?", arguments: [Int64(number)])
        else {
          throw DatabaseError(
            resultCode: .SQLITE_CORRUPT, message: "part \(number) of a body is missing")
        }
        bytes += part
      }
      return bytes
    default: return []
    }
  }
}
