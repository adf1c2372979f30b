import Testing
import TinyTroupeJSON

@testable import TinyTroupe

@Suite("Joining and leaving")
struct PresenceTests {
  private let troupe: Troupe

  init() throws { troupe = try Troupe() }

  private func run(
    _ timeline: [TimelineEntry], order: EnvironmentPlan.Order = .simultaneous
  ) async throws -> Record {
    try await troupe.run(
      troupe.plan(
        ["Ana", "Ben", "Cleo"], [Troupe.line("Ana", ("TALK", "Cleo", "Here I am, Cleo."))],
        order: order, timeline: timeline, world: ["broadcast_if_no_target": false]))
  }

  private func actors(_ record: Record, step: Int) -> [String] {
    var seen: Set<String> = []
    return record.events(.action).filter { $0.step == step }.compactMap(\.agent)
      .filter { seen.insert($0).inserted }.sorted()
  }

  @Test(
    "C43: who joins later does nothing and hears nothing before, and who has left nothing more",
    arguments: [EnvironmentPlan.Order.simultaneous, .sequential])
  func comingAndGoing(order: EnvironmentPlan.Order) async throws {
    let record = try await run(
      [
        .stimulus(StimulusEntry(content: "First news."), step: nil), .run(steps: 1),
        .join(["Cleo"]), .leave(["Ben"]), .run(steps: 1), .join(["Ben"]), .leave(["Cleo"]),
        .run(steps: 1),
      ], order: order)
    #expect(record.outcome.failure == nil)
    #expect(actors(record, step: 1) == ["Ana", "Ben"])
    #expect(actors(record, step: 2) == ["Ana", "Cleo"])
    #expect(actors(record, step: 3) == ["Ana", "Ben"])
    let first = try #require(record.calls.last { $0.step == 2 && $0.agent == "Cleo" })
    let prompt = try record.prompt(first.path)
    #expect(!prompt.contains("First news.") && prompt.contains("Ana") && !prompt.contains("Ben"))
    #expect(record.events(.agentJoined).compactMap(\.agent) == ["Ana", "Ben", "Cleo", "Ben"])
    #expect(record.events(.agentLeft).compactMap(\.agent) == ["Ben", "Cleo"])
    // Of what Ana says to Cleo, only the middle one arrives; of the others, she is told.
    #expect(record.events(.delivered).map(\.step) == [2])
    let told = record.events(.stimulus).filter {
      $0.payload["content"]?.string?.hasPrefix("Nobody heard you") == true
    }
    #expect(told.map(\.step) == [1, 3])
  }

  @Test("a question is put to those who are there")
  func asked() async throws {
    let record = try await run([
      .run(steps: 1), .leave(["Ben"]), .join(["Cleo"]), .ask(AskPlan(text: "Who is there?")),
    ])
    #expect(record.watcher.tables.first?.rows.map(\.agent) == ["Ana", "Cleo"])
  }

  @Test("who is there follows from the timeline, so that a run goes on as it was")
  func derived() {
    let timeline: [TimelineEntry] = [
      .run(steps: 1), .leave(["Ana"]), .join(["Ana", "Cleo"]), .leave(["Cleo"]),
    ]
    #expect(timeline.latecomers == ["Cleo"])
    #expect(timeline.absent(after: 1) == ["Cleo"])
    #expect(timeline.absent(after: 2) == ["Ana", "Cleo"])
    #expect(timeline.absent(after: 3).isEmpty)
    #expect(timeline.absent(after: 4) == ["Cleo"])
  }
}
