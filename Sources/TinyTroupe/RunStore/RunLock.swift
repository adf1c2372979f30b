import Glibc

/// The mark of a process that writes a run, gone when the process is, however it ended.
///
/// An advisory `flock` on the run's folder: SQLite locks the files within, and closing another
/// descriptor of its database would drop SQLite's own locks.
struct RunLock: ~Copyable {
  private let descriptor: Int32

  /// Takes the lock.
  ///
  /// - Throws: `inUse` when another process, or another store of this one, has it; `inaccessible`
  ///   when the folder cannot be opened.
  init(_ folder: RunFolder) throws(RunStoreError) {
    let opened = Self.descriptor(of: folder)
    guard opened >= 0 else {
      throw RunStoreError(.inaccessible, folder.path, "it cannot be opened to be locked")
    }
    guard flock(opened, LOCK_EX | LOCK_NB) == 0 else {
      close(opened)
      throw RunStoreError(.inUse, folder.path)
    }
    descriptor = opened
  }

  deinit {
    close(descriptor)
  }

  /// Whether somebody writes the run now.
  static func isHeld(_ folder: RunFolder) -> Bool {
    let descriptor = descriptor(of: folder)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return flock(descriptor, LOCK_SH | LOCK_NB) != 0
  }

  private static func descriptor(of folder: RunFolder) -> Int32 {
    // SAFETY: the path is a valid C string during the call.
    unsafe open(folder.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
  }
}
