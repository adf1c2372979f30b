import GRDB
import TinyTroupeJSON

/// How a run's database comes to be: all on the writer's thread, because it waits for the disk.
protocol RunOpening: Sendable {
  /// Makes or finds the folder.
  func folder() throws(RunStoreError) -> RunFolder
  /// Prepares the connection, before the first transaction.
  func attach(_ db: Database) throws
  /// Fills the database, within the first transaction.
  func fill(_ db: Database, _ session: WriteSession) throws
  /// What the run goes on from, once the database is filled; nil when it begins with nothing.
  func past(of folder: RunFolder) throws(RunStoreError) -> RestoredRun?
}

/// What a run goes on from: all that was committed before.
struct RestoredRun: Sendable {
  let log: EventLog
  let values: CommittedStore
  let point: RestorePoint

  /// Reads all of it; nil when nothing was committed.
  init?(_ folder: RunFolder) throws(RunStoreError) {
    let reader = try RunReader.open(folder)
    guard let point = try reader.restorePoint() else { return nil }
    self.point = point
    log = try reader.restoreLog()
    values = try reader.restoreValues()
  }
}

/// A run that begins.
struct NewRun: RunOpening {
  let runs: String
  let name: String
  let wallTime: Int64
  let manifest: JSON
  let inputs: [RunInput]

  func folder() throws(RunStoreError) -> RunFolder {
    try RunFolder.make(in: runs, name: name, startedAt: wallTime)
  }

  func attach(_ db: Database) {}

  func fill(_ db: Database, _ session: WriteSession) throws {
    try Schema.create(in: db)
    try describe(session)
    try session.open(at: wallTime * 1_000_000_000, "{}")
  }

  func describe(_ session: WriteSession) throws {
    try session.setMeta("name", name)
    try session.setMeta("started_ns", wallTime * 1_000_000_000)
    try session.setMeta("manifest", manifest.text)
    for input in inputs { try session.keep(input) }
  }

  func past(of folder: RunFolder) throws(RunStoreError) -> RestoredRun? {
    // Only now, since a run that dies before its first commit is none that could be resumed.
    try RunFolder.pointLatest(at: folder)
    return nil
  }
}

/// A run that goes on after its last unit.
struct ResumedRun: RunOpening {
  let run: RunFolder
  let wallNS: Int64
  let session: JSON

  func folder() throws(RunStoreError) -> RunFolder {
    // SQLite would make what is not there.
    guard RunFolder.exists(run.database) else { throw RunStoreError(.notFound, run.path) }
    return run
  }

  func attach(_ db: Database) throws {
    try Schema.check(db, file: run.database)
  }

  func fill(_ db: Database, _ session: WriteSession) throws {
    try Schema.migrate(db)
    try session.goOn()
    try session.open(at: wallNS, self.session.text)
  }

  func past(of folder: RunFolder) throws(RunStoreError) -> RestoredRun? {
    try RunFolder.pointLatest(at: folder)
    return try RestoredRun(folder)
  }
}
