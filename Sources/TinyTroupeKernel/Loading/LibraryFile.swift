import Glibc
import TinyTroupeDigest

/// What can be learnt about a library's file without running its code.
struct LibraryFile {
  /// The absolute path.
  let path: String
  /// The SHA-256 of its content.
  let digest: SHA256Digest
  /// Which file it is, whatever its name: device and inode.
  let identity: Identity

  struct Identity: Hashable {
    let device: UInt64
    let inode: UInt64
  }

  /// Reads a file and checks that loading it can make sense and is safe.
  init(path: String, manifest: String) throws(LoadError) {
    guard let bytes = readFile(path) else { throw .missing(path, manifest: manifest) }
    var information = stat()
    guard stat(path, &information) == 0 else { throw .missing(path, manifest: manifest) }
    if let why = Self.objection(to: bytes) { throw .notALibrary(path, why) }
    for folder in Set([folderOf(path), folderOf(manifest)]) where isWritableByAnyone(folder) {
      throw .unsafeFolder(folder)
    }
    self.path = path
    digest = SHA256Digest(of: bytes)
    identity = Identity(
      device: UInt64(information.st_dev), inode: UInt64(information.st_ino))
  }

  /// Why the bytes are no ELF64 shared object for this machine; nil when they are.
  private static func objection(to bytes: [UInt8]) -> String? {
    guard bytes.starts(with: [0x7F, 0x45, 0x4C, 0x46]) else { return "it is not an ELF file" }
    guard bytes.count >= 64 else { return "it is cut off" }
    guard bytes[4] == 2 else { return "it is a 32-bit file" }
    guard bytes[5] == 1 else { return "it is big-endian" }
    guard bytes[16] == 3 else { return "it is not a shared object" }
    let machine = Int(bytes[18]) | Int(bytes[19]) << 8
    guard machine == hostMachine else { return "it is for another processor" }
    return nil
  }

  /// The ELF machine numbers of the two processors that Swift on Linux supports.
  private static var hostMachine: Int {
    #if arch(arm64)
      183
    #else
      62
    #endif
  }
}

extension Manifest {
  /// Looks at the library's file without running its code; it blocks.
  ///
  /// - Throws: That it is missing, is no library for this machine, or could be replaced by others.
  public func inspectLibrary() throws(LoadError) {
    _ = try LibraryFile(path: library, manifest: path)
  }
}

/// The folder of a file: everything before the last slash.
func folderOf(_ path: String) -> String {
  guard let slash = path.lastIndex(of: "/") else { return "." }
  return slash == path.startIndex ? "/" : String(path[..<slash])
}

/// True when users other than the owner and its group may replace files in a folder.
func isWritableByAnyone(_ folder: String) -> Bool {
  var information = stat()
  return stat(folder, &information) == 0 && information.st_mode & S_IWOTH != 0
}

/// The content of a regular file; nil when it cannot be read.
///
/// It blocks; not for the cooperative pool.
func readFile(_ path: String) -> [UInt8]? {
  let file = open(path, O_RDONLY | O_CLOEXEC)
  guard file >= 0 else { return nil }
  defer { close(file) }
  var information = stat()
  guard fstat(file, &information) == 0, information.st_mode & S_IFMT == S_IFREG else { return nil }
  var bytes = [UInt8](repeating: 0, count: Int(information.st_size))
  var filled = 0
  while filled < bytes.count {
    let count = bytes.withUnsafeMutableBytes { buffer in
      // SAFETY: `filled` is below the buffer's count, and read writes at most the rest of it.
      read(file, buffer.baseAddress.map { $0 + filled }, buffer.count - filled)
    }
    if count < 0, errno == EINTR { continue }
    guard count > 0 else { return count == 0 ? Array(bytes[..<filled]) : nil }
    filled += count
  }
  return bytes
}
