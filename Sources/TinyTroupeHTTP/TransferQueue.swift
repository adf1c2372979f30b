import CLinuxEvents
import Glibc
import Synchronization

/// What other threads ask of the transfer thread.
enum TransferCommand: Sendable {
  /// Starts a transfer.
  case start(HTTPTransfer, onEvent: @Sendable (HTTPEvent, HTTPTransfer) -> Void)
  /// Looks at a transfer's flags: it was cancelled or resumed.
  case review(HTTPTransfer)
  /// Ends every transfer and then the thread.
  case stop
}

/// The way into the transfer thread: commands in order, and a bell for when it sleeps.
final class TransferQueue: Sendable {
  private struct State {
    var commands: [TransferCommand] = []
    var isAsleep = false
    var isClosed = false
  }

  /// An eventfd, open as long as this queue lives, so that a late ring never meets another file.
  let bell: Int32
  private let state = Mutex(State())

  init() {
    bell = eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC))
    precondition(bell >= 0, "the system refuses an event file descriptor (errno \(errno))")
  }

  deinit {
    Glibc.close(bell)
  }

  /// Queues a command; false when the thread has stopped taking them. [any thread, does not block]
  @discardableResult
  func add(_ command: TransferCommand) -> Bool {
    let (isTaken, mustRing) = state.withLock { state in
      guard !state.isClosed else { return (false, false) }
      state.commands.append(command)
      defer { state.isAsleep = false }
      return (true, state.isAsleep)
    }
    // A ring for each sleep is enough, and a busy thread needs none: that saves a system call a
    // request.
    if mustRing { eventfd_write(bell, 1) }
    return isTaken
  }

  /// The commands since the last call. [transfer thread]
  func takeAll() -> [TransferCommand] {
    state.withLock { state in
      state.isAsleep = false
      return exchange(&state.commands, with: [])
    }
  }

  /// Whether the thread may sleep: nothing is queued, and from now on `add` rings the bell.
  /// [transfer thread]
  func mayFallAsleep() -> Bool {
    state.withLock { state in
      state.isAsleep = state.commands.isEmpty
      return state.isAsleep
    }
  }

  /// Silences the bell. [transfer thread]
  func silence() {
    var rings: UInt64 = 0
    eventfd_read(bell, &rings)
  }

  /// Takes no further commands, and returns the last ones. [transfer thread]
  func close() -> [TransferCommand] {
    state.withLock { state in
      state.isClosed = true
      return exchange(&state.commands, with: [])
    }
  }
}
