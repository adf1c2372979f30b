import FoundationEssentials
import GRDB
import TinyTroupeDigest

/// The writer's side of the database: its statements, and what it knows of the rows so far.
///
/// Used by the writer's thread alone, within its transactions.
final class WriteSession {
  private struct Position {
    var events = HashChain.events
    var calls = HashChain.calls
    var units = 0
    var nextSeq = 0
  }

  private let db: Database
  private let statements: WriteStatements
  private var position = Position()
  private var committed = Position()
  private var blobs = BlobIndex()
  /// Counts the processes that have written the run.
  private(set) var number = 1

  /// Takes an empty database.
  init(_ db: Database) {
    self.db = db
    statements = WriteStatements(db)
  }

  /// Goes on where a database ends.
  func goOn() throws {
    if let last = try Row.fetchOne(db, sql: "SELECT * FROM units ORDER BY number DESC LIMIT 1") {
      position.units = try last.checked("number")
      position.nextSeq = try last.checked("next_seq")
      position.events = HashChain(resuming: try RunReader.digest(last.checked("trace_hash")))
    }
    if let chain = try Data.fetchOne(db, sql: "SELECT chain FROM calls ORDER BY id DESC LIMIT 1") {
      position.calls = HashChain(resuming: try RunReader.digest(chain))
    }
    committed = position
    try knowBlobs()
    number = try Int.fetchOne(db, sql: "SELECT max(number) FROM sessions") ?? 0
  }

  private func knowBlobs() throws {
    let last = try Int64.fetchOne(db, sql: "SELECT max(id) FROM blobs") ?? 0
    blobs = BlobIndex(next: last + 1)
    let rows = try Row.fetchCursor(db, sql: "SELECT id, sha256 FROM blobs")
    while let row = try rows.next() {
      blobs.know(try RunReader.digest(row.checked("sha256")), id: try row.checked("id"))
    }
  }

  /// Begins the session of a process.
  ///
  /// - Parameters:
  ///   - wallNS: Nanoseconds since 1970 in UTC.
  ///   - json: What the session adds to the manifest.
  func open(at wallNS: Int64, _ json: String) throws {
    number = (try Int.fetchOne(db, sql: "SELECT max(number) FROM sessions") ?? 0) + 1
    try db.execute(
      sql: "INSERT INTO sessions VALUES (?, ?, ?)", arguments: [number, wallNS, json])
    try setMeta("status", RunStatus.running.rawValue)
  }

  /// Keeps a file that the study was read from.
  func keep(_ input: RunInput) throws {
    try db.execute(
      sql: "INSERT OR REPLACE INTO inputs VALUES (?, ?, ?)",
      arguments: [input.path, Data(input.digest.bytes), Data(input.bytes)])
  }

  /// False when the database has rolled the transaction back by itself.
  var isInTransaction: Bool { db.isInsideTransaction }

  /// The hash of all events so far.
  var traceHash: SHA256Digest { position.events.digest }

  /// Begins a transaction.
  func begin() throws {
    try statements.begin.execute()
  }

  /// Commits the transaction.
  func commit() throws {
    try statements.commit.execute()
    committed = position
    blobs.keep()
  }

  /// Undoes the transaction, here and in the database.
  func undo() {
    // The database may have rolled back by itself; then there is nothing to do.
    try? statements.rollback.execute()
    position = committed
    blobs.undo()
  }

  /// Sets an entry of `meta`.
  func setMeta(_ key: String, _ value: any DatabaseValueConvertible) throws {
    try statements.meta.execute([key, value])
  }
}

// MARK: - Calls

extension WriteSession {
  /// Adds a call to the log.
  func append(_ call: PreparedCall) throws {
    let record = call.record
    let usage = record.usage
    var chain = position.calls
    chain.append(call.link)
    let body = try stored(record.request.storedBody)
    let outcomeBody = try stored(call.outcomeBody)
    try statements.call.execute([
      record.path, number, position.units + 1, record.op, record.step, record.agent, record.purpose,
      record.llm, record.model, Int(call.status), usage.input, usage.cached, usage.output,
      usage.reasoning, record.cost?.picodollars, record.attempts, record.startedNS,
      record.finishedNS, Data(record.request.hash.bytes),
      Data(chain.digest.bytes), body, Data(record.request.envelope), Data(call.outcome),
      outcomeBody,
    ])
    position.calls = chain
  }

