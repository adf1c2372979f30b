import Foundation
import StubServer
import Testing
import TinyTroupeJSON

/// Runs that go on, are repeated, or branch off.
@Suite("Resume, replay and fork")
struct ResumeTests {
  /// Two people, so many steps and a table.
  private static func study(_ port: UInt16, order: String = "simultaneous", steps: Int = 4)
    -> String
  {
    """
    name: study
    llm: {use: openai, model: m, base_url: "http://127.0.0.1:\(port)/v1", attempts: 1}
    agents: [{persona: anna.yaml}, {persona: bert.yaml}]
    environment: {order: \(order), everyone_accessible: true}
    timeline:
      - broadcast: Good morning.
      - run: {steps: 1}
      - checkpoint: greeted
      - broadcast: What now?
      - run: {steps: \(steps - 1)}
    extract:
      - {objective: mood, fields: {mood: string}, to: moods.csv}
    """
  }

  /// A server whose answers depend on the request alone, as far as a model's do.
  ///
  /// - Parameter hanging: The request that is never answered, by its number.
  private static func server(hanging: Int = 0) -> StubServer {
    StubServer(
      StubBehaviour(
        faults: [hanging: .hanging],
        content: { request in
          let text = String(decoding: request.body, as: UTF8.self)
          return text.contains("mood")
            ? #"{"status":"answered","values":{"mood":"calm"},"evidence":[]}"# : ModelStudy.turn
        }))
  }

  private func hash(_ ended: Ended) throws -> JSON {
    try #require(try ended.lines.last?["trace_hash"])
  }

  @Test(
    "A run that was killed anywhere ends with the hash of one that was not, and pays nothing twice",
    .timeLimit(.minutes(2)), arguments: ["simultaneous", "sequential"])
  func kills(order: String) async throws {
    let calm = Self.server()
    let reference = try Stage(["study.yaml": Self.study(try calm.start(), order: order)])
    let undisturbed = try await reference.run("run", "study.yaml", "--format", "jsonl")
    calm.stop()
    #expect(undisturbed.status == 0)
    let expected = try hash(undisturbed)
    let whole = calm.counters.requests
    for request in [1, 2, 4, 7, 9, whole - 1, whole] {
      let server = Self.server(hanging: request)
      let stage = try Stage(["study.yaml": Self.study(try server.start(), order: order)])
      let started = try Started(stage, ["run", "study.yaml", "--format", "quiet"])
      await server.counters { $0.requests >= request }
      started.kill()
      _ = try await started.end()
      let resumed = try await stage.run("run", "--resume", "latest", "--format", "jsonl")
      server.stop()
      #expect(resumed.status == 0, "\(resumed.error)")
      #expect(try hash(resumed) == expected, "killed at request \(request)")
      // At most those in flight at the kill are sent again: two people act at a time.
      #expect(server.counters.requests <= whole + 2)
      let again = try await stage.run("run", "--resume", "latest")
      #expect(again.status == 69)
      #expect(again.error.contains("has come to its end; there is nothing to resume."))
    }
  }

  @Test(
    "What tools do when the step ends is done once, whenever the run is killed",
    .timeLimit(.minutes(4)), arguments: ["simultaneous", "sequential"])
  func stepEnd(order: String) async throws {
    let content: @Sendable (StubRequest) -> String = { _ in
      #"{"actions":[{"type":"CREATE_EVENT","target":"","content":"{\"title\":\"Tasting\",\"date\":"#
        + #"\"2026-01-05\",\"start_time\":\"10:00\",\"end_time\":\"11:00\",\"attendees\":[\"Clara\"]}"},"#
        + #"{"type":"DONE","target":"","content":""}],"state":{"goals":"","attention":"","emotions":""}}"#
    }
    func study(_ port: UInt16) -> String {
      """
      name: study
      llm: {use: openai, model: m, base_url: "http://127.0.0.1:\(port)/v1", attempts: 1}
      agents: [{persona: anna.yaml, tools: [calendar]}, {persona: bert.yaml, tools: [calendar]}]
      environment: {order: \(order)}
      timeline: [{run: 2}]
      """
    }
    let calm = StubServer(StubBehaviour(content: content))
    let reference = try Stage(["study.yaml": study(try calm.start())])
    let undisturbed = try await reference.run("run", "study.yaml", "--format", "jsonl")
    calm.stop()
    let told = try undisturbed.lines.filter { $0["event"] == "tool-performed" }
      .map { $0["data"]?["done"] }
    #expect(told == [true, false], "\(undisturbed.error)")
    for request in 1...4 {
      let server = StubServer(StubBehaviour(faults: [request: .hanging], content: content))
      let stage = try Stage(["study.yaml": study(try server.start())])
      let started = try Started(stage, ["run", "study.yaml", "--format", "quiet"])
      await server.counters { $0.requests >= request }
      started.kill()
      _ = try await started.end()
      let resumed = try await stage.run("run", "--resume", "latest", "--format", "jsonl")
      server.stop()
      #expect(try hash(resumed) == hash(undisturbed), "killed at request \(request)")
    }
  }

