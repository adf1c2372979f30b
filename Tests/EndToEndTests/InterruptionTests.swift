import StubServer
import Testing
import TinyTroupeJSON

/// What Ctrl-C leaves behind.
@Suite struct InterruptionTests {
  @Test(.timeLimit(.minutes(1)))
  func anInterruptedRunKeepsItsFinishedSteps() async throws {
    let server = StubServer(
      StubBehaviour(content: { _ in ModelStudy.turn }) { $0.number < 4 ? nil : .hanging })
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

        """)
    let last = try #require(try ended.lines.last)
    #expect(last["status"] == "stopped")
    #expect(last["step"] == 3)
    let events = try await stage.events()
    #expect(events.last?["event"] == "step-finished")
    #expect(events.filter { $0["event"] == "step-finished" }.count == 3)
    #expect(try ended.lines.dropLast() == events, "What was shown is what was kept.")
    let runs = try await stage.run("runs")
    #expect(runs.output.contains("stopped  3"))
  }
}
