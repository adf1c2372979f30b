import Foundation
import Testing
import TinyTroupeJSON

/// `tinytroupe plugin new` and `build`: from nothing to a plugin that the doctor finds well.
@Suite("New plugins") struct ScaffoldTests {
  private static let kinds = [
    "agent", "enricher", "environment", "exporter", "extractor", "factory", "judge", "llm",
    "memory", "reporter", "tool",
  ]

  @Test("every kind in C and in C++ is built, loads, and keeps its contract", arguments: kinds)
  func native(kind: String) async throws {
    let stage = try Stage()
    for language in ["c", "cpp"] {
      let name = "my-\(kind)-\(language)"
      let made = try await stage.run("plugin", "new", name, "--kind", kind, "--lang", language)
      #expect(made.status == 0, "\(made.error)")
      let built = try await stage.run("plugin", "build", name)
      #expect(built.status == 0, "\(built.output)\(built.error)")
      let ended = try await stage.run(
        "plugin", "doctor", name, "--only", "L1", "--only", "C2", "--only", "C4", "--only", "B5")
      #expect(ended.status == 0, "\(ended.output)")
      #expect(ended.output.split(separator: "\n").count { $0.contains("  pass  ") } == 4)
    }
  }

  @Test("every kind in Swift is what the kit wants")
  func swiftKinds() async throws {
    let stage = try Stage()
    var sources: [String] = []
    for kind in Self.kinds {
      let made = try await stage.run("plugin", "new", "a-\(kind)", "--kind", kind)
      #expect(made.status == 0, "\(made.error)")
      let type = "A" + kind.prefix(1).uppercased() + kind.dropFirst()
      sources.append("\(stage.path)/a-\(kind)/Sources/\(type)/\(type).swift")
    }
    let products = Started.program.deletingLastPathComponent()
    let sdk = Started.checkout.appending(path: "plugin-sdk/include").path
    let status = try await command(
      ["swiftc", "-typecheck", "-swift-version", "6", "-module-name", "Kinds"]
        + ["-I", products.appending(path: "Modules").path, "-I", sdk] + sources)
    #expect(status == 0)
  }

  @Test(
    "one in Swift is built, examined, and used in a study, in three commands and a word of trust")
  func whole() async throws {
    let stage = try Stage([
      "study.yaml": """
      plugins: {paths: [.]}
      agents: [{persona: anna.yaml, tools: [water-meter]}]
      timeline: [{broadcast: Write a document.}, {run: 1}]
      """
    ])
    #expect(
      try await stage.run("plugin", "new", "water-meter", "--id", "org.example.meter").status == 0)
    let built = try await stage.run(
      "plugin", "build", "water-meter", environment: ["CONFIGURATION": "debug"])
    #expect(built.status == 0, "\(built.output)\(built.error)")
    let examined = try await stage.run("plugin", "doctor", "water-meter")
    #expect(examined.status == 0, "\(examined.output)")
    let ran = try await stage.run(
      "run", "study.yaml", "--trust", "org.example.meter", "--format", "jsonl")
    #expect(ran.status == 0, "\(ran.error)")
    #expect(try ran.lines.contains { $0["event"] == "tool-performed" })
  }

  @Test("nothing is overwritten, and names, kinds and ids must be some")
  func mistakes() async throws {
    let stage = try Stage(["water-meter/mine.txt": "mine"])
    func message(_ arguments: String...) async throws -> String {
      let ended =
        switch arguments.count {
        case 1: try await stage.run("plugin", "new", arguments[0])
        default: try await stage.run("plugin", "new", arguments[0], arguments[1], arguments[2])
        }
      #expect(ended.status == 64)
      return ended.error
    }
    #expect(
      try await message("water-meter").contains("exists already, and nothing in it was changed"))
    #expect(stage.files(of: "../water-meter") == ["mine.txt"])
    #expect(try await message("Water").contains("'Water' is no name for a plugin."))
    #expect(try await message("../x").contains("is no name for a plugin."))
    #expect(try await message("x", "--kind", "toll").contains("There is no kind 'toll'."))
    #expect(try await message("x", "--id", "X").contains("'X' is no id."))
    let built = try await stage.run("plugin", "build", "water-meter")
    #expect(built.status == 64 && built.error.contains("Name the folder of a plugin"))
  }

  private func command(_ arguments: [String]) async throws -> Int32 {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = arguments
    let (exits, continuation) = AsyncStream<Int32>.makeStream()
    process.terminationHandler = {
      continuation.yield($0.terminationStatus)
      continuation.finish()
    }
    try process.run()
    for await status in exits { return status }
    return -1
  }
}
