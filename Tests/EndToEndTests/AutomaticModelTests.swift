import StubServer
import Testing

/// `use: auto`.
@Suite struct AutomaticModelTests {
  private func stage(_ port: UInt16, _ keys: String) throws -> Stage {
    try Stage([
      "study.yaml": """
      llm: {use: auto, model: m, base_url: "http://127.0.0.1:\(port)/v1", \(keys)}
      agents: [{persona: anna.yaml}]
      timeline: [{run: 2}]
      """
    ])
  }

  @Test func withoutAKeyTheRehearsalPlays() async throws {
    let stage = try stage(9, "")
    let ended = try await stage.run("run", "study.yaml", "--format", "quiet")
    #expect(ended.status == 0, "\(ended.error)")
    #expect(ended.error.hasPrefix("study.yaml:1:12: note: 'use: auto' takes 'rehearsal'\n"))
  }

  @Test func withAKeyAndABudgetTheModelIsAsked() async throws {
    let server = StubServer(
      StubBehaviour(faults: [2: .serverError], content: { _ in ModelStudy.turn }))
    let stage = try stage(try server.start(), "attempts: 1, budget: {calls: 10}")
    let key = ["OPENAI_API_KEY": "plant-0123456789"]
    let ended = try await stage.run("run", "study.yaml", environment: key)
    #expect(ended.status == 69)
    #expect(
      ended.error.hasPrefix(
        "study.yaml:1:12: note: 'use: auto' takes 'openai', since OPENAI_API_KEY is set\n"))
    #expect(server.counters.requests == 2)
    let without = try await stage.run("run", "--resume", "latest")
    #expect(without.status == 69)
    #expect(
      without.error.contains("was answered by 'openai', and now 'rehearsal' would answer."),
      "\(without.error)")
    let resumed = try await stage.run("run", "--resume", "latest", environment: key)
    server.stop()
    #expect(resumed.status == 0, "\(resumed.error)")
  }

  @Test func whatCostsMoneyNeedsABudget() async throws {
    let stage = try stage(9, "")
    let ended = try await stage.run(
      "run", "study.yaml", environment: ["OPENAI_API_KEY": "plant-0123456789"])
    #expect(ended.status == 65)
    #expect(
      ended.error.contains("'use: auto' would take 'openai', which costs money, without a limit"))
    #expect(ended.error.contains("add one: budget: {cost_usd: 1}; or name the model"))
  }
}
