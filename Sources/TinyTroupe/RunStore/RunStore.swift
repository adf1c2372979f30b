import GRDB
import Synchronization
package import TinyTroupeDigest
package import TinyTroupeJSON

/// How a run ended, or that it has not.
package enum RunStatus: String, Sendable, Hashable {
  case running
  case finished
  /// Ended early with partial results; it can be resumed.
  case stopped
  case failed
}

/// A run while it is written: its folder, its events and values in memory, its database.
///
/// Everything that the functions accept is durable when they return: it survives the death of the
/// process at once, because it is in the system's cache, and a power loss 50 ms later, because the
/// write-ahead log is synced by then (`PowerLossGuard`). The functions may be called from any
/// thread; none blocks one. The database is written by one thread, in the order of the calls.
package final class RunStore: Sendable {
  /// Where the run is.
  package let folder: RunFolder
  /// The events, which the engine appends as they happen and commits by units.
  package let log = EventLog()
  /// The committed values of `tt.store`.
  package let committed = CommittedStore()

  private let writer: StoreWriter

  /// The folder's name, which identifies the run.
  package var name: String { folder.name }

  private init(folder: RunFolder, writer: StoreWriter) {
    self.folder = folder
    self.writer = writer
  }

  deinit {
    writer.close()
  }

  /// Makes the folder and the database of a new run, and points `latest` at it.
  ///
  /// - Parameters:
  ///   - runs: The folder of all runs; made if it is not there.
  ///   - name: What the study is called; made safe for a file name.
  ///   - wallTime: When the run began, in seconds since 1970, in UTC.
  ///   - manifest: What a reader must know to understand or repeat the run.
  package static func create(
    in runs: String, name: String, startedAt wallTime: Int64, manifest: JSON
  ) async throws(RunStoreError) -> RunStore {
    let result = await withCheckedContinuation { continuation in
      NewRun(runs: runs, name: name, wallTime: wallTime, manifest: manifest).start {
        continuation.resume(returning: $0)
      }
    }
    let (folder, writer) = try result.get()
    return RunStore(folder: folder, writer: writer)
  }

  /// Logs how a call ended.
  ///
  /// Returns when the outcome is durable, that is: may be used.
  ///
  /// - Throws: `repeatedCall` when the path is in the log; otherwise why it cannot be written.
  package func append(_ call: CallRecord) async throws(RunStoreError) {
    try await submitted { self.append(call, completion: $0) }
  }

  /// Logs how a call ended.
  ///
  /// The completion runs on the writer's thread once the outcome is durable; it must not block.
  package func append(
    _ call: CallRecord, completion: @escaping @Sendable (Result<Void, RunStoreError>) -> Void
  ) {
    let prepared = PreparedCall(call)
    writer.post(Write(call.path, { try $0.append(prepared) }, completion: completion))
  }

  /// Logs that an external effect is about to happen.
  ///
  /// Returns when that is durable: perform it then, and append its call after.
  package func begin(_ effect: BegunEffect) async throws(RunStoreError) {
    try await submitted { completion in
      self.writer.post(Write(effect.path, { try $0.begin(effect) }, completion: completion))
    }
  }

  /// Commits a unit whole, or not at all; then its values are seen in `committed`.
  @discardableResult
  package func commit(_ unit: UnitCommit) async throws(RunStoreError) -> CommittedUnit {
    let events = unit.events.map(\.event.canonicalBytes)
    return try await submitted { completion in
      self.writer.post(
        Write("unit", isAlone: true, { try $0.write(unit, events) }) { [committed] result in
          // On the writer's thread: memory follows the database in the order of the commits.
          if case .success = result { committed.apply(unit.writes) }
          completion(result)
        })
    }
  }

  /// Notes how the run ended.
  ///
  /// - Parameter wallTime: When it ended, in nanoseconds since 1970, in UTC.
  /// - Returns: The trace hash: that of all events.
  @discardableResult
  package func finish(
    _ status: RunStatus, at wallTime: Int64
  ) async throws(RunStoreError) -> SHA256Digest {
    try await submitted { completion in
      self.writer.post(
        Write(
          "end", isAlone: true,
          { session in
            try session.setMeta("status", status.rawValue)
            try session.setMeta("finished_ns", wallTime)
            try session.setMeta("trace_hash", session.traceHash.description)
            return session.traceHash
          }, completion: completion))
    }
  }

  /// Closes the database once all is written.
  ///
  /// Whatever comes later is refused.
  package func close() async {
    await withCheckedContinuation { continuation in
      writer.close { continuation.resume() }
    }
  }

  private func submitted<Value: Sendable>(
    _ submit: (@escaping @Sendable (Result<Value, RunStoreError>) -> Void) -> Void
  ) async throws(RunStoreError) -> Value {
    let result = await withCheckedContinuation { continuation in
      submit { continuation.resume(returning: $0) }
    }
    return try result.get()
  }
}

/// The making of a run, done on the writer's thread because it waits for the disk.
private struct NewRun: Sendable {
  let runs: String
  let name: String
  let wallTime: Int64
  let manifest: JSON

  func start(
    _ ready: @escaping @Sendable (Result<(RunFolder, StoreWriter), RunStoreError>) -> Void
  ) {
    StoreWriter.start(
      makeFolder: { () throws(RunStoreError) in
        try RunFolder.make(in: runs, name: name, startedAt: wallTime)
      }, setUp: { try fill($0) }, ready: ready)
  }

  private func fill(_ session: WriteSession) throws {
    try session.setMeta("name", name)
    try session.setMeta("started_ns", wallTime * 1_000_000_000)
    try session.setMeta("status", RunStatus.running.rawValue)
    try session.setMeta("manifest", manifest.text)
  }
}
