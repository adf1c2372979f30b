import Synchronization
import TinyTroupeKernel

/// Ends what takes longer than it may.
///
/// One task looks after all calls in flight, once a second or when the next is due. A timer for each call
/// would outlive it by minutes, and there may be thousands of calls a second.
final class DeadlineWatch: Sendable {
  private struct Watched {
    let due: Duration
    let task: Task<Result<Reply, PluginError>, Never>
  }

  private struct State {
    var watched: [Int: Watched] = [:]
    var lastNumber = 0
    var isSweeping = false
  }

  /// How long a call may overrun at most.
  private static let interval = Duration.seconds(1)

  private let clock: TransportClock
  private let state = Mutex(State())

  init(clock: TransportClock) {
    self.clock = clock
  }

  /// Sends, and cancels the sending when the time is over; a cancelled caller cancels it too.
  func run(
    within limit: Duration, _ send: @escaping @Sendable () async throws(PluginError) -> Reply
  ) async -> SendResult {
    let task = Task { () async -> Result<Reply, PluginError> in
      do throws(PluginError) {
        return .success(try await send())
      } catch {
        return .failure(error)
      }
    }
    let number = watch(Watched(due: clock.now() + limit, task: task))
    let result = await withTaskCancellationHandler {
      await task.value
    } onCancel: {
      task.cancel()
    }
    let wasOverdue = state.withLock { $0.watched.removeValue(forKey: number) } == nil
    switch result {
    case .success(let reply): return .answered(reply)
    case .failure(let error):
      return wasOverdue && error.code == .cancelled ? .overdue : .failed(error)
    }
  }

  private func watch(_ watched: Watched) -> Int {
    let (number, mustSweep) = state.withLock { state in
      state.lastNumber += 1
      state.watched[state.lastNumber] = watched
      defer { state.isSweeping = true }
      return (state.lastNumber, !state.isSweeping)
    }
    // It belongs to no call: it ends when it has nothing left to watch.
    if mustSweep { Task.detached { await self.sweep() } }
    return number
  }

  private func sweep() async {
    while let pause = pause() {
      try? await clock.sleep(pause)
      for watched in overdue() { watched.task.cancel() }
    }
  }

  /// How long nothing is due; nil when nothing is watched.
  private func pause() -> Duration? {
    let now = clock.now()
    return state.withLock { state in
      guard let next = state.watched.values.map(\.due).min() else {
        state.isSweeping = false
        return nil
      }
      return min(max(next - now, .milliseconds(1)), Self.interval)
    }
  }

  private func overdue() -> [Watched] {
    let now = clock.now()
    return state.withLock { state in
      let late = state.watched.filter { $0.value.due <= now }
      for number in late.keys { state.watched[number] = nil }
      return Array(late.values)
    }
  }
}