  /// Logs that an external effect begins; once, however often it is begun.
  func begin(_ effect: BegunEffect) throws {
    try statements.begun.execute([
      effect.path, effect.op, effect.step, effect.agent, Data(effect.requestHash.bytes),
      effect.begunNS,
    ])
  }

  /// Notes that a call is about to be sent.
  func note(_ call: SentCall) throws {
    try statements.sent.execute([
      call.path, number, call.attempt, call.llm, call.agent, call.most.calls, call.most.tokens,
      call.most.cost.picodollars,
    ])
  }

  /// Notes that a call was sent and not answered.
  func noteLost(_ call: SentCall) throws {
    try statements.lost.execute([call.path, number, call.attempt])
  }

  /// The column of a body: its bytes, or the numbers of its parts, which are stored where they are
  /// new.
  private func stored(_ body: StoredBody) throws -> (any DatabaseValueConvertible)? {
    guard !body.parts.isEmpty else { return body.bytes.isEmpty ? nil : Data(body.bytes) }
    var numbers: [String] = []
    for part in body.parts {
      let (id, isNew) = blobs.id(of: part.digest)
      if isNew {
        try statements.blob.execute([
          id, Data(part.digest.bytes), Data(body.bytes[part.range]),
        ])
      }
      numbers.append(String(id))
    }
    return numbers.joined(separator: " ")
  }
}

// MARK: - Units

extension WriteSession {
  /// Writes all that a unit leaves behind.
  func write(_ unit: UnitCommit, _ events: [[UInt8]]) throws -> CommittedUnit {
    position.units += 1
    let number = position.units
    try write(unit.events, events, unit: number)
    for agent in unit.joined {
      try statements.agent.execute([agent.number, agent.name, agent.seq, number])
    }
    for perception in unit.perceptions where perception.agents != .nobody {
      try statements.perception.execute([
        number, perception.before, perception.agents.stored,
      ])
    }
    for write in unit.writes { try self.write(write, unit: number) }
    for state in unit.states {
      try statements.state.execute([
        number, state.instance, state.version, Data(state.json),
      ])
    }
    try writeExtras(unit, number)
    try statements.unit.execute([
      number, unit.kind.rawValue, unit.step, position.nextSeq, Data(traceHash.bytes),
      unit.committedNS,
    ])
    return CommittedUnit(number: number, traceHash: traceHash)
  }

  private func write(_ entries: [LoggedEvent], _ bytes: [[UInt8]], unit: Int) throws {
    for (entry, json) in zip(entries, bytes) {
      let event = entry.event
      guard event.seq == position.nextSeq else {
        throw DatabaseError(
          resultCode: .SQLITE_MISUSE,
          message: "event \(event.seq) came where \(position.nextSeq) was due")
      }
      try statements.event.execute([
        event.seq, unit, event.kind.rawValue, event.step, event.timeNS, event.agent,
        entry.witnesses.stored, Data(json),
      ])
      position.events.append(event.hashedBytes ?? json)
      position.nextSeq += 1
    }
  }

  private func write(_ write: StoreWrite, unit: Int) throws {
    let agent: Int? = if case .agent(let number) = write.space.scope { number } else { nil }
    try statements.store.execute([
      unit, agent, write.space.namespace, Data(write.key), write.value.map { Data($0) },
    ])
  }

  private func writeExtras(_ unit: UnitCommit, _ number: Int) throws {
    for result in unit.results {
      try statements.result.execute([
        number, result.file, result.rows, Data(result.digest.bytes), Data(result.codebook),
      ])
    }
    if let snapshot = unit.snapshot {
      try statements.snapshot.execute([
        number, snapshot.checkpoint, Data(snapshot.json),
      ])
    }
  }
}
