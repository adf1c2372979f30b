import Glibc

// SAFETY: every path is a Swift text, which is a valid C string for as long as a call takes.
extension RunFolder {
  /// Makes a folder with the folders above it.
  static func makeFolders(_ path: String) throws(RunStoreError) {
    guard !exists(path) else { return }
    if let slash = path.lastIndex(of: "/"), slash != path.startIndex {
      try makeFolders(String(path[..<slash]))
    }
    _ = try makeFolder(path)
  }

  /// Makes a folder that only its owner may enter; false when something has that name.
  static func makeFolder(_ path: String) throws(RunStoreError) -> Bool {
    if unsafe mkdir(path, 0o700) == 0 { return true }
    guard errno == EEXIST else { throw refused(path) }
    return false
  }

  /// Makes an empty file that only its owner may read; what SQLite puts beside it gets its mode.
  static func makeFile(_ path: String) throws(RunStoreError) {
    let file = unsafe open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw refused(path) }
    close(file)
  }

  /// Points the link `latest` beside a folder at it, replacing the link in one step.
  static func pointLatest(at folder: RunFolder) throws(RunStoreError) {
    let link = folder.parent + "/latest"
    let fresh = folder.parent + "/.latest-" + folder.name
    unsafe unlink(fresh)
    guard unsafe symlink(folder.name, fresh) == 0 else { throw refused(fresh) }
    guard unsafe rename(fresh, link) == 0 else {
      let error = refused(link)
      unsafe unlink(fresh)
      throw error
    }
  }

  /// Makes the folder and its entries outlive a power loss.
  func sync() {
    for path in [path, parent] {
      let folder = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
      guard folder >= 0 else { continue }
      fsync(folder)
      close(folder)
    }
  }

  static func exists(_ path: String) -> Bool {
    unsafe access(path, F_OK) == 0
  }

  /// The names in a folder, in no order; nothing when it cannot be read.
  static func names(in path: String) -> [String] {
    guard let folder = unsafe opendir(path) else { return [] }
    // SAFETY: the folder is open until the end of this function, and an entry is used before the
    // next is read.
    defer { unsafe closedir(folder) }
    var names: [String] = []
    while let entry = unsafe readdir(folder) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
        unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }

  /// The path without links in it; as it is when there is nothing.
  static func followed(_ path: String) -> String {
    guard let real = unsafe realpath(path, nil) else { return path }
    // SAFETY: `realpath` gave a C string of its own, freed here once.
    defer { unsafe free(real) }
    return unsafe String(cString: real)
  }

  static func isLink(_ path: String) -> Bool {
    var status = stat()
    return unsafe lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
  }

  private static func refused(_ path: String) -> RunStoreError {
    errno == ENOSPC
      ? RunStoreError(.diskFull, path) : RunStoreError(.inaccessible, path, systemMessage())
  }

  /// Why the system refused what this thread asked of it last.
  static func systemMessage() -> String {
    // SAFETY: `strerror` gives a C string that is valid until the thread's next call of it.
    unsafe String(cString: strerror(errno))
  }
}
