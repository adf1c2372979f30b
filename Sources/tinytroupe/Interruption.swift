import Dispatch
import Glibc
import Synchronization

/// Ctrl-C: the first stops a run cleanly after the calls in flight, the second ends the process at once.
enum Interruption {
  /// Runs `body` as a task that Ctrl-C cancels.
  static func stoppable<Value: Sendable>(
    _ body: @escaping @Sendable () async throws -> Value
  ) async throws -> Value {
    let task = Task { try await body() }
    let presses = Atomic(0)
    _ = signal(SIGINT, SIG_IGN)
    let source = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global())
    source.setEventHandler {
      if presses.add(1, ordering: .relaxed).newValue > 1 { Process.exit(130) }
      StandardError.write("Stopping after the calls in flight; press Ctrl-C again to stop at once.")
      task.cancel()
    }
    source.resume()
    defer {
      source.cancel()
      _ = signal(SIGINT, SIG_DFL)
    }
    return try await task.value
  }
}
