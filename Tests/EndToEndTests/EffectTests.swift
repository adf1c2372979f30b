import Foundation
import Testing
import TinyTroupeJSON

/// What a person does to the world outside, with a postbox that counts its letters in a file.
@Suite("Effects on the world outside")
struct EffectTests {
  private func stage(isAllowed: Bool = true, isIdempotent: Bool = false) async throws -> Stage {
    let stage = try PluginStage.make()
    let tool = "{use: probe\(isAllowed ? ", allow_side_effects: true" : "")}"
    try stage.write(
      "study.yaml",
      """
      name: letters
      plugins: {paths: [plugins]}
      llm:
        use: scripted
        default:
          json: &nothing
            actions: [{type: DONE, target: "", content: ""}]
            state: {goals: g, attention: a, emotions: e}
        replies:
          # Once the letter has come to something, the turn is over.
          - {when: {contains: letter is on its way}, json: *nothing}
          - {when: {contains: "Outcome unknown:"}, json: *nothing}
          - {when: {contains: would act on the world}, json: *nothing}
          - when: {turn: 1}
            json:
              actions:
                - {type: SEND_LETTER, target: "", content: Dear Bert}
                - {type: DONE, target: "", content: ""}
              state: {goals: g, attention: a, emotions: e}
      agents: [{persona: anna.yaml, tools: [\(tool)]}]
      timeline: [{run: 2}]
      """)
    try await PluginStage.compile(
      "Tests/EndToEndTests/Fixtures/postbox.cpp",
      ["POSTBOX_FILE=\"\(stage.path)/letters\""] + (isIdempotent ? ["POSTBOX_IDEMPOTENT"] : []),
      on: stage)
    return stage
  }

  private func run(_ stage: Stage, _ arguments: String...) async throws -> Ended {
    try await Started(
      stage,
      ["run", "--trust", "org.example.probe", "--format", "jsonl"] + arguments
    ).end()
  }

  private func letters(_ stage: Stage) -> [Substring] {
    ((try? String(contentsOfFile: stage.path + "/letters", encoding: .utf8)) ?? "")
      .split(separator: "\n")
  }

  private func perceived(_ stage: Stage) async throws -> [String] {
    try await stage.events().filter { $0["event"] == "tool-performed" }
      .compactMap { $0["text"]?.string }
  }

  @Test("need the study's permission")
  func permission() async throws {
    let stage = try await stage(isAllowed: false)
    let ended = try await run(stage, "study.yaml")
    #expect(ended.status == 0, "\(ended.error)")
    #expect(letters(stage).isEmpty)
    #expect(
      try await perceived(stage) == [
        "SEND_LETTER would act on the world outside, which this study does not allow."
      ])
  }

  @Test("are answered from the log when the run is replayed, and not had again")
  func replay() async throws {
    let stage = try await stage()
    let ended = try await run(stage, "study.yaml")
    #expect(ended.status == 0, "\(ended.error)")
    #expect(letters(stage).count == 1)
    #expect(letters(stage).first?.count == 64, "The effect has a key.")
    #expect(try await perceived(stage) == ["The letter is on its way."])
    let replay = try await run(stage, "--replay", "latest")
    #expect(replay.status == 0, "\(replay.error)")
    #expect(try replay.lines.last?["trace_hash"] == ended.lines.last?["trace_hash"])
    #expect(letters(stage).count == 1)
    #expect(try await perceived(stage) == ["The letter is on its way."])
  }

  @Test(
    "are not repeated when nobody knows whether they were had, unless that does no harm",
    .timeLimit(.minutes(4)), arguments: [false, true])
  func killed(isIdempotent: Bool) async throws {
    let stage = try await stage(isIdempotent: isIdempotent)
    try stage.write("letters.slow", "")
    let started = try Started(
      stage, ["run", "study.yaml", "--trust", "org.example.probe", "--format", "quiet"])
    while letters(stage).isEmpty { try await Task.sleep(for: .milliseconds(10)) }
    started.kill()
    _ = try await started.end()
    try FileManager.default.removeItem(atPath: stage.path + "/letters.slow")
    let resumed = try await run(stage, "--resume", "latest")
    #expect(resumed.status == 0, "\(resumed.error)")
    #expect(Set(letters(stage)).count == 1, "The key is that of the first try.")
    if isIdempotent {
      #expect(letters(stage).count == 2)
      #expect(try await perceived(stage) == ["The letter is on its way."])
    } else {
      #expect(letters(stage).count == 1)
      #expect(
        try await perceived(stage) == [
          "Outcome unknown: SEND_LETTER was begun, and whether it was done nobody can tell. "
            + "It was not tried again."
        ])
    }
    let count = letters(stage).count
    let replay = try await run(stage, "--replay", "latest")
    #expect(try replay.lines.last?["trace_hash"] == resumed.lines.last?["trace_hash"])
    #expect(letters(stage).count == count)
  }
}
