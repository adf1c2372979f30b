import GRDB

/// The tables of a run's database.
///
/// Everything is appended, nothing is updated but `meta`. Small columns stand before large ones, so
/// that counting tokens does not page through replies. The only index beside the keys is that of
/// the calls' paths: a run that is written needs no other, and a reader goes through a table once.
enum Schema {
  /// The version that this program writes and reads.
  static let version = 3
  /// What tells our files from other SQLite databases: "TTrn".
  static let applicationID = 0x5454_726E

  /// Makes the tables of an empty database.
  static func create(in db: Database) throws {
    try db.execute(sql: "PRAGMA application_id = \(applicationID)")
    try db.execute(sql: tables)
    try db.execute(sql: "PRAGMA user_version = \(version)")
  }

  /// Refuses what is no run, or one of a newer program.
  static func check(_ db: Database, file: String) throws {
    let tables = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") ?? 0
    guard tables > 0 else {
      throw RunStoreError(.notARun, file, "it is empty; the run ended before it began")
    }
    guard try Int.fetchOne(db, sql: "PRAGMA application_id") == applicationID else {
      throw RunStoreError(.notARun, file, "it is the database of another program")
    }
    let found = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
    guard found <= version else {
      throw RunStoreError(.newerSchema, file, "schema \(found), this one reads up to \(version)")
    }
  }

  /// session: the process that logged the call; unit: the one that was being made then.
  ///
  /// A path is logged once in each session: a call that failed is sent again when the run is resumed, and
  /// the latest row of a path holds. status: 0, or a failure's tt_status. outcome: the reply's or the error's
  /// JSON. A body is a BLOB, or the numbers of its parts in blobs as TEXT. attempts: 0 for an outcome that
  /// was paid for elsewhere. llm: what the study calls the model. cost: picodollars, NULL when nobody knows.
  /// chain: the hash over this call and all before it.
  static let calls = """
    CREATE TABLE calls (
      id INTEGER PRIMARY KEY, path TEXT NOT NULL, session INTEGER NOT NULL, unit INTEGER NOT NULL,
      op TEXT NOT NULL, step INTEGER NOT NULL,
      agent TEXT, purpose TEXT, llm TEXT, model TEXT, status INTEGER NOT NULL, tokens_in INTEGER NOT NULL,
      tokens_cached INTEGER NOT NULL, tokens_out INTEGER NOT NULL,
      tokens_reasoning INTEGER NOT NULL, cost INTEGER, attempts INTEGER NOT NULL, started_ns INTEGER NOT NULL,
      finished_ns INTEGER NOT NULL, request_hash BLOB NOT NULL, chain BLOB NOT NULL, body,
      envelope BLOB NOT NULL, outcome BLOB NOT NULL, outcome_body, UNIQUE (path, session));
    """

  /// Calls that were sent under a budget, each time that they were, with what each could use at most.
  ///
  /// One that is not in `calls` was never answered, as far as the run knows, and may have been paid for.
  static let sent = """
    CREATE TABLE sent (
      path TEXT NOT NULL, session INTEGER NOT NULL, attempt INTEGER NOT NULL, llm TEXT NOT NULL,
      agent TEXT, calls INTEGER NOT NULL, tokens INTEGER NOT NULL, cost INTEGER NOT NULL,
      PRIMARY KEY (path, session, attempt)) WITHOUT ROWID;

    -- Of those, the attempts that were not answered though their call was, by another.
    CREATE TABLE lost (
      path TEXT NOT NULL, session INTEGER NOT NULL, attempt INTEGER NOT NULL,
      PRIMARY KEY (path, session, attempt)) WITHOUT ROWID;
    """

  /// The processes that wrote the run: the first, and those that resumed it.
  static let sessions = """
    CREATE TABLE sessions (
      number INTEGER PRIMARY KEY, started_ns INTEGER NOT NULL, json TEXT NOT NULL);
    """

  /// The files that the study was read from, as they were.
  static let inputs = """
    CREATE TABLE inputs (
      path TEXT PRIMARY KEY, sha256 BLOB NOT NULL, bytes BLOB NOT NULL) WITHOUT ROWID;
    """

  private static let tables = """
    CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;

    -- What was committed together. trace_hash: the chain over all events before next_seq.
    CREATE TABLE units (
      number INTEGER PRIMARY KEY, kind TEXT NOT NULL, step INTEGER NOT NULL,
      next_seq INTEGER NOT NULL, trace_hash BLOB NOT NULL, committed_ns INTEGER NOT NULL);

    CREATE TABLE agents (
      number INTEGER PRIMARY KEY, name TEXT NOT NULL, joined_seq INTEGER NOT NULL,
      unit INTEGER NOT NULL);

    -- witnesses: NULL nobody, '*' everyone, '*-3' everyone but 3, '1 4' these.
    -- json: the canonical bytes.
    CREATE TABLE events (
      seq INTEGER PRIMARY KEY, unit INTEGER NOT NULL, kind TEXT NOT NULL, step INTEGER NOT NULL,
      time_ns INTEGER NOT NULL, agent TEXT, witnesses TEXT, json BLOB NOT NULL);

    -- These people perceived all that had reached them before an event; what came later waits.
    CREATE TABLE perceptions (
      unit INTEGER NOT NULL, before_seq INTEGER NOT NULL, agents TEXT NOT NULL);

    \(calls)

    \(sent)
    \(sessions)
    \(inputs)

    -- External effects that were begun; one that is not in calls has an unknown outcome.
    CREATE TABLE begun (
      path TEXT PRIMARY KEY, op TEXT NOT NULL, step INTEGER NOT NULL, agent TEXT,
      request_hash BLOB NOT NULL, begun_ns INTEGER NOT NULL) WITHOUT ROWID;

    CREATE TABLE blobs (id INTEGER PRIMARY KEY, sha256 BLOB NOT NULL, bytes BLOB NOT NULL);

    -- agent NULL: shared. value NULL: deleted.
    -- After a unit, the latest row of a key at or before it holds.
    CREATE TABLE store (
      unit INTEGER NOT NULL, agent INTEGER, namespace TEXT NOT NULL, key BLOB NOT NULL,
      value BLOB);

    CREATE TABLE states (
      unit INTEGER NOT NULL, instance TEXT NOT NULL, version INTEGER NOT NULL,
      json BLOB NOT NULL);

    CREATE TABLE snapshots (unit INTEGER PRIMARY KEY, checkpoint TEXT, json BLOB NOT NULL);

    CREATE TABLE results (
      unit INTEGER NOT NULL, file TEXT NOT NULL, rows INTEGER NOT NULL, sha256 BLOB NOT NULL,
      codebook BLOB NOT NULL);
    """
}
