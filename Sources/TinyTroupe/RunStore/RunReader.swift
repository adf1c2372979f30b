import FoundationEssentials
import GRDB
import TinyTroupeDigest
package import TinyTroupeJSON

/// A run as others see it: commands, reports, a program in another process while the run is
/// written.
///
/// Every function reads the disk and blocks its thread, so none belongs on Swift's cooperative
/// pool. A function sees one state of the run; the next may see a later one.
package final class RunReader: Sendable {
  /// Where the run is.
  package let folder: RunFolder

  private let queue: DatabaseQueue

  private init(_ folder: RunFolder, _ queue: DatabaseQueue) {
    self.folder = folder
    self.queue = queue
  }

  /// Opens a run for reading.
  ///
  /// - Throws: `notFound`, `notARun`, `newerSchema`, `damaged` or `inaccessible`, with the reason.
  package static func open(_ folder: RunFolder) throws(RunStoreError) -> RunReader {
    guard RunFolder.exists(folder.database) else {
      throw RunStoreError(.notFound, folder.path)
    }
    var configuration = Configuration()
    configuration.readonly = true
    configuration.busyMode = .timeout(10)
    do {
      try bringUpToDate(folder, configuration)
      let queue = try DatabaseQueue(path: folder.database, configuration: configuration)
      let reader = RunReader(folder, queue)
      try reader.read { try Schema.check($0, file: folder.database) }
      return reader
    } catch {
      throw RunStoreError(reading: error, folder.database)
    }
  }

  /// Migrates what an older program wrote, unless somebody writes it now.
  private static func bringUpToDate(_ folder: RunFolder, _ readonly: Configuration) throws {
    let isOlder = try DatabaseQueue(path: folder.database, configuration: readonly).read { db in
      try Schema.check(db, file: folder.database)
      return try Schema.isOlder(db)
    }
    guard isOlder else { return }
    let lock = try RunLock(folder)
    try DatabaseQueue(path: folder.database).write { try Schema.migrate($0) }
    _ = consume lock
  }

  /// Reads one state of the database.
  func read<Value>(_ body: (Database) throws -> Value) throws(RunStoreError) -> Value {
    do {
      return try queue.read(body)
    } catch {
      throw RunStoreError(reading: error, folder.database)
    }
  }

  /// What a reader must know to understand or repeat the run.
  package func manifest() throws(RunStoreError) -> JSON {
    let text = try read { try Self.meta("manifest", in: $0, as: String.self) }
    do {
      return try JSON(parsing: text)
    } catch {
      throw RunStoreError(.damaged, folder.database, "its manifest is not JSON: \(error)")
    }
  }

  /// The run in a line.
  package func summary() throws(RunStoreError) -> RunSummary {
    let isLive = RunLock.isHeld(folder)
    return try read { db in
      let status = try Self.meta("status", in: db, as: String.self)
      let last = try Row.fetchOne(
        db, sql: "SELECT trace_hash, next_seq FROM units ORDER BY number DESC LIMIT 1")
      let hash = try last.map { try Self.digest($0.checked("trace_hash")) }
      return RunSummary(
        folder: folder,
        study: try Self.meta("name", in: db, as: String.self),
        startedNS: try Self.meta("started_ns", in: db, as: Int64.self),
        finishedNS: try Int64.fetchOne(db, sql: "SELECT value FROM meta WHERE key = 'finished_ns'"),
        status: RunStatus(rawValue: status) ?? .failed, isLive: isLive,
        steps: try Int.fetchOne(db, sql: "SELECT max(step) FROM units") ?? 0,
        agents: try Int.fetchOne(db, sql: "SELECT count(*) FROM agents") ?? 0,
        events: try last?.checked("next_seq") ?? 0,
        calls: try Int.fetchOne(db, sql: "SELECT count(*) FROM calls") ?? 0,
        traceHash: hash ?? HashChain.events.digest)
    }
  }

  /// Everybody who has joined, in canonical order.
  package func agents() throws(RunStoreError) -> [JoinedAgent] {
    try read { db in
      try Row.fetchAll(db, sql: "SELECT number, name, joined_seq FROM agents ORDER BY number")
        .map {
          try JoinedAgent(
            number: $0.checked("number"), name: $0.checked("name"), seq: $0.checked("joined_seq"))
        }
    }
  }

  private static func meta<Value: DatabaseValueConvertible>(
    _ key: String, in db: Database, as type: Value.Type
  ) throws -> Value {
    guard
      let value = try Value.fetchOne(
        db, sql: "SELECT value FROM meta WHERE key = ?", arguments: [key])
    else { throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "it has no '\(key)'") }
    return value
  }

  /// Takes a hash from a column.
  static func digest(_ column: Data) throws -> SHA256Digest {
    guard let digest = SHA256Digest(bytes: Array(column)) else {
      throw DatabaseError(
        resultCode: .SQLITE_CORRUPT, message: "a hash has \(column.count) bytes instead of 32")
    }
    return digest
  }
}

extension RunStoreError {
  /// Translates what SQLite says while a run is read: what a sound file would not say is damage.
  fileprivate init(reading error: any Error, _ file: String) {
    let translated = RunStoreError(error, about: file)
    self =
      translated.code == .refused
      ? RunStoreError(.damaged, file, translated.reason) : translated
  }
}
