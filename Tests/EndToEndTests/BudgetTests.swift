import Foundation
import StubServer
import Testing
import TinyTroupeJSON

/// Runs that may use only so much: they stop before they use more, and go on with a higher limit.
@Suite("Budgets of runs")
struct BudgetTests {
  /// People for four steps and a table: 5 calls for each person.
  private static func study(
    _ port: UInt16, _ keys: String, people: Int = 2, more: String = ""
  ) -> String {
    let names = (0..<people).map {
      "  - {persona: \($0 % 2 == 0 ? "anna" : "bert").yaml, as: P\($0)}"
    }
    return """
      name: study
      \(more)
      llm: {use: openai, model: m, base_url: "http://127.0.0.1:\(port)/v1", attempts: 2, \(keys)}
      agents:
      \(names.joined(separator: "\n"))
      environment: {everyone_accessible: true}
      timeline:
        - broadcast: Good morning.
        - run: {steps: 4}
      extract:
        - {objective: mood, fields: {mood: string}, to: moods.csv}
      """
  }

  private static func server(
    _ faults: [Int: StubReply] = [:], latency: Duration = .zero
  ) -> StubServer {
    StubServer(
      StubBehaviour(
        latency: latency, faults: faults,
        content: { request in
          let text = String(decoding: request.body, as: UTF8.self)
          return text.contains("mood")
            ? #"{"status":"answered","values":{"mood":"calm"},"evidence":[]}"# : ModelStudy.turn
        }))
  }

  @Test(
    "A run that is cut goes on with a higher limit to the same hash, and pays nothing twice",
    arguments: [
      ("budget: {calls: 5}", "llm.budget.calls=10"),
      ("budget: {per_agent: {calls: 3}}", "llm.budget.per_agent.calls=6"),
    ])
  func calls(budget: String, raised: String) async throws {
    let server = Self.server()
    let port = try server.start()
    let free = try Stage(["study.yaml": Self.study(port, "")])
    let whole = try await free.run("run", "study.yaml", "--format", "jsonl")
    #expect(whole.status == 0)
    let sent = server.counters.requests
    let stage = try Stage(["study.yaml": Self.study(port, budget)])
    let cut = try await stage.run("run", "study.yaml", "--format", "jsonl")
    #expect(cut.status == 75)
    #expect(cut.error.contains("used up"), "\(cut.error)")
    #expect(cut.error.hasSuffix("--resume STAGE/runs/study-TIME --set \(raised)\n"), "\(cut.error)")
    #expect(try cut.lines.last?["status"] == "stopped")
    #expect(stage.files().contains { $0.hasSuffix("moods.csv") } == false)
    let events = try await stage.events()
    #expect(!events.contains { $0["event"] == "agent-failed" })
    let resumed = try await stage.run(
      "run", "--resume", "latest", "--set", raised, "--format", "jsonl")
    server.stop()
    #expect(resumed.status == 0, "\(resumed.error)")
    #expect(try resumed.lines.last?["trace_hash"] == whole.lines.last?["trace_hash"])
    #expect(server.counters.requests == 2 * sent)
  }

  @Test("A unit that was cut is not committed, even where failures are skipped")
  func skipping() async throws {
    let server = Self.server()
    let stage = try Stage([
      "study.yaml": Self.study(try server.start(), "budget: {calls: 5}", more: "on_error: skip")
    ])
    let cut = try await stage.run("run", "study.yaml")
    server.stop()
    #expect(cut.status == 75)
    let events = try await stage.events()
    #expect(events.filter { $0["event"] == "step-finished" }.count == 2)
    #expect(!events.contains { $0["event"] == "agent-failed" })
  }

  @Test("Calls side by side never use more tokens than there are")
  func tokens() async throws {
    let server = Self.server(latency: .milliseconds(20))
    let stage = try Stage([
      "study.yaml": Self.study(try server.start(), "budget: {tokens: 40000}", people: 20)
    ])
    let cut = try await stage.run("run", "study.yaml", "--format", "jsonl")
    server.stop()
    #expect(cut.status == 75)
    #expect(cut.error.contains("of 40000 tokens are used (llm.budget.tokens), and it may need"))
    let used = try #require(try cut.lines.last?["tokens"]?.integer)
    // The server counts a few tokens more than the letters of the messages, which were estimated.
    #expect(used <= 40_000 && used > 36_000, "\(used)")
  }

