import CTrampoline
import Glibc
import Synchronization

/// Real threads for work that may block, so that Swift's cooperative pool never does.
///
/// The pool starts a few threads, and more, up to its maximum, while jobs wait and none has been started for a
/// millisecond: then its threads are blocked, not busy. It keeps its threads for the life of the process.
public final class WorkerPool: Sendable {
  /// A piece of work.
  public typealias Job = @Sendable () -> Void

  private struct State {
    var jobs: [Job?] = []
    var head = 0
    var threads = 0
    var idle = 0
    var started = 0
    var isWatched = false

    var isWaiting: Bool { head < jobs.count }

    mutating func next() -> Job? {
      guard isWaiting else { return nil }
      // Taken out, so that what a job captured is never released under the lock.
      let job = jobs[head].take()
      head += 1
      started &+= 1
      if head == jobs.count {
        jobs.removeAll(keepingCapacity: true)
        head = 0
      } else if head >= 4096, head * 2 > jobs.count {
        jobs.removeFirst(head)
        head = 0
      }
      return job
    }
  }

  /// What a new job needs so that somebody takes it.
  private enum Need {
    case nothing
    case wakeUp
    case thread
    case watch
  }

  private let name: String
  private let usual: Int
  private let maximum: Int
  private let state = Mutex(State())
  private let wakeups = Semaphore()

  /// Makes a pool of at most `maximum` threads, none of which is started yet.
  public init(name: String, usual: Int = 4, maximum: Int) {
    precondition(maximum > 0, "a pool needs a thread")
    self.name = name
    self.usual = min(usual, maximum)
    self.maximum = maximum
  }

  /// Queues a job.
  ///
  /// Jobs start in order. It does not block and may be called on any thread.
  public func enqueue(_ job: @escaping Job) {
    let need = state.withLock { state -> Need in
      state.jobs.append(job)
      if state.idle > 0 {
        state.idle -= 1
        return .wakeUp
      }
      if state.threads < usual {
        state.threads += 1
        return .thread
      }
      guard state.threads < maximum, !state.isWatched else { return .nothing }
      state.isWatched = true
      return .watch
    }
    switch need {
    case .nothing: break
    case .wakeUp: wakeups.signal()
    case .thread: startThread(named: name) { self.work() }
    case .watch: startThread(named: "tt-watch") { self.watch() }
    }
  }

  private func work() {
    tt_thread_mark_lane()
    while true {
      let job = state.withLock { state -> Job? in
        if let job = state.next() { return job }
        state.idle += 1
        return nil
      }
      if let job { job() } else { wakeups.wait() }
    }
  }

  /// Adds a thread for each millisecond in which jobs wait and none is started, until none waits.
  private func watch() {
    var before = state.withLock { $0.started }
    var isWatching = true
    while isWatching {
      usleep(1000)
      let (goesOn, grows) = state.withLock { state -> (Bool, Bool) in
        defer { before = state.started }
        guard state.isWaiting, state.threads < maximum else {
          state.isWatched = false
          return (false, false)
        }
        guard state.started == before else { return (true, false) }
        state.threads += 1
        return (true, true)
      }
      if grows { startThread(named: name) { self.work() } }
      isWatching = goesOn
    }
  }
}

/// A counting semaphore of the C library.
public final class Semaphore: @unchecked Sendable {
  // SAFETY: a `sem_t` may be used by any thread at once; it lives at one address from `init` to `deinit`.
  private let semaphore: UnsafeMutablePointer<sem_t>

  /// Makes a semaphore at zero.
  public init() {
    semaphore = .allocate(capacity: 1)
    sem_init(semaphore, 0, 0)
  }

  deinit {
    sem_destroy(semaphore)
    semaphore.deallocate()
  }

  /// Adds one.
  public func signal() { sem_post(semaphore) }

  /// Blocks the thread until it can take one.
  ///
  /// Never call it on Swift's cooperative pool.
  public func wait() {
    while sem_wait(semaphore) != 0 {}
  }
}

/// Starts a detached thread with 2 MiB of stack.
public func startThread(named name: String, _ body: @escaping @Sendable () -> Void) {
  final class Box: Sendable {
    let name: String
    let body: @Sendable () -> Void
    init(name: String, body: @escaping @Sendable () -> Void) {
      self.name = name
      self.body = body
    }
  }
  var attributes = pthread_attr_t()
  pthread_attr_init(&attributes)
  pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
  pthread_attr_setstacksize(&attributes, 2 << 20)
  defer { pthread_attr_destroy(&attributes) }
  var thread = pthread_t()
  // SAFETY: the box is retained here and released once, by the new thread.
  let box = Unmanaged.passRetained(Box(name: name, body: body))
  let status = pthread_create(
    &thread, &attributes,
    { argument in
      guard let argument else { return nil }
      let box = Unmanaged<Box>.fromOpaque(argument).takeRetainedValue()
      tt_name_thread(String(box.name.prefix(15)))
      box.body()
      return nil
    }, box.toOpaque())
  precondition(status == 0, "the system refuses a new thread (pthread_create: \(status))")
}
