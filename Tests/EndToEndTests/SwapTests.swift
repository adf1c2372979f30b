import Foundation
import Testing
import TinyTroupeJSON

/// One study under other memories and other worlds, each by one setting.
@Suite("Swapping plugins") struct SwapTests {
  private static let study = """
    name: swap
    seed: 3
    llm: {use: rehearsal}
    agents: [{persona: anna.yaml}, {persona: bert.yaml}]
    timeline: [{broadcast: Rye for 1.60?}, {run: 3}, {ask: How likely are you to buy one?}]
    extract: [{objective: the mood, fields: {mood: string}, to: moods.csv}]
    """

  /// Runs the study with settings and tells what came of it.
  private func run(_ settings: [String], on stage: Stage) async throws -> (
    kinds: Set<String>, rows: Int
  ) {
    var arguments = ["run", "study.yaml", "--format", "jsonl", "--trust", "org.example.round"]
    for setting in settings { arguments += ["--set", setting] }
    let ended = try await Started(stage, arguments).end()
    #expect(ended.status == 0, "\(settings): \(ended.error)")
    let kinds = Set(try ended.lines.compactMap { $0["event"]?.string })
    let table = try String(
      contentsOfFile: stage.path + "/runs/latest/results/REHEARSAL-answers-1.csv", encoding: .utf8)
    return (kinds, table.split(separator: "\n").count - 1)
  }

  @Test("three memories, by --set agents.*.memory.use")
  func memories() async throws {
    let stage = try Stage(["study.yaml": Self.study])
    for memory in ["episodic", "semantic", "reflective"] {
      let (kinds, rows) = try await run(["agents.*.memory.use=\(memory)"], on: stage)
      #expect(
        rows == 2 && kinds.isSuperset(of: ["action", "answered", "extracted", "run-finished"]))
      let manifest = try await stage.run("show", "latest")
      #expect(manifest.status == 0)
    }
  }

  @Test("three worlds, by --set environment.use, one of them made a moment ago")
  func worlds() async throws {
    let stage = try Stage(["study.yaml": Self.study + "\nplugins: {paths: [.]}\n"])
    #expect(
      try await stage.run(
        "plugin", "new", "round", "--kind", "environment", "--lang", "c", "--id",
        "org.example.round"
      ).status == 0)
    let source = stage.path + "/round/round.c"
    // A world that answers with the contract's examples knows nobody of this study; this one lets all act.
    let text = try String(contentsOfFile: source, encoding: .utf8)
    let everyone =
      #""{\"everyone\":{\"accessible\":\"all\",\"action_kinds\":[{\"type\":\"TALK\",\"text\":\"Talks.\"}],\"active\":true}}""#
    let edited = text.split(separator: "\n", omittingEmptySubsequences: false).map {
      line -> String in
      guard let start = line.firstRange(of: "answer(self, call, \"") else { return String(line) }
      let isObserving = line.contains("everyone")
      return line[..<start.lowerBound] + "answer(self, call, \(isObserving ? everyone : "\"{}\""));"
    }
    try Data(edited.joined(separator: "\n").utf8).write(to: URL(filePath: source))
    let built = try await stage.run("plugin", "build", "round")
    #expect(built.status == 0, "\(built.output)\(built.error)")
    for world in ["tiny-world", "tiny-social-network", "round"] {
      let (kinds, rows) = try await run(["environment.use=\(world)"], on: stage)
      #expect(
        rows == 2 && kinds.isSuperset(of: ["action", "answered", "extracted", "run-finished"]))
    }
  }
}
