import GRDB

/// A new run that begins with another's past: a copy of what was committed up to a unit.
struct ForkedRun: RunOpening {
  let run: NewRun
  let parent: RunFolder
  let unit: Int

  func folder() throws(RunStoreError) -> RunFolder {
    // Brings an older parent up to date, and refuses what is no run.
    _ = try RunReader.open(parent)
    return try run.folder()
  }

  func attach(_ db: Database) throws {
    // Beneath a transaction SQLite attaches nothing.
    try db.execute(sql: "ATTACH DATABASE ? AS parent", arguments: [parent.database])
  }

  func fill(_ db: Database, _ session: WriteSession) throws {
    try Schema.create(in: db)
    try copyUnits(db)
    try copyCalls(db)
    try run.describe(session)
    try session.goOn()
    try session.open(at: run.wallTime * 1_000_000_000, "{}")
  }

  func past(of folder: RunFolder) throws(RunStoreError) -> RestoredRun? {
    try RunFolder.pointLatest(at: folder)
    return try RestoredRun(folder)
  }

  private func copyUnits(_ db: Database) throws {
    try db.execute(
      sql: "INSERT INTO units SELECT * FROM parent.units WHERE number <= ?", arguments: [unit])
    let tables = [
      "agents", "events", "perceptions", "store", "states", "snapshots", "results", "calls",
    ]
    for table in tables {
      try db.execute(
        sql: "INSERT INTO \(table) SELECT * FROM parent.\(table) WHERE unit <= ?",
        arguments: [unit])
    }
    // The parent paid for them.
    try db.execute(sql: "UPDATE calls SET attempts = 0, cost = 0")
    try db.execute(sql: "INSERT INTO sessions SELECT * FROM parent.sessions")
    try db.execute(
      sql: "INSERT INTO begun SELECT * FROM parent.begun WHERE path IN (SELECT path FROM calls)")
  }

  /// Parts of bodies are numbered in the order of the calls, so those of the first calls come first.
  private func copyCalls(_ db: Database) throws {
    var last: Int64 = 0
    let bodies = try Row.fetchCursor(db, sql: "SELECT body, outcome_body FROM calls")
    while let row = try bodies.next() {
      for column in ["body", "outcome_body"] {
        let value: DatabaseValue = try row.checked(column)
        guard case .string(let numbers) = value.storage else { continue }
        last = numbers.split(separator: " ").compactMap { Int64($0) }.reduce(last, max)
      }
    }
    try db.execute(
      sql: "INSERT INTO blobs SELECT * FROM parent.blobs WHERE id <= ?", arguments: [last])
  }
}
