import Synchronization
import TinyTroupeKernel

/// Where jobs wait for the writer's thread.
final class WriteMailbox: Sendable {
  private struct State {
    var jobs: [any WriteJob] = []
    var isAsleep = false
    var isClosed = false
    var hasEnded = false
    var onEnd: [@Sendable () -> Void] = []
  }

  /// What the jobs are for, for messages.
  private let file: String
  private let state = Mutex(State())
  private let wakeups = Semaphore()

  init(for file: String) {
    self.file = file
  }

  /// Queues a job; a closed mailbox ends it at once. [any thread, does not block]
  func post(_ job: any WriteJob) {
    let (isClosed, mustWake) = state.withLock { state -> (Bool, Bool) in
      guard !state.isClosed else { return (true, false) }
      state.jobs.append(job)
      defer { state.isAsleep = false }
      return (false, state.isAsleep)
    }
    if isClosed { job.end(RunStoreError(.closed, file)) }
    if mustWake { wakeups.signal() }
  }

  /// Takes no more jobs; `onEnd` is called when those that wait are done. [any thread, does not
  /// block]
  func close(onEnd: @escaping @Sendable () -> Void) {
    let (hasEnded, mustWake) = state.withLock { state -> (Bool, Bool) in
      state.isClosed = true
      if !state.hasEnded { state.onEnd.append(onEnd) }
      defer { state.isAsleep = false }
      return (state.hasEnded, state.isAsleep)
    }
    if hasEnded { onEnd() }
    if mustWake { wakeups.signal() }
  }

  /// Waits for jobs and takes all that there are; nil when there will be no more. [the writer's
  /// thread]
  func take() -> [any WriteJob]? {
    while true {
      let (jobs, isClosed) = state.withLock { state in
        let jobs = state.jobs
        state.jobs = []
        state.isAsleep = jobs.isEmpty && !state.isClosed
        return (jobs, state.isClosed)
      }
      if !jobs.isEmpty { return jobs }
      if isClosed { return nil }
      wakeups.wait()
    }
  }

  /// Closes for good: refuses what waits, and calls whoever waits for the end. [the writer's
  /// thread]
  func end() {
    let (jobs, callbacks) = state.withLock { state in
      state.isClosed = true
      state.hasEnded = true
      defer {
        state.jobs = []
        state.onEnd = []
      }
      return (state.jobs, state.onEnd)
    }
    for job in jobs { job.end(RunStoreError(.closed, file)) }
    for callback in callbacks { callback() }
  }
}