  @Test("Money is counted by the study's prices and limited")
  func money() async throws {
    let server = Self.server()
    let stage = try Stage([
      "study.yaml": Self.study(
        try server.start(), "price: {input: 1, output: 10}, budget: {cost_usd: 0.045}")
    ])
    let cut = try await stage.run("run", "study.yaml", "--format", "jsonl")
    #expect(cut.status == 75)
    #expect(cut.error.contains("of $0.0450 are spent (llm.budget.cost_usd), and it may cost $0.04"))
    let spent = try #require(try cut.lines.last?["cost_usd"]?.double)
    #expect(spent > 0.003 && spent <= 0.045, "\(spent)")
    let resumed = try await stage.run(
      "run", "--resume", "latest", "--set", "llm.budget.cost_usd=1", "--format", "quiet")
    server.stop()
    #expect(resumed.status == 0)
    #expect(resumed.error.contains("10 calls, "))
    #expect(resumed.error.contains(" tokens, $0.0"), "\(resumed.error)")
  }

  @Test("Nobody's price is 0: what is unknown is called so, and cannot be limited")
  func unknown() async throws {
    let server = Self.server()
    let port = try server.start()
    let stage = try Stage([
      "study.yaml": Self.study(port, ""),
      "limited.yaml": Self.study(port, "budget: {cost_usd: 1}"),
    ])
    let ended = try await stage.run("run", "study.yaml", "--format", "quiet")
    server.stop()
    #expect(ended.error.contains(" tokens, cost unknown."))
    let refused = try await stage.run("run", "limited.yaml")
    #expect(refused.status == 65)
    #expect(
      refused.error.contains("nobody knows what the model 'm' costs, so its cost cannot be limited")
        && refused.error.contains("price: {input: 0.25, output: 2}, or price: none"))
    let home = "models: {m: {input: 1, output: 1}}\n"
    try stage.write("home/.config/tinytroupe/prices.yaml", home)
    #expect(try await stage.run("check", "limited.yaml").status == 0)
    try stage.write(
      "home/.config/tinytroupe/prices.yaml", "models: {m: {input: free, output: 1}}\n")
    let wrong = try await stage.run("check", "limited.yaml")
    #expect(wrong.status == 65)
    #expect(wrong.error.contains("home/.config/tinytroupe/prices.yaml:1:21"), "\(wrong.error)")
  }

  @Test("Calls that were sent and not answered count after a kill", .timeLimit(.minutes(4)))
  func kill() async throws {
    let server = Self.server([2: .hanging])
    let stage = try Stage(["study.yaml": Self.study(try server.start(), "budget: {calls: 4}")])
    let started = try Started(stage, ["run", "study.yaml", "--format", "quiet"])
    await server.counters { $0.requests >= 2 }
    started.kill()
    _ = try await started.end()
    let resumed = try await stage.run("run", "--resume", "latest")
    server.stop()
    #expect(resumed.status == 75, "\(resumed.error)")
    // Two before the kill, of which one is paid for as far as anybody knows, and two after it.
    #expect(server.counters.requests == 4)
  }

  @Test("Time is limited over all sessions", .timeLimit(.minutes(4)))
  func time() async throws {
    let server = Self.server(latency: .milliseconds(600))
    let stage = try Stage(["study.yaml": Self.study(try server.start(), "budget: {time: 1s}")])
    let cut = try await stage.run("run", "study.yaml")
    #expect(cut.status == 75)
    #expect(cut.error.contains("1 s have passed (llm.budget.time)"))
    let again = try await stage.run("run", "--resume", "latest")
    #expect(again.status == 75)
    let sent = server.counters.requests
    #expect(sent == 4, "none is sent while the time is over")
    let resumed = try await stage.run(
      "run", "--resume", "latest", "--set", "llm.budget.time=1h")
    server.stop()
    #expect(resumed.status == 0, "\(resumed.error)")
  }
}
