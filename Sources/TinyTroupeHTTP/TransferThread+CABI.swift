import CLinuxEvents
import Glibc

/// Starts the thread on which all transfers of a client happen.
enum TransferThread {
  private final class Start {
    let body: @Sendable () -> Void

    init(_ body: @escaping @Sendable () -> Void) {
      self.body = body
    }
  }

  /// Runs `body` on a detached thread of its own; false when the system refuses one.
  static func start(_ body: @escaping @Sendable () -> Void) -> Bool {
    // SAFETY: the new thread takes the reference over; when there is none it is released below.
    let start = Unmanaged.passRetained(Start(body))
    var thread = pthread_t()
    let status = pthread_create(
      &thread, nil,
      { context in
        guard let context else { return nil }
        tt_name_this_thread("tt-http")
        Unmanaged<Start>.fromOpaque(context).takeRetainedValue().body()
        return nil
      }, start.toOpaque())
    guard status == 0 else {
      start.release()
      return false
    }
    pthread_detach(thread)
    return true
  }
}
