import Foundation
import Glibc
import Synchronization
import TinyTroupeJSON
import TinyTroupeKernel

/// One run of a program; it blocks, so it belongs on a thread of its own.
struct ProgramRun {
  /// More output is cut off, and the program ended.
  private static let mostOutput = 64 << 20
  /// As the shell's `ulimit -v`: what a document can make a converter allocate.
  private static let mostMemory = 4 << 30

  let file: String
  let arguments: [String]
  let input: [UInt8]
  let milliseconds: Int

  /// Runs the program to its end.
  ///
  /// - Throws: That it could not be started, or took too long, or said too much.
  func result() throws(PluginError) -> Reply {
    let folder = FileManager.default.temporaryDirectory.path + "/tt-exec-\(UUID().uuidString)"
    try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let process = makeProcess(in: folder)
    let (standardInput, standardOutput, standardError) = (Pipe(), Pipe(), Pipe())
    process.standardInput = standardInput
    process.standardOutput = standardOutput
    process.standardError = standardError
    do {
      try process.run()
    } catch {
      throw PluginError(.unavailable, "\(file) cannot be started: \(error.localizedDescription)")
    }
    let watch = startWatch(over: process)
    startThread(named: "tt-exec") { [input] in
      // A program that does not read to the end breaks the pipe, which is its own affair.
      try? standardInput.fileHandleForWriting.write(contentsOf: Data(input))
      try? standardInput.fileHandleForWriting.close()
    }
    let complaint = Mutex(Data())
    let isComplaintRead = DispatchSemaphore(value: 0)
    startThread(named: "tt-exec") {
      let text = Self.read(standardError, atMost: 1 << 16, process)
      complaint.withLock { $0 = text }
      isComplaintRead.signal()
    }
    let output = Self.read(standardOutput, atMost: Self.mostOutput, process)
    isComplaintRead.wait()
    process.waitUntilExit()
    let isLate = watch.end()
    if isLate {
      throw PluginError(
        .deadline, "\(file) took more than \(milliseconds / 1000) s and was ended.",
        detail: ["reason": "program"])
    }
    if output.count > Self.mostOutput {
      throw PluginError(
        .exhausted, "\(file) wrote more than \(Self.mostOutput >> 20) MB and was ended.",
        detail: ["reason": "program"])
    }
    let words = String(decoding: complaint.withLock { $0 }.prefix(2000), as: UTF8.self)
    return Reply(
      ["status": .integer(Int64(status(process))), "error": .string(words)],
      body: Array(output))
  }

  /// The exit status; 128 more than the signal that ended the program, as shells have it.
  private func status(_ process: Process) -> Int32 {
    process.terminationReason == .exit ? process.terminationStatus : 128 + process.terminationStatus
  }

  private func makeProcess(in folder: String) -> Process {
    let process = Process()
    let limiter = "/usr/bin/prlimit"
    if FileManager.default.isExecutableFile(atPath: limiter) {
      process.executableURL = URL(filePath: limiter)
      process.arguments = ["--as=\(Self.mostMemory)", "--core=0", "--", file] + arguments
    } else {
      process.executableURL = URL(filePath: file)
      process.arguments = arguments
    }
    process.currentDirectoryURL = URL(filePath: folder)
    process.environment = [
      "PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": folder,
      // A program of Swift's that crashes would first draw up a report, for seconds.
      "SWIFT_BACKTRACE": "enable=no",
    ]
    return process
  }

  /// Reads to the end; a program that says too much is ended.
  private static func read(_ pipe: Pipe, atMost limit: Int, _ process: Process) -> Data {
    var data = Data()
    while let piece = try? pipe.fileHandleForReading.read(upToCount: 1 << 16), !piece.isEmpty {
      data.append(piece)
      if data.count > limit {
        kill(process.processIdentifier, SIGKILL)
        break
      }
    }
    return data
  }

  private func startWatch(over process: Process) -> ProgramWatch {
    let watch = ProgramWatch(milliseconds: milliseconds)
    startThread(named: "tt-exec") { watch.run { kill(process.processIdentifier, SIGKILL) } }
    return watch
  }
}

/// Ends a program whose time is over: by force, since a program may not want to hear of it.
private final class ProgramWatch: Sendable {
  private let milliseconds: Int
  private let done = DispatchSemaphore(value: 0)
  private let isLate = Atomic(false)

  init(milliseconds: Int) { self.milliseconds = milliseconds }

  func run(_ terminate: () -> Void) {
    guard done.wait(timeout: .now() + .milliseconds(milliseconds)) == .timedOut else { return }
    isLate.store(true, ordering: .releasing)
    terminate()
  }

  /// Ends the watch; true when it has ended the program.
  func end() -> Bool {
    done.signal()
    return isLate.load(ordering: .acquiring)
  }
}
