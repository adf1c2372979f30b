internal import Glibc
internal import Synchronization

/// Runs a plugin's async code on a few threads of the plugin's own.
///
/// The cooperative pool belongs to the host: a plugin that computes for long there would starve it.
final class KitExecutor: TaskExecutor {
  static let shared = KitExecutor(
    threadLimit: min(4, max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))))

  private struct State {
    var jobs = JobQueue()
    var idleThreads = 0
    var threads = 0
  }

  private enum Need {
    case nothing
    case wake
    case start(Int)
  }

  private let threadLimit: Int
  private let state = Mutex(State())
  private let parking = Parking()

  init(threadLimit: Int) {
    self.threadLimit = threadLimit
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    switch state.withLock({ Self.add(job, to: &$0, threadLimit) }) {
    case .nothing: break
    case .wake: parking.wakeOne()
    case .start(let number): startThread(number)
    }
  }

  private static func add(_ job: UnownedJob, to state: inout State, _ threadLimit: Int) -> Need {
    state.jobs.push(job)
    if state.idleThreads > 0 {
      state.idleThreads -= 1
      return .wake
    }
    guard state.threads < threadLimit else { return .nothing }
    state.threads += 1
    return .start(state.threads)
  }

  private func startThread(_ number: Int) {
    if KitThread.start(named: "tt-kit-\(number)", { self.serve() }) { return }
    let isAlone = state.withLock { state in
      state.threads -= 1
      return state.threads == 0
    }
    // Without any thread the caller does the work: slow is better than stuck.
    if isAlone { while let job = state.withLock({ $0.jobs.pop() }) { run(job) } }
  }

  /// Runs jobs for ever: the body of each thread.
  private func serve() {
    while true {
      if let job = state.withLock({ Self.next(&$0) }) {
        run(job)
      } else {
        parking.wait()
      }
    }
  }

  private static func next(_ state: inout State) -> UnownedJob? {
    if let job = state.jobs.pop() { return job }
    state.idleThreads += 1
    return nil
  }

  private func run(_ job: UnownedJob) {
    job.runSynchronously(on: asUnownedTaskExecutor())
  }
}
