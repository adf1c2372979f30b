import Glibc
import Synchronization
import TinyTroupeKernel

/// Brings what was written to the disk within 50 ms, on a thread of its own.
///
/// A write of SQLite in WAL mode is in the system's cache when it returns: enough to survive the
/// process, not a power loss. Syncing at each commit would cost milliseconds each; so the log is
/// synced half a period after the first write that it has not seen, while the writer goes on.
final class PowerLossGuard: Sendable {
  private struct State {
    var isDirty = false
    var isEnding = false
    var failure: Int32 = 0
  }

  private let state = Mutex(State())
  private let wakeups = Semaphore()

  /// Starts the thread.
  ///
  /// `sync` answers 0 or an `errno`; `end` is called last.
  init(
    period: Duration = .milliseconds(50), start: @escaping @Sendable () -> Void = {},
    sync: @escaping @Sendable () -> Int32, end: @escaping @Sendable () -> Void
  ) {
    // Leaves the other half of the period to the disk.
    let pause = UInt32(period.components.attoseconds / 1_000_000_000_000 / 2)
    startThread(named: "tt-sync") { [self] in
      start()
      while waitForWrites() {
        usleep(pause)
        state.withLock { $0.isDirty = false }
        let failure = sync()
        if failure != 0 { state.withLock { $0.failure = failure } }
      }
      _ = sync()
      end()
    }
  }

  /// Notes that there is something to sync.
  func wrote() {
    let isFirst = state.withLock { state in
      defer { state.isDirty = true }
      return !state.isDirty
    }
    if isFirst { wakeups.signal() }
  }

  /// The `errno` of a sync that failed; 0 when none did.
  var failure: Int32 { state.withLock { $0.failure } }

  /// Ends the thread, after a last sync.
  func stop() {
    state.withLock { $0.isEnding = true }
    wakeups.signal()
  }

  private func waitForWrites() -> Bool {
    wakeups.wait()
    return state.withLock { !$0.isEnding }
  }
}
