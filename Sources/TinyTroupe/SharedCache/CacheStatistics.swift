import GRDB

/// What is in a cache.
package struct CacheStatistics: Sendable {
  /// The replies of one model.
  package struct Model: Sendable {
    /// The version that the server reported.
    package let name: String
    /// How many replies.
    package let entries: Int
    /// About how many bytes they take.
    package let bytes: Int
  }

  /// By model, the largest first.
  package let models: [Model]
  /// When the oldest entry was made, nanoseconds since 1970 in UTC; nil when there is none.
  package let oldestNS: Int64?
  /// When the entry that would go first was last used, to the hour, nanoseconds since 1970 in UTC.
  package let leastUsedNS: Int64?

  /// How many replies there are.
  package var entries: Int { models.reduce(0) { $0 + $1.entries } }
  /// About how many bytes they take.
  package var bytes: Int { models.reduce(0) { $0 + $1.bytes } }

  init(_ db: Database, file: String) throws {
    let sql = """
      SELECT model, count(*) AS entries, sum(size) AS bytes FROM entries GROUP BY model
      ORDER BY bytes DESC, model
      """
    models = try Row.fetchAll(db, sql: sql).map { row in
      try Model(
        name: row.checked("model"), entries: row.checked("entries"), bytes: row.checked("bytes"))
    }
    oldestNS = try Int64.fetchOne(db, sql: "SELECT min(made_ns) FROM entries")
    leastUsedNS = try Int64.fetchOne(db, sql: "SELECT min(used_ns) FROM entries")
  }
}
