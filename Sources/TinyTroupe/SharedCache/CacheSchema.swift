import GRDB

/// The table of a cache.
enum CacheSchema {
  private static let version = 1
  /// What tells our files from other SQLite databases: "TTca".
  private static let applicationID = 0x5454_6361

  /// Makes the table of an empty file, and refuses what is no cache.
  static func prepare(_ db: Database, file: String) throws {
    try db.execute(sql: "PRAGMA auto_vacuum = INCREMENTAL")
    _ = try String.fetchOne(db, sql: "PRAGMA journal_mode = WAL")
    // Another process may be doing the same.
    try db.inTransaction(.immediate) {
      if try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") == 0 { try create(in: db) }
      return .commit
    }
    guard try Int.fetchOne(db, sql: "PRAGMA application_id") == applicationID else {
      throw CacheError(file, "it is the database of another program")
    }
    let found = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
    guard found <= version else {
      throw CacheError(file, "a newer TinyTroupe wrote it (schema \(found))")
    }
  }

  private static func create(in db: Database) throws {
    try db.execute(
      sql: """
        PRAGMA application_id = \(applicationID);
        -- key: SHA-256, see CacheEntry.Key. size: about how many bytes the entry takes.
        CREATE TABLE entries (
          id INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, used_ns INTEGER NOT NULL,
          made_ns INTEGER NOT NULL, size INTEGER NOT NULL, model TEXT NOT NULL,
          result BLOB NOT NULL, body BLOB NOT NULL, usage BLOB);
        CREATE INDEX by_use ON entries (used_ns, size);
        PRAGMA user_version = \(version);
        """)
  }

  /// Removes the least recently used entries until the rest has at most so many bytes.
  ///
  /// A tenth more goes, so that the next entry does not call for it again.
  ///
  /// - Returns: How many were removed.
  @discardableResult
  static func prune(_ db: Database, to limit: Int) throws -> Int {
    let size = try Int.fetchOne(db, sql: "SELECT coalesce(sum(size), 0) FROM entries") ?? 0
    guard size > limit else { return 0 }
    var excess = size - (limit - limit / 10)
    var doomed: [Int64] = []
    let rows = try Row.fetchCursor(db, sql: "SELECT id, size FROM entries ORDER BY used_ns, id")
    while excess > 0, let row = try rows.next() {
      doomed.append(try row.checked("id"))
      let size: Int = try row.checked("size")
      excess -= size
    }
    try db.inTransaction(.immediate) {
      for id in doomed {
        try db.execute(sql: "DELETE FROM entries WHERE id = ?", arguments: [id])
      }
      return .commit
    }
    return doomed.count
  }
}