  @Test("A replay has the hash of the run, on any number of calls at a time, and sends nothing")
  func replay() async throws {
    let server = Self.server()
    let stage = try Stage(["study.yaml": Self.study(try server.start())])
    let ended = try await stage.run("run", "study.yaml", "--format", "jsonl")
    let run = try #require(try ended.lines.last?["run"]?.string)
    let sent = server.counters.requests
    server.stop()
    for limit in [1, 64] {
      let replay = try await stage.run(
        "run", "--replay", run, "--set", "llm.concurrency=\(limit)", "--format", "jsonl")
      #expect(replay.status == 0, "\(replay.error)")
      #expect(try hash(replay) == hash(ended))
      #expect(try replay.lines.last?["calls"] == 0)
    }
    #expect(server.counters.requests == sent)
    // A replay is a run like any other.
    let second = try await stage.run("run", "--replay", "latest", "--format", "jsonl")
    #expect(try hash(second) == hash(ended))
  }

  @Test("A fork asks again only what has changed")
  func fork() async throws {
    let server = Self.server()
    let stage = try Stage(["study.yaml": Self.study(try server.start())])
    let ended = try await stage.run("run", "study.yaml", "--format", "jsonl")
    let run = try #require(try ended.lines.last?["run"]?.string)
    let sent = server.counters.requests
    let same = try await stage.run("run", "--fork", "\(run)@greeted", "--format", "jsonl")
    #expect(same.status == 0, "\(same.error)")
    #expect(try hash(same) == hash(ended))
    #expect(server.counters.requests == sent, "Nothing has changed, so nothing is asked.")
    let other = try await stage.run(
      "run", "--fork", "\(run)@2", "--set", "timeline.4.run.steps=1", "--format", "jsonl")
    #expect(other.status == 0, "\(other.error)")
    #expect(try hash(other) != hash(ended))
    #expect(server.counters.requests == sent + 2, "Only the two rows of the table are other ones.")
    server.stop()
    let wrong = try await stage.run("run", "--fork", "\(run)@9")
    #expect(wrong.status == 69)
    #expect(
      wrong.error.contains(
        "has no step or checkpoint '9'; it has steps 0 to 4 and checkpoints 'greeted'."))
  }

  @Test("A run needs nothing but itself to be resumed: its files may have changed or gone")
  func selfContained() async throws {
    let server = Self.server()
    let stage = try Stage(["study.yaml": Self.study(try server.start())])
    let ended = try await stage.run("run", "study.yaml", "--format", "jsonl")
    let run = try #require(try ended.lines.last?["run"]?.string)
    server.stop()
    try stage.write("anna.yaml", "no persona any more")
    try FileManager.default.removeItem(atPath: stage.path + "/study.yaml")
    let replay = try await stage.run("run", "--replay", run, "--format", "jsonl", in: "/")
    #expect(replay.status == 0, "\(replay.error)")
    #expect(try hash(replay) == hash(ended))
  }

  @Test(
    "What cannot be asked for is refused with the next step",
    arguments: [
      (["--resume", "nothing"], 64, "There is no run at STAGE/runs/nothing."),
      (["--resume", "a", "--replay", "b"], 64, "Only one of --resume, --replay and --fork"),
      (["study.yaml", "--resume", "a"], 64, "--resume and --replay take the study from the run."),
      (
        ["--fork", "latest"], 64,
        "--fork needs a run and a step or checkpoint: run --fork latest@STEP"
      ),
      (
        ["--resume", "latest", "--set", "seed=3"], 64,
        "To go on under other conditions: run --fork latest@STEP --set seed=3"
      ),
    ])
  func refusals(arguments: [String], status: Int, sentence: String) async throws {
    let stage = try Stage()
    let ended = try await Started(stage, ["run"] + arguments).end()
    #expect(ended.status == Int32(status))
    #expect(ended.error.contains(sentence), "\(ended.error)")
  }
}
