import CLinuxEvents
import Glibc

/// Starts the thread on which all transfers of a client happen.
enum TransferThread {
  private final class Work {
    var body: (@Sendable () -> Void)?
    let onEnd: @Sendable () -> Void

    init(_ body: @escaping @Sendable () -> Void, onEnd: @escaping @Sendable () -> Void) {
      self.body = body
      self.onEnd = onEnd
    }

    func perform() {
      body?()
      body = nil
      onEnd()
    }
  }

  /// Runs `body` on a detached thread of its own; false when the system refuses one.
  ///
  /// `onEnd` comes when `body` has returned and everything that it held has been released.
  static func start(
    _ body: @escaping @Sendable () -> Void, onEnd: @escaping @Sendable () -> Void
  ) -> Bool {
    // SAFETY: the new thread takes the reference over; when there is none it is released below.
    let work = Unmanaged.passRetained(Work(body, onEnd: onEnd))
    var thread = pthread_t()
    let status = pthread_create(
      &thread, nil,
      { context in
        guard let context else { return nil }
        tt_name_this_thread("tt-http")
        TransferThread.blockBrokenPipes()
        Unmanaged<Work>.fromOpaque(context).takeRetainedValue().perform()
        return nil
      }, work.toOpaque())
    guard status == 0 else {
      work.release()
      return false
    }
    pthread_detach(thread)
    return true
  }

  /// Keeps SIGPIPE from ending the process when a server closes a TLS connection under a write.
  ///
  /// The signal goes to the writing thread, so blocking it here is enough, and changes nothing for
  /// others.
  private static func blockBrokenPipes() {
    var set = sigset_t()
    sigemptyset(&set)
    sigaddset(&set, SIGPIPE)
    pthread_sigmask(SIG_BLOCK, &set, nil)
  }
}
