internal import Glibc

/// Starts threads of the plugin's own.
package enum KitThread {
  private final class Start: Sendable {
    let name: String
    let work: @Sendable () -> Void

    init(name: String, work: @escaping @Sendable () -> Void) {
      self.name = name
      self.work = work
    }
  }

  /// Runs `work` on a new thread; false when the system refuses to make one.
  ///
  /// A debugger shows the first 15 characters of the name.
  package static func start(named name: String, _ work: @escaping @Sendable () -> Void) -> Bool {
    // SAFETY: the new thread takes the reference over; when there is none it is released below.
    let start = Unmanaged.passRetained(Start(name: name, work: work))
    var thread = pthread_t()
    let status = pthread_create(&thread, nil, { KitThread.body($0) }, start.toOpaque())
    guard status == 0 else {
      start.release()
      return false
    }
    pthread_detach(thread)
    return true
  }

  private static func body(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let context else { return nil }
    // SAFETY: `start` passed one retained reference for this thread alone.
    let start = Unmanaged<Start>.fromOpaque(context).takeRetainedValue()
    setName(start.name)
    start.work()
    return nil
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
