import Foundation
import Testing
import TinyTroupeJSON

/// A whole study with plugins behind the proxy comes to the same as in process.
@Suite struct ProxyRunTests {
  private static let study = """
    name: proxy-proof
    seed: 7
    llm:
      use: scripted
      replies:
        - when: {persona: Nuala, turn: 1}
          json:
            actions:
              - {type: WRITE_DOCUMENT, content: '{"title": "Menu", "content": "# Soup"}', target: ""}
              - {type: TALK, content: I wrote a menu., target: Reto}
              - {type: DONE, content: "", target: ""}
            state: &state {goals: to cook, attention: the menu, emotions: calm}
      default:
        json:
          actions: [{type: TALK, content: Good., target: Nuala}, {type: DONE, content: "", target: ""}]
          state: *state
    agents: [{persona: nuala.yaml, tools: [word-processor]}, {persona: reto.yaml}]
    environment: {use: tiny-world, everyone_accessible: true}
    timeline: [{broadcast: Please write a menu.}, {run: {steps: 2}}]
    """

  @Test func aStudyEndsWithTheTraceHashOfARunInProcess() async throws {
    let direct = try await play(isolating: [])
    let isolated = try await play(isolating: ["Scripted", "TinyWordProcessor"])
    #expect(direct.last?["status"] == "done")
    #expect(direct.contains { $0["event"] == "tool-performed" && $0["data"]?["title"] == "Menu" })
    #expect(isolated.last?["trace_hash"] == direct.last?["trace_hash"])
    #expect(isolated.dropLast() == direct.dropLast())
  }

  /// Runs the study in an installation of its own and answers the events.
  private func play(isolating isolated: [String]) async throws -> [JSON] {
    let folder = try emptyFolder()
    try await install(in: folder, isolating: isolated)
    for name in ["nuala", "reto"] {
      try write("type: person\npersona: {name: \(name.capitalized)}\n", "\(folder)/\(name).yaml")
    }
    try write(Self.study, "\(folder)/study.yaml")
    let output = try await run(
      [
        "HOME=\(folder)", "\(folder)/bin/tinytroupe", "run", "\(folder)/study.yaml", "--runs",
        "\(folder)/runs", "--format", "jsonl",
      ])
    return try output.split(separator: "\n").filter { $0.hasPrefix("{") }.map {
      try JSON(parsing: Array($0.utf8))
    }
  }

  private func install(in folder: String, isolating isolated: [String]) async throws {
    let files = FileManager.default
    let built = "\(ExamplePlugin.project)/.build/debug"
    try files.createDirectory(atPath: "\(folder)/bin", withIntermediateDirectories: true)
    try files.copyItem(atPath: "\(built)/tinytroupe", toPath: "\(folder)/bin/tinytroupe")
    let plugins = "\(ExamplePlugin.project)/Plugins"
    for kind in try files.contentsOfDirectory(atPath: plugins) {
      for name in try files.contentsOfDirectory(atPath: "\(plugins)/\(kind)") {
        let manifest = "\(plugins)/\(kind)/\(name)/plugin.yaml"
        guard files.fileExists(atPath: manifest) else { continue }
        let place = "\(folder)/lib/tinytroupe/plugins/\(name)"
        try files.createDirectory(atPath: place, withIntermediateDirectories: true)
        let (library, yaml) = (
          "lib\(name).so", try String(contentsOfFile: manifest, encoding: .utf8)
        )
        if isolated.contains(name) {
          try await Proxied.build("\(built)/\(library)", in: place)
          try write(
            yaml.replacing("library: \(library)", with: "library: libProxy.so"),
            "\(place)/plugin.yaml")
        } else {
          try files.copyItem(atPath: "\(built)/\(library)", toPath: "\(place)/\(library)")
          try write(yaml, "\(place)/plugin.yaml")
        }
      }
    }
  }

  private func write(_ text: String, _ path: String) throws {
    try Data(text.utf8).write(to: URL(filePath: path))
  }
}
