import ArgumentParser
import CLinuxEvents
import Glibc
import StubServer

@main
struct StubServerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stub-server",
    abstract: "Serves an OpenAI-compatible model on the loopback interface, for benchmarks.",
    discussion: """
      Prints {"port":N} when it listens. On SIGTERM, SIGINT or the end of its input (a pipe's or \
      terminal's) it prints its counters as one JSON line and ends.
      """)

  @Option(help: "The port to listen on; 0 for a free one.")
  var port: UInt16 = 0

  @Option(help: "Milliseconds from a request to its answer.")
  var latencyMs = 0

  @Option(help: "A file with what the model says to every request.")
  var content: String?

  func run() throws {
    OpenFiles.raiseLimit()
    // Blocked before there are threads, so that only the wait below sees them.
    let signals = EndSignals()
    let text = try content.map(FileText.read)
    let server = StubServer(
      StubBehaviour(latency: .milliseconds(latencyMs)) { _ in text ?? StubBehaviour.defaultContent }
    )
    print("{\"port\":\(try server.start(port: port))}")
    fflush(nil)
    signals.waitForEnd()
    server.stop()
    print(server.counters.json)
  }
}

/// The limit of open files, which each connection counts against.
enum OpenFiles {
  /// Raises the soft limit to the hard one.
  static func raiseLimit() {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
    limit.rlim_cur = limit.rlim_max
    setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
  }
}

/// The text of the file that `--content` names.
enum FileText {
  static func read(_ path: String) throws -> String {
    guard let file = fopen(path, "r") else {
      throw ValidationError("can't read \(path): \(String(cString: strerror(errno)))")
    }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 64 << 10)
    while case let count = fread(&chunk, 1, chunk.count, file), count > 0 {
      bytes += chunk[..<count]
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw ValidationError("\(path) is not UTF-8")
    }
    return text
  }
}

/// What ends the server: a signal, or the end of a standard input that somebody holds.
struct EndSignals {
  private let signals: Int32

  init() {
    var set = sigset_t()
    sigemptyset(&set)
    sigaddset(&set, SIGTERM)
    sigaddset(&set, SIGINT)
    pthread_sigmask(SIG_BLOCK, &set, nil)
    signals = signalfd(-1, &set, 0)
  }

  func waitForEnd() {
    var files = [pollfd(fd: signals, events: Int16(POLLIN), revents: 0)]
    // A background job's /dev/null is at its end from the start, and means nothing.
    if isHeld { files.append(pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)) }
    while true {
      _ = poll(&files, nfds_t(files.count), -1)
      if files[0].revents != 0 { return }
      if files.count > 1, files[1].revents != 0, hasEnded(STDIN_FILENO) { return }
    }
  }

  /// Whether standard input is a pipe, a socket or a terminal.
  private var isHeld: Bool {
    var status = stat()
    guard fstat(STDIN_FILENO, &status) == 0 else { return false }
    let kind = status.st_mode & S_IFMT
    return kind == S_IFIFO || kind == S_IFSOCK || isatty(STDIN_FILENO) == 1
  }

  private func hasEnded(_ descriptor: Int32) -> Bool {
    var ignored = [UInt8](repeating: 0, count: 4096)
    return read(descriptor, &ignored, ignored.count) <= 0
  }
}
