import Dispatch
import Glibc
import Synchronization
import TinyTroupe

/// Ctrl-C: the first lets the calls in flight end and then stops the run, the second ends the process at once.
///
/// Either way the run can be resumed, which the exit status says.
enum Interruption {
  private static let stoppedEarly: Int32 = 75

  /// Runs `body`, to which Ctrl-C passes the wish to stop.
  static func stopping<Value: Sendable>(
    _ stop: StopRequest, _ body: @escaping @Sendable () async throws -> Value
  ) async throws -> Value {
    let presses = Atomic(0)
    _ = signal(SIGINT, SIG_IGN)
    let source = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global())
    source.setEventHandler {
      if presses.add(1, ordering: .relaxed).newValue > 1 { Process.exit(stoppedEarly) }
      stop.request()
      StandardError.write("Stopping after the calls in flight; press Ctrl-C again to stop at once.")
    }
    source.resume()
    defer {
      source.cancel()
      _ = signal(SIGINT, SIG_DFL)
    }
    return try await body()
  }
}
