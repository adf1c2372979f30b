import Foundation
import Glibc
import Testing

/// A run of the program that is under way.
struct Started {
  private let stage: Stage
  private let process: Process
  private let files: String
  private let exits: AsyncStream<Int32>

  /// Starts the program without a key and without colours, with everything it writes kept below the stage.
  init(
    _ stage: Stage, _ arguments: [String], environment: [String: String] = [:],
    input: String = "", in folder: String? = nil
  ) throws {
    self.stage = stage
    let name = UUID().uuidString
    files = "\(stage.path)/streams/\(name)"
    try stage.write("streams/\(name).in", input)
    try stage.write("streams/\(name).out", "")
    try stage.write("streams/\(name).err", "")
    process = Process()
    process.executableURL = Self.program
    process.arguments = arguments
    process.currentDirectoryURL = URL(filePath: folder ?? stage.path)
    var variables = [
      "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
      "HOME": stage.path + "/home", "TINYTROUPE_RUNS": stage.path + "/runs",
    ]
    variables.merge(environment) { $1 }
    process.environment = variables
    process.standardInput = FileHandle(forReadingAtPath: files + ".in")
    process.standardOutput = FileHandle(forWritingAtPath: files + ".out")
    process.standardError = FileHandle(forWritingAtPath: files + ".err")
    let (exits, continuation) = AsyncStream<Int32>.makeStream()
    self.exits = exits
    process.terminationHandler = {
      continuation.yield($0.terminationReason == .exit ? $0.terminationStatus : -1)
      continuation.finish()
    }
    try process.run()
  }

  /// Waits until the program has ended; a status of -1 stands for a crash.
  func end() async throws -> Ended {
    var status: Int32 = -1
    for await exit in exits { status = exit }
    return Ended(
      status: status, output: try text(".out"), error: stage.plain(try text(".err")))
  }

  /// Presses Ctrl-C.
  func interrupt() {
    process.interrupt()
  }

  /// Kills the program as nothing can prepare for.
  func kill() {
    Glibc.kill(process.processIdentifier, SIGKILL)
  }

  /// What anybody on the machine can read of how it was called.
  var arguments: String {
    (try? String(contentsOfFile: "/proc/\(process.processIdentifier)/cmdline", encoding: .utf8))
      ?? ""
  }

  /// How many KB of it are in memory; nil once it has ended.
  var memory: Int? {
    let status = try? String(
      contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)
    return status?.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
      .flatMap { Int($0.split(separator: " ")[1]) }
  }

  private func text(_ suffix: String) throws -> String {
    try String(contentsOfFile: files + suffix, encoding: .utf8)
  }

  /// The program, beside the tests' own executable.
  static let program: URL = {
    let own = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    let beside = URL(filePath: own ?? "").deletingLastPathComponent()
      .appending(path: "tinytroupe")
    if FileManager.default.isExecutableFile(atPath: beside.path) { return beside }
    return checkout.appending(path: ".build/debug/tinytroupe")
  }()

  /// The folder of the project.
  static let checkout = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
}
