import StubServer
import Testing
import TinyTroupeJSON

/// What a tool comes to that fails when a person uses it.
@Suite struct ToolFailureTests {
  /// Lets Anna use the tool in the first of two steps.
  private func run(_ definition: String) async throws -> (Ended, Stage) {
    let server = StubServer(
      StubBehaviour { request in
        guard request.number == 1 else { return ModelStudy.turn }
        return ModelStudy.turn.replacing(
          #""TALK","target":"","content":"Good morning.""#,
          with: #""REFUEL","target":"","content":"now""#)
      })
    let stage = try PluginStage.make()
    let study = ModelStudy.text(port: try server.start(), "attempts: 1")
    try stage.write(
      "study.yaml",
      study.replacing("anna.yaml}", with: "anna.yaml, tools: [probe]}")
        + "\nplugins: {paths: [plugins]}\n")
    try await PluginStage.compile(
      PluginStage.unruly, ["UNRULY_LATER", definition], on: stage)
    let ended = try await stage.run(
      "run", "study.yaml", "--trust", "org.example.probe", "--format", "jsonl")
    server.stop()
    return (ended, stage)
  }

  @Test func anExceptionIsPerceivedAndTheRunGoesOn() async throws {
    let (ended, stage) = try await run("UNRULY_THROWS")
    #expect(ended.status == 0)
    let events = try await stage.events()
    let performed = try #require(events.first { $0["event"] == "tool-performed" })
    #expect(performed["failed"] == true)
    #expect(
      performed["text"] == "REFUEL did not work: The plugin threw an exception: the tank is empty")
  }

  @Test func anAnswerThatIsNoJSONIsADefect() async throws {
    let (ended, _) = try await run("UNRULY_ANSWERS_NONSENSE")
    #expect(ended.status == 70)
    #expect(
      ended.error == """
        Step 1: Anna: The tool 'probe' broke its contract: its answer to REFUEL is no JSON with a \
        'text'. Report it to the plugin's author.
          in org.tinytroupe.tiny-person, call 1/Anna/agent.act

        """)
  }
}
