import CLinuxEvents
import Glibc

/// Starts the server's thread.
enum ServerThread {
  private final class Start {
    let body: @Sendable () -> Void

    init(_ body: @escaping @Sendable () -> Void) {
      self.body = body
    }
  }

  /// Runs `body` on a new thread that must be joined; nil when the system refuses one.
  static func start(_ body: @escaping @Sendable () -> Void) -> pthread_t? {
    // SAFETY: the new thread takes the reference over; when there is none it is released below.
    let start = Unmanaged.passRetained(Start(body))
    var thread = pthread_t()
    let status = pthread_create(
      &thread, nil,
      { context in
        guard let context else { return nil }
        tt_name_this_thread("stub-server")
        Unmanaged<Start>.fromOpaque(context).takeRetainedValue().body()
        return nil
      }, start.toOpaque())
    guard status == 0 else {
      start.release()
      return nil
    }
    return thread
  }
}
