import Synchronization

/// Runs jobs one at a time and in order, on threads of a pool.
final class SerialQueue: Sendable {
  private struct State {
    var jobs: [WorkerPool.Job] = []
    var isRunning = false
  }

  private let pool: WorkerPool
  private let state = Mutex(State())

  init(_ pool: WorkerPool) {
    self.pool = pool
  }

  /// Queues a job.
  ///
  /// It does not block and may be called on any thread.
  func enqueue(_ job: @escaping WorkerPool.Job) {
    let mustStart = state.withLock { state in
      state.jobs.append(job)
      defer { state.isRunning = true }
      return !state.isRunning
    }
    if mustStart { pool.enqueue { self.drain() } }
  }

  private func drain() {
    while true {
      let jobs = state.withLock { state -> [WorkerPool.Job] in
        let jobs = state.jobs
        state.jobs = []
        state.isRunning = !jobs.isEmpty
        return jobs
      }
      if jobs.isEmpty { return }
      for job in jobs { job() }
    }
  }
}
