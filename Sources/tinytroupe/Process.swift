import Foundation
import Glibc
import Synchronization
import TinyTroupeKernel

/// What belongs to the process as a whole: limits, signals, output streams, its environment.
enum Process {
  /// Environment variables, read once before any thread could change them.
  static let environment = ProcessInfo.processInfo.environment

  /// Raises the limit of open files, ignores SIGPIPE, and sends log lines to standard error.
  static func prepare() {
    _ = signal(SIGPIPE, SIG_IGN)
    fillStandardStreams()
    var limit = rlimit()
    // SAFETY: both functions use the local struct during the call only.
    if unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 {
      limit.rlim_cur = limit.rlim_max
      _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
    let least = logLevel
    KernelLog.setSink { line in
      guard line.level >= least else { return }
      let place = line.path.map { " [\($0)]" } ?? ""
      StandardError.write("\(line.level) \(line.plugin)\(place): \(printable(line.message))")
    }
  }

  /// Opens the null device where a standard stream is closed, or a run's file would get its number and
  /// be written to by whatever is printed.
  private static func fillStandardStreams() {
    for descriptor: Int32 in 0...2 where fcntl(descriptor, F_GETFD) < 0 {
      // SAFETY: the path is a constant; the lowest free number is the closed stream's.
      _ = unsafe open("/dev/null", O_RDWR)
    }
  }

  private static var logLevel: LogLine.Level {
    switch environment["TINYTROUPE_LOG"] {
    case "debug": .debug
    case "info": .info
    case "error": .error
    default: .warning
    }
  }

  /// The absolute path of this executable, symbolic links resolved.
  static var executable: String {
    (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
      ?? CommandLine.arguments.first ?? "tinytroupe"
  }

  /// The absolute form of a path that a user gave.
  static func absolute(
    _ path: String, in folder: String = FileManager.default.currentDirectoryPath
  ) -> String {
    let folder = URL(filePath: folder, directoryHint: .isDirectory)
    return URL(filePath: path, relativeTo: folder).standardizedFileURL.path
  }

  /// Ends the process at once, leaving threads of plugins where they are.
  static func exit(_ status: Int32) -> Never {
    StandardOutput.flush()
    _exit(status)
  }
}

/// Standard output: results only.
enum StandardOutput {
  static func write(_ line: String) {
    print(line)
  }

  static func flush() {
    _ = fflush(nil)
  }
}

/// Standard error: progress, warnings, failures.
enum StandardError {
  static func write(_ line: String) {
    StandardOutput.flush()
    FileHandle.standardError.write(Data((line + "\n").utf8))
  }
}
