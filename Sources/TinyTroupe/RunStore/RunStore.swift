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
  package let log: EventLog
  /// The committed values of `tt.store`.
  package let committed: CommittedStore
  /// Where the run went on from; nil for one that began with nothing.
  package let origin: RestorePoint?

  private let writer: StoreWriter

  /// The folder's name, which identifies the run.
  package var name: String { folder.name }

  private init(_ folder: RunFolder, _ writer: StoreWriter, _ past: RestoredRun?) {
    self.folder = folder
    self.writer = writer
    log = past?.log ?? EventLog()
    committed = past?.values ?? CommittedStore()
    origin = past?.point
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
  ///   - inputs: The files that the study was read from.
  package static func create(
    in runs: String, name: String, startedAt wallTime: Int64, manifest: JSON,
    inputs: [RunInput] = []
  ) async throws(RunStoreError) -> RunStore {
    try await open(
      NewRun(runs: runs, name: name, wallTime: wallTime, manifest: manifest, inputs: inputs))
  }

  /// Opens a run that ended early, to go on after its last unit; `latest` points at it again.
  ///
  /// - Parameters:
  ///   - wallNS: Now, in nanoseconds since 1970, in UTC.
  ///   - session: What is to be known of this process beside the run's manifest.
  /// - Throws: `inUse` while another process writes it; what makes a run unreadable.
  package static func resume(
    _ folder: RunFolder, at wallNS: Int64, session: JSON
  ) async throws(RunStoreError) -> RunStore {
    try await open(ResumedRun(run: folder, wallNS: wallNS, session: session))
  }

  /// Makes a new run whose past is that of another up to a unit.
  package static func fork(
    _ parent: RunFolder, through unit: Int, in runs: String, name: String,
    startedAt wallTime: Int64, manifest: JSON, inputs: [RunInput]
  ) async throws(RunStoreError) -> RunStore {
    let run = NewRun(
      runs: runs, name: name, wallTime: wallTime, manifest: manifest, inputs: inputs)
    return try await open(ForkedRun(run: run, parent: parent, unit: unit))
  }

  private static func open(_ opening: some RunOpening) async throws(RunStoreError) -> RunStore {
    let result: Result<RunStore, RunStoreError> = await withCheckedContinuation { continuation in
      StoreWriter.start(opening) { started in
        // On the writer's thread, which may wait for the disk.
        continuation.resume(
          returning: started.flatMap { folder, writer in
            do throws(RunStoreError) {
              return .success(RunStore(folder, writer, try opening.past(of: folder)))
            } catch {
              writer.close()
              return .failure(error)
            }
          })
      }
    }
    return try result.get()
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

  /// Notes that a call is about to be sent; returns when that is durable.
  func note(_ call: SentCall) async throws(RunStoreError) {
    try await submitted { completion in
      self.writer.post(Write(call.path, { try $0.note(call) }, completion: completion))
    }
  }

  /// Notes that a call was sent and that no answer came; returns when that is durable.
  func noteLost(_ call: SentCall) async throws(RunStoreError) {
    try await submitted { completion in
      self.writer.post(Write(call.path, { try $0.noteLost(call) }, completion: completion))
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
