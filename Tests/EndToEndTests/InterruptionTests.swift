import StubServer
import Testing
import TinyTroupeJSON

/// What Ctrl-C leaves behind.
@Suite struct InterruptionTests {
  @Test(
    "Ctrl-C lets the calls in flight end, and what was paid for is kept", .timeLimit(.minutes(4)))
  func clean() async throws {
    let server = StubServer(
      StubBehaviour(latency: .milliseconds(300), content: { _ in ModelStudy.turn }))
    let study = ModelStudy.text(port: try server.start(), "attempts: 1")
      .replacing("steps: 2", with: "steps: 1000")
    let stage = try Stage(["study.yaml": study])
    let started = try Started(stage, ["run", "study.yaml", "--format", "jsonl"])
    await server.counters { $0.requests == 4 }
    started.interrupt()
    let ended = try await started.end()
    server.stop()
    #expect(ended.status == 75)
    #expect(
      ended.error == """
        Stopping after the calls in flight; press Ctrl-C again to stop at once.
        Stopped on request; everything up to the last finished step is kept.
        To go on: tinytroupe run --resume STAGE/runs/model-TIME

        """)
    let last = try #require(try ended.lines.last)
    #expect(last["status"] == "stopped")
    let events = try await stage.events()
    #expect(events.last?["event"] == "step-finished")
    let finished = events.filter { $0["event"] == "step-finished" }.count
    #expect(finished == server.counters.requests, "No call is in vain.")
    #expect(try ended.lines.dropLast() == events, "What was shown is what was kept.")
    let runs = try await stage.run("runs")
    #expect(runs.output.contains("stopped  \(finished)"))
  }

  @Test("a second Ctrl-C ends it at once, and it can be resumed", .timeLimit(.minutes(4)))
  func atOnce() async throws {
    let server = StubServer(
      StubBehaviour(content: { _ in ModelStudy.turn }) { $0.number < 3 ? nil : .hanging })
    let stage = try Stage([
      "study.yaml": ModelStudy.text(port: try server.start(), "attempts: 1")
        .replacing("steps: 2", with: "steps: 3")
    ])
    let started = try Started(stage, ["run", "study.yaml", "--format", "quiet"])
    await server.counters { $0.requests == 3 }
    started.interrupt()
    try await Task.sleep(for: .milliseconds(200))
    started.interrupt()
    #expect(try await started.end().status == 75)
    server.stop()
    let runs = try await stage.run("runs")
    #expect(runs.output.contains("interrupted  2"))
  }
}
