internal import Glibc

/// Starts the executor's threads.
enum KitThread {
  private final class Start {
    let name: String
    let executor: KitExecutor

    init(name: String, executor: KitExecutor) {
      self.name = name
      self.executor = executor
    }
  }

  /// Starts a thread that serves `executor` for ever; false when the system refuses.
  static func start(named name: String, running executor: KitExecutor) -> Bool {
    // SAFETY: the new thread takes the reference over; when there is none it is released below.
    let start = Unmanaged.passRetained(Start(name: name, executor: executor))
    var thread = pthread_t()
    let status = pthread_create(&thread, nil, { KitThread.body($0) }, start.toOpaque())
    guard status == 0 else {
      start.release()
      return false
    }
    pthread_detach(thread)
    return true
  }

  private static func body(_ context: UnsafeMutableRawPointer?) -> Never {
    guard let context else { preconditionFailure("a thread of the kit was started without work") }
    // SAFETY: `start` passed one retained reference for this thread alone.
    let start = Unmanaged<Start>.fromOpaque(context).takeRetainedValue()
    setName(start.name)
    start.executor.serve()
  }

  /// Names the calling thread, for debuggers.
  ///
  /// Through a file, since the C function is a GNU extension.
  private static func setName(_ name: String) {
    guard let file = fopen("/proc/thread-self/comm", "w") else { return }
    fputs(name, file)
    fclose(file)
  }
}
