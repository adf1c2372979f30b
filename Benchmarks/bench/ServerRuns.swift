import Foundation
import TinyTroupe
import TinyTroupeJSON
import TinyTroupeKernel

/// Whole runs against a compatible server in a process of its own that answers after 100 ms.
enum ServerRuns {
  static func run(_ registry: PluginRegistry, _ worlds: Worlds, folder: String) async throws {
    try await one(registry, worlds, folder, people: 50, steps: 5, target: 0.8)
    try await one(registry, worlds, folder, people: 1000, steps: 3, target: 1.5)
  }

  private static func one(
    _ registry: PluginRegistry, _ worlds: Worlds, _ folder: String, people: Int, steps: Int,
    target: Double
  ) async throws {
    let server = try StubProcess(folder: folder, reply: Worlds.reply(Worlds.name(1)))
    let plan = try worlds.ring(people, steps: steps, model: worlds.server(server.url))
    var calls = 0
    let (wall, cpu) = try await Measurement.time {
      let outcome = try await RunPreparation.bench(registry).run(plan)
      if let failure = outcome.failure { throw failure }
      calls = outcome.usage.calls
    }
    let counters = try server.stop()
    Measurement.print(
      "\(people)x\(steps)",
      [
        "wall_s": Measurement.rounded(wall), "target_s": .number(target),
        "cpu_s": Measurement.rounded(cpu), "calls": .integer(Int64(calls)), "server": counters,
      ])
  }
}

/// The stub server as a process.
final class StubProcess {
  let url: String
  private let process = Process()
  private let input = Pipe()
  private let output = Pipe()

  init(folder: String, reply: JSON) throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "tinytroupe-bench-reply.json")
    try Data(reply.bytes).write(to: file)
    process.executableURL = URL(filePath: folder + "/stub-server")
    process.arguments = ["--port", "0", "--latency-ms", "100", "--content", file.path]
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    let line = Self.line(output.fileHandleForReading)
    guard let port = try JSON(parsing: line)["port"]?.integer else {
      throw RunError.preparation("the stub server did not say its port")
    }
    url = "http://127.0.0.1:\(port)/v1"
  }

  /// Stops the server and answers its counters.
  func stop() throws -> JSON {
    try input.fileHandleForWriting.close()
    let rest = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (try? JSON(parsing: Array(rest))) ?? .null
  }

  private static func line(_ handle: FileHandle) -> [UInt8] {
    var bytes: [UInt8] = []
    while let byte = try? handle.read(upToCount: 1)?.first, byte != 0x0A { bytes.append(byte) }
    return bytes
  }
}
