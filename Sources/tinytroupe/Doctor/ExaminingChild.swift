import Foundation
import TinyTroupeJSON

/// A process that carries out one check; it blocks, so it belongs on a thread of its own.
struct ExaminingChild: Sendable {
  let check: PluginCheck
  let manifest: String
  let config: String
  let seconds: Int

  /// What a plugin may take of memory while it is examined, in bytes.
  private static let mostMemory = 2 << 30

  /// Starts the process, waits for its end, and says what came of it.
  func result() -> CheckResult {
    let folder = FileManager.default.temporaryDirectory.path + "/tt-doctor-\(UUID().uuidString)"
    try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let (verdict, output) = (folder + "/verdict.json", folder + "/output")
    _ = FileManager.default.createFile(atPath: output, contents: nil)
    let process = process(writing: verdict, in: folder)
    let sink = FileHandle(forWritingAtPath: output)
    process.standardOutput = sink ?? FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    process.standardInput = FileHandle.nullDevice
    do {
      try process.run()
    } catch {
      return made(.fail, "The examination could not be started: \(error.localizedDescription)")
    }
    guard end(of: process) else {
      return made(.timeOut, "It did not come to an end within \(seconds) s.")
    }
    guard let data = FileManager.default.contents(atPath: verdict),
      let json = try? JSON(parsing: Array(data)),
      let word = json["verdict"]?.string.flatMap(CheckVerdict.init)
    else {
      return made(.crash, how(process))
    }
    let written = (FileManager.default.contents(atPath: output) ?? Data()).count
    if check == .output, !word.isBad, written > 0 {
      return made(.fail, "It wrote \(written) bytes there. Log through tt.log instead.")
    }
    // What else is wrong with it has checks of its own.
    return check == .output && word != .skip
      ? made(.pass, "") : made(word, json["text"]?.string ?? "")
  }

  private func process(writing verdict: String, in folder: String) -> Foundation.Process {
    let process = Foundation.Process()
    let arguments = ["plugin", "examine", check.rawValue, manifest, config, verdict]
    let limiter = "/usr/bin/prlimit"
    if FileManager.default.isExecutableFile(atPath: limiter) {
      process.executableURL = URL(filePath: limiter)
      process.arguments =
        ["--as=\(Self.mostMemory)", "--core=0", "--", Process.executable] + arguments
    } else {
      process.executableURL = URL(filePath: Process.executable)
      process.arguments = arguments
    }
    process.currentDirectoryURL = URL(filePath: folder)
    process.environment = [
      "PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": folder,
      "LD_LIBRARY_PATH": Process.environment["LD_LIBRARY_PATH"] ?? "",
      // A crash would first draw up a report, for seconds.
      "SWIFT_BACKTRACE": "enable=no",
    ]
    return process
  }

  /// Waits for the process; false when it had to be ended.
  private func end(of process: Foundation.Process) -> Bool {
    let deadline = ContinuousClock.now + .seconds(seconds)
    while process.isRunning {
      if ContinuousClock.now > deadline {
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        return false
      }
      usleep(5_000)
    }
    return true
  }

  private func how(_ process: Foundation.Process) -> String {
    let status = process.terminationStatus
    guard process.terminationReason == .uncaughtSignal else {
      return "The process ended with status \(status), in the midst of the check."
    }
    let names: [Int32: String] = [
      SIGSEGV: "SIGSEGV, a wrong address", SIGABRT: "SIGABRT, given up",
      SIGILL: "SIGILL, a trap", SIGTRAP: "SIGTRAP, a trap", SIGFPE: "SIGFPE, a wrong calculation",
      SIGBUS: "SIGBUS, a wrong address", SIGKILL: "SIGKILL, ended from outside",
    ]
    return "The process was ended by \(names[status] ?? "signal \(status)")."
  }

  private func made(_ verdict: CheckVerdict, _ text: String) -> CheckResult {
    CheckResult(check: check, verdict: verdict, text: text)
  }
}
