import FoundationEssentials
import GRDB
import Glibc
import Synchronization
import TinyTroupeDigest
import TinyTroupeKernel

/// Keeps replies of models over several runs, in one file that many processes may use at a time.
///
/// A cache is a convenience: what goes wrong with it while a run uses it is told once, and the run goes on
/// without. Functions may be called from any thread; the asynchronous ones hold none while they wait for the
/// disk.
package final class SharedCache: Sendable {
  /// The file.
  package let file: String

  private let queue: DatabaseQueue
  private let limit: Int
  private let state = Mutex(State())

  private struct State {
    var isBroken = false
    var keptSincePruning = 0
  }

  /// After so many new entries the size is looked at again.
  private static let pruningInterval = 64
  /// A use is noted when the last one is so long ago, so that a hit is no write.
  private static let noticeInterval: Int64 = 3600 * 1_000_000_000

  /// Opens a cache, or makes an empty one; reads the disk.
  ///
  /// - Parameters:
  ///   - limit: How many bytes of replies are kept; nil to keep all that is there.
  ///   - mustExist: Whether a file that is not there is an error.
  package init(_ file: String, limit: Int? = nil, mustExist: Bool = false) throws(CacheError) {
    self.file = file
    self.limit = limit ?? .max
    do {
      queue = try Self.open(file, mustExist: mustExist)
    } catch {
      throw CacheError(error, file)
    }
  }

  private static func open(_ file: String, mustExist: Bool) throws -> DatabaseQueue {
    if mustExist, !RunFolder.exists(file) { throw CacheError(file, "there is no such file") }
    // Made before SQLite does, so that nobody else may read it.
    // SAFETY: the path is a valid C string during the call.
    let descriptor = unsafe Glibc.open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw CacheError(file, RunFolder.systemMessage()) }
    close(descriptor)
    var configuration = Configuration()
    configuration.busyMode = .timeout(10)
    configuration.prepareDatabase { try $0.execute(sql: "PRAGMA synchronous = NORMAL") }
    let queue = try DatabaseQueue(path: file, configuration: configuration)
    try queue.inDatabase { try CacheSchema.prepare($0, file: file) }
    return queue
  }

  /// The reply that is kept under a key; nil when there is none.
  func reply(_ key: CacheEntry.Key) async -> Reply? {
    guard isSound else { return nil }
    return await withCheckedContinuation { continuation in
      queue.asyncWriteWithoutTransaction { [self] db in
        continuation.resume(returning: attempt { try find(key, in: db) } ?? nil)
      }
    }
  }

  /// Keeps a reply; one that another process has kept meanwhile stays as it is.
  func keep(_ entry: CacheEntry) async {
    guard isSound else { return }
    await withCheckedContinuation { continuation in
      queue.asyncWriteWithoutTransaction { [self] db in
        attempt { try insert(entry, into: db) }
        continuation.resume()
      }
    }
  }

  private var isSound: Bool { state.withLock { !$0.isBroken } }

  /// Does something with the database; what fails ends the cache's use, and is told once.
  @discardableResult
  private func attempt<Value>(_ body: () throws -> Value) -> Value? {
    do {
      return try body()
    } catch {
      let wasSound = state.withLock { state in
        defer { state.isBroken = true }
        return !state.isBroken
      }
      if wasSound {
        KernelLog.write(
          .warning, plugin: "cache", "\(CacheError(error, file)) The run goes on without it.")
      }
      return nil
    }
  }

  private func find(_ key: CacheEntry.Key, in db: Database) throws -> Reply? {
    let row = try Row.fetchOne(
      db, sql: "SELECT id, used_ns, result, body, usage FROM entries WHERE key = ?",
      arguments: [Data(key.digest.bytes)])
    guard let row else { return nil }
    let now = wallClock()
    let used: Int64 = try row.checked("used_ns")
    if now - used > Self.noticeInterval {
      let id: Int64 = try row.checked("id")
      try db.execute(
        sql: "UPDATE entries SET used_ns = ? WHERE id = ?", arguments: [now, id])
    }
    let result: Data = try row.checked("result")
    let body: Data = try row.checked("body")
    let usage: Data? = try row.checked("usage")
    return Reply(result: Array(result), body: Array(body), usage: usage.map { Array($0) })
  }

  private func insert(_ entry: CacheEntry, into db: Database) throws {
    guard entry.size <= limit else { return }
    try db.execute(
      sql: """
        INSERT OR IGNORE INTO entries (key, used_ns, made_ns, size, model, result, body, usage)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        Data(entry.key.digest.bytes), wallClock(), wallClock(), entry.size, entry.model,
        Data(entry.reply.result), Data(entry.reply.body), entry.reply.usage.map { Data($0) },
      ])
    let isDue = state.withLock { state in
      state.keptSincePruning += 1
      guard state.keptSincePruning >= Self.pruningInterval else { return false }
      state.keptSincePruning = 0
      return true
    }
    if isDue { try CacheSchema.prune(db, to: limit) }
  }
}

// MARK: - Upkeep

extension SharedCache {
  /// What is in the cache; reads the disk.
  package func statistics() throws(CacheError) -> CacheStatistics {
    do {
      return try queue.read { try CacheStatistics($0, file: file) }
    } catch {
      throw CacheError(error, file)
    }
  }

  /// Removes what is too much or too old, and gives its room back; writes the disk.
  ///
  /// - Parameters:
  ///   - bytes: How many bytes of replies may stay; the least recently used go.
  ///   - days: What was not used for so many days goes.
  /// - Returns: How many entries were removed.
  package func prune(to bytes: Int? = nil, unusedFor days: Int? = nil) throws(CacheError) -> Int {
    do {
      return try queue.writeWithoutTransaction { db in
        var removed = 0
        if let days {
          let before = wallClock() - Int64(days) * 86_400 * 1_000_000_000
          try db.execute(sql: "DELETE FROM entries WHERE used_ns < ?", arguments: [before])
          removed += db.changesCount
        }
        if let bytes { removed += try CacheSchema.prune(db, to: bytes) }
        try db.execute(sql: "PRAGMA incremental_vacuum")
        return removed
      }
    } catch {
      throw CacheError(error, file)
    }
  }
}
