import Foundation

/// Compiles what plugin authors compile, with the system's compilers.
enum Compiler {
  /// A language with its compiler and standard, as the header promises them.
  enum Language: String, CaseIterable {
    case c = "cc -std=c11 -x c"
    case cxx = "c++ -std=c++17 -x c++"
  }

  static let sdk = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "plugin-sdk")

  /// Compiles a file of `plugin-sdk`; returns the compiler's status and what it said.
  static func compile(
    _ file: String, as language: Language, _ options: [String]
  ) throws -> (status: Int32, output: String) {
    let warnings = ["-Wall", "-Wextra", "-Wpedantic", "-Werror"]
    let folders = ["include", "c"].map { "-I\(sdk.appending(path: $0).path())" }
    return try run(
      ["/usr/bin/env"] + language.rawValue.split(separator: " ").map(String.init) + warnings
        + folders + options + [sdk.appending(path: file).path()])
  }

  /// Runs a program and waits for it; returns its status and what it said.
  static func run(_ command: [String]) throws -> (status: Int32, output: String) {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(filePath: command[0])
    process.arguments = Array(command.dropFirst())
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: output, as: UTF8.self))
  }
}
