import Foundation
import Testing
import TinyTroupeJSON

/// A folder with studies, a home and runs of its own, in which the real program is run; gone after the test.
final class Stage: Sendable {
  let path: String

  /// Makes the folder with two people and whatever else a test needs.
  init(_ files: [String: String] = [:]) throws {
    let temporary = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
    path = temporary.path + "/stage-\(UUID().uuidString)"
    try write("home/.keep", "")
    try write("anna.yaml", "type: person\npersona: {name: Anna, age: 40}\n")
    try write("bert.yaml", "type: person\npersona: {name: Bert, age: 50}\n")
    for (name, text) in files { try write(name, text) }
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  func write(_ name: String, _ text: String) throws {
    let file = URL(filePath: "\(path)/\(name)")
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true,
      attributes: [.posixPermissions: 0o755])
    try Data(text.utf8).write(to: file)
  }

  /// Runs the program to its end.
  func run(
    _ arguments: String..., environment: [String: String] = [:], input: String = "",
    in folder: String? = nil
  ) async throws -> Ended {
    await Gate.shared.enter()
    do {
      let ended = try await Started(
        self, arguments, environment: environment, input: input, in: folder ?? path
      ).end()
      await Gate.shared.leave()
      return ended
    } catch {
      await Gate.shared.leave()
      throw error
    }
  }

  /// The events of a run as the program prints them.
  func events(of run: String = "latest") async throws -> [JSON] {
    let ended = try await self.run("events", run, "--format", "jsonl")
    #expect(ended.status == 0)
    return try ended.lines
  }

  /// What the latest run holds of files, relative to its folder.
  func files(of run: String = "latest") -> [String] {
    let folder = URL(filePath: "\(path)/runs/\(run)").resolvingSymlinksInPath()
    let names = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String }
    return (names ?? []).sorted()
  }

  /// A text with this stage's folder, the ports, the times of runs and hashes replaced.
  func plain(_ text: String) -> String {
    text.replacing(path, with: "STAGE")
      .replacing(/127\.0\.0\.1:\d+/, with: "HOST")
      .replacing(/-\d{8}-\d{6}(-\d+)?/, with: "-TIME")
      .replacing(/[0-9a-f]{64}/, with: "HASH")
  }
}

/// How a run of the program ended.
struct Ended {
  let status: Int32
  let output: String
  /// Standard error, with what differs from run to run replaced.
  let error: String

  /// Standard output as a JSON value a line.
  var lines: [JSON] {
    get throws { try output.split(separator: "\n").map { try JSON(parsing: String($0)) } }
  }
}

/// Lets so many processes run at a time as a small machine bears.
private actor Gate {
  static let shared = Gate(3)
  private var free: Int
  private var waiting: [CheckedContinuation<Void, Never>] = []

  init(_ free: Int) { self.free = free }

  func enter() async {
    guard free == 0 else {
      free -= 1
      return
    }
    await withCheckedContinuation { waiting.append($0) }
  }

  func leave() {
    if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
  }
}
