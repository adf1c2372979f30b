import GRDB

extension Schema {
  /// Brings the tables of an older program up to this version; within a transaction.
  static func migrate(_ db: Database) throws {
    let found = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
    if found == 1 { try migrateFrom1(db) }
    try db.execute(sql: "PRAGMA user_version = \(version)")
  }

  /// True when the tables are those of an older program.
  static func isOlder(_ db: Database) throws -> Bool {
    try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0 < version
  }

  /// Version 2 says of each call in which session and for which unit it was made, and keeps the inputs.
  ///
  /// In version 1 there was one session; a call was logged before its unit was committed.
  private static func migrateFrom1(_ db: Database) throws {
    try db.execute(
      sql: """
        ALTER TABLE calls RENAME TO calls_1;
        \(calls)
        INSERT INTO calls SELECT id, path, 1,
          coalesce(
            (SELECT min(number) FROM units WHERE committed_ns >= finished_ns),
            (SELECT count(*) + 1 FROM units)),
          op, step, agent, purpose, model, status, tokens_in, tokens_cached, tokens_out,
          tokens_reasoning, attempts, started_ns, finished_ns, request_hash, chain, body, envelope,
          outcome, outcome_body FROM calls_1;
        DROP TABLE calls_1;
        \(sessions)
        \(inputs)
        INSERT INTO sessions SELECT 1, value, '{}' FROM meta WHERE key = 'started_ns';
        """)
  }
}
