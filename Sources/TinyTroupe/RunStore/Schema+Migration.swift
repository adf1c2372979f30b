import GRDB

extension Schema {
  /// Brings the tables of an older program up to this version; within a transaction.
  static func migrate(_ db: Database) throws {
    let found = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
    if found == 1 { try migrateFrom1(db) }
    if found == 2 { try migrateFrom2(db) }
    try db.execute(sql: "PRAGMA user_version = \(version)")
  }

  /// True when the tables are those of an older program.
  static func isOlder(_ db: Database) throws -> Bool {
    try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0 < version
  }

  /// The columns of a call that versions 1 and 2 have in common with this one.
  private static let columnsOf2 = """
    op, step, agent, purpose, model, status, tokens_in, tokens_cached, tokens_out, tokens_reasoning,
    attempts, started_ns, finished_ns, request_hash, chain, body, envelope, outcome, outcome_body
    """

  /// Version 3 says of each call which of the study's models it went to and what it cost, and keeps which
  /// calls were sent; of older calls nobody knows.
  private static func migrateFrom2(_ db: Database) throws {
    try db.execute(
      sql: """
        ALTER TABLE calls RENAME TO calls_2;
        \(calls)
        INSERT INTO calls (id, path, session, unit, \(columnsOf2))
          SELECT id, path, session, unit, \(columnsOf2) FROM calls_2;
        DROP TABLE calls_2;
        \(sent)
        """)
  }

  /// Version 2 says of each call in which session and for which unit it was made, and keeps the inputs.
  ///
  /// In version 1 there was one session; a call was logged before its unit was committed.
  private static func migrateFrom1(_ db: Database) throws {
    try db.execute(
      sql: """
        ALTER TABLE calls RENAME TO calls_1;
        \(calls)
        INSERT INTO calls (id, path, session, unit, \(columnsOf2)) SELECT id, path, 1,
          coalesce(
            (SELECT min(number) FROM units WHERE committed_ns >= finished_ns),
            (SELECT count(*) + 1 FROM units)),
          \(columnsOf2) FROM calls_1;
        DROP TABLE calls_1;
        \(sent)
        \(sessions)
        \(inputs)
        INSERT INTO sessions SELECT 1, value, '{}' FROM meta WHERE key = 'started_ns';
        """)
  }
}
