import GRDB
import Glibc
import TinyTroupeKernel

/// The thread that alone writes a run's database, with a mailbox and group commit.
///
/// Whoever posts a job goes on at once and hears of it after the commit that holds it. What arrives
/// while one commit runs shares the next, so that the price of a commit is paid once for many
/// calls.
final class StoreWriter: Sendable {
  private let folder: RunFolder
  private let mailbox: WriteMailbox

  private init(_ folder: RunFolder) {
    self.folder = folder
    mailbox = WriteMailbox(for: folder.database)
  }

  /// Starts the thread with a run.
  ///
  /// - Parameters:
  ///   - opening: Makes or finds the run's folder, and fills its database.
  ///   - ready: Learns, on the new thread, whether the writer takes jobs.
  static func start(
    _ opening: some RunOpening,
    ready: @escaping @Sendable (Result<(RunFolder, StoreWriter), RunStoreError>) -> Void
  ) {
    startThread(named: "tt-store") {
      do throws(RunStoreError) {
        let folder = try opening.folder()
        let writer = StoreWriter(folder)
        try writer.run(opening) { ready(.success((folder, writer))) }
        writer.mailbox.end()
      } catch {
        ready(.failure(error))
      }
    }
  }

  /// Queues a job. [any thread, does not block]
  func post(_ job: any WriteJob) {
    mailbox.post(job)
  }

  /// Ends the thread once all that was posted is written; `onEnd` is called when the database is
  /// closed.
  func close(onEnd: @escaping @Sendable () -> Void = {}) {
    mailbox.close(onEnd: onEnd)
  }
}

// MARK: - The thread

extension StoreWriter {
  /// Holds the run's lock from here to the end.
  private func run(
    _ opening: some RunOpening, _ ready: () -> Void
  ) throws(RunStoreError) {
    let lock = try RunLock(folder)
    do {
      let queue = try DatabaseQueue(path: folder.database, configuration: Self.configuration)
      // The connection belongs to this thread until the run is closed.
      try queue.inDatabase { try serve($0, opening, ready) }
      // All is written; a connection that will not close ends with the process.
      try? queue.close()
    } catch {
      throw RunStoreError(error, about: folder.database)
    }
    _ = consume lock
  }

  private func serve(
    _ db: Database, _ opening: some RunOpening, _ ready: () -> Void
  ) throws {
    let session = WriteSession(db)
    try opening.attach(db)
    do {
      try session.begin()
      try opening.fill(db, session)
      try session.commit()
    } catch {
      session.undo()
      throw error
    }
    let guardian = try makeGuard()
    defer { guardian.stop() }
    guardian.wrote()
    ready()
    while let jobs = mailbox.take() { write(jobs, session, guardian) }
  }

  private static var configuration: Configuration {
    var configuration = Configuration()
    configuration.journalMode = .wal
    configuration.busyMode = .timeout(10)
    // A rollback that the disk refuses must not trap; the failure has been told.
    configuration.allowsUnsafeTransactions = true
    configuration.prepareDatabase { db in
      try db.execute(sql: "PRAGMA synchronous = NORMAL")
      // 16 MB between checkpoints, which sync twice.
      try db.execute(sql: "PRAGMA wal_autocheckpoint = 4000")
    }
    return configuration
  }

  private func makeGuard() throws -> PowerLossGuard {
    let log = folder.database + "-wal"
    // SAFETY: the path is a valid C string during the call. SQLite locks other files, so closing
    // this one is harmless.
    let descriptor = unsafe open(log, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw RunStoreError(.inaccessible, log, "its log cannot be opened")
    }
    return PowerLossGuard(
      start: { [folder] in folder.sync() }, sync: { fdatasync(descriptor) == 0 ? 0 : errno },
      end: { _ = Glibc.close(descriptor) })
  }

  /// Writes jobs in order, in as few transactions as they allow.
  private func write(
    _ jobs: [any WriteJob], _ session: WriteSession, _ guardian: PowerLossGuard
  ) {
    var shared: [any WriteJob] = []
    for job in jobs {
      guard job.isAlone else {
        shared.append(job)
        continue
      }
      writeTogether(shared, session, guardian)
      shared = []
      writeTogether([job], session, guardian)
    }
    writeTogether(shared, session, guardian)
  }

  /// Writes jobs in one transaction and tells each how it went.
  private func writeTogether(
    _ jobs: [any WriteJob], _ session: WriteSession, _ guardian: PowerLossGuard
  ) {
    guard !jobs.isEmpty else { return }
    do {
      if guardian.failure != 0 {
        throw RunStoreError(
          .inaccessible, folder.database, "the disk failed to keep it (error \(guardian.failure))")
      }
      try session.begin()
      let errors = try jobs.map { try perform($0, session) }
      try session.commit()
      guardian.wrote()
      for (job, error) in zip(jobs, errors) { job.end(error) }
    } catch {
      session.undo()
      let reason = RunStoreError(error, about: folder.database)
      for job in jobs { job.end(reason) }
    }
  }

  /// Performs one job of several; a row that is refused by a key concerns its job alone.
  private func perform(_ job: any WriteJob, _ session: WriteSession) throws -> RunStoreError? {
    do {
      try job.perform(session)
      return nil
    } catch let error as DatabaseError
      where error.resultCode == .SQLITE_CONSTRAINT && !job.isAlone && session.isInTransaction
    {
      return RunStoreError(.repeatedCall, job.subject)
    }
  }
}
