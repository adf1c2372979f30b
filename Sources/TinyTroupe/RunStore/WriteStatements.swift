import GRDB

/// A statement that is prepared when first used, and again after it has failed.
///
/// SQLite reports a failure once more when a failed statement is reset, which GRDB takes for a new
/// one.
final class LastingStatement {
  private let db: Database
  private let sql: String
  private var prepared: Statement?

  init(_ db: Database, _ sql: String) {
    self.db = db
    self.sql = sql
  }

  func execute(_ arguments: StatementArguments = []) throws {
    let statement = try prepared ?? db.makeStatement(sql: sql)
    prepared = nil
    try statement.execute(arguments: arguments)
    prepared = statement
  }
}

/// The statements of the writer.
struct WriteStatements {
  let begin: LastingStatement
  let commit: LastingStatement
  let rollback: LastingStatement
  let meta: LastingStatement
  let call: LastingStatement
  let begun: LastingStatement
  let sent: LastingStatement
  let lost: LastingStatement
  let blob: LastingStatement
  let unit: LastingStatement
  let agent: LastingStatement
  let event: LastingStatement
  let perception: LastingStatement
  let store: LastingStatement
  let state: LastingStatement
  let snapshot: LastingStatement
  let result: LastingStatement

  init(_ db: Database) {
    begin = LastingStatement(db, "BEGIN IMMEDIATE")
    commit = LastingStatement(db, "COMMIT")
    rollback = LastingStatement(db, "ROLLBACK")
    meta = LastingStatement(db, "INSERT OR REPLACE INTO meta VALUES (?, ?)")
    call = LastingStatement(
      db,
      """
      INSERT INTO calls (path, session, unit, op, step, agent, purpose, llm, model, status, tokens_in,
        tokens_cached, tokens_out, tokens_reasoning, cost, attempts, started_ns, finished_ns,
        request_hash, chain, body, envelope, outcome, outcome_body)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """)
    begun = LastingStatement(
      db, "INSERT INTO begun VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")
    sent = LastingStatement(
      db, "INSERT INTO sent VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")
    lost = LastingStatement(db, "INSERT INTO lost VALUES (?, ?, ?) ON CONFLICT DO NOTHING")
    blob = LastingStatement(db, "INSERT INTO blobs VALUES (?, ?, ?)")
    unit = LastingStatement(db, "INSERT INTO units VALUES (?, ?, ?, ?, ?, ?)")
    agent = LastingStatement(db, "INSERT INTO agents VALUES (?, ?, ?, ?)")
    event = LastingStatement(db, "INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
    perception = LastingStatement(db, "INSERT INTO perceptions VALUES (?, ?, ?)")
    store = LastingStatement(db, "INSERT INTO store VALUES (?, ?, ?, ?, ?)")
    state = LastingStatement(db, "INSERT INTO states VALUES (?, ?, ?, ?)")
    snapshot = LastingStatement(db, "INSERT INTO snapshots VALUES (?, ?, ?)")
    result = LastingStatement(db, "INSERT INTO results VALUES (?, ?, ?, ?, ?)")
  }
}
