import Foundation
import StubServer
import Testing
import TinyTroupeJSON

/// What a study will use, before anything is paid, and what a run has used.
@Suite("Costs")
struct CostTests {
  private static func study(_ port: UInt16, _ keys: String = "") -> String {
    """
    name: study
    llm: {use: openai, model: m, base_url: "http://127.0.0.1:\(port)/v1", \(keys)}
    llms: {reader: {use: openai, model: r, base_url: "http://127.0.0.1:\(port)/v1", price: none}}
    purposes: {extract: reader}
    agents: [{persona: anna.yaml}, {persona: bert.yaml}]
    environment: {everyone_accessible: true}
    timeline:
      - broadcast: Good morning.
      - run: {steps: 3}
    extract:
      - {objective: mood, fields: {mood: string}, to: moods.csv}
    """
  }

  private static func server() -> StubServer {
    StubServer(
      StubBehaviour(content: { request in
        let text = String(decoding: request.body, as: UTF8.self)
        return text.contains("mood")
          ? #"{"status":"answered","values":{"mood":"calm"},"evidence":[]}"# : ModelStudy.turn
      }))
  }

  @Test("A dry run sends nothing, keeps nothing, and tells a range by purpose with its grounds")
  func dryRun() async throws {
    let server = Self.server()
    let stage = try Stage([
      "study.yaml": Self.study(try server.start(), "price: {input: 1, output: 10}")
    ])
    let ended = try await stage.run("run", "study.yaml", "--dry-run")
    #expect(ended.status == 0)
    #expect(ended.output.hasPrefix("study: 2 people, 3 steps. Nothing was sent.\n"))
    for words in [
      "act      m      6–7", "extract  r      2–3", "all             8–10",
      "It rests on a rehearsal",
      "Low:  replies as long as the stand-in's", "High: replies of ", "reasoning included",
    ] { #expect(ended.output.contains(words), "\(words) in \(ended.output)") }
    let json = try await stage.run("run", "study.yaml", "--dry-run", "--format", "jsonl")
    server.stop()
    let line = try #require(try json.lines.first)
    let total = try #require(line["total"])
    let cost = (total["cost_usd"]?.array ?? []).compactMap(\.double)
    #expect(cost.count == 2 && cost[0] > 0 && cost[0] < cost[1])
    #expect(line["purposes"]?.array?.map { $0["purpose"] } == ["act", "extract"])
    #expect(
      line["purposes"]?.array?.last?["cost_usd"] == [0.0, 0.0], "its price is none")
    #expect(server.counters.requests == 0)
    #expect(stage.files(of: "").isEmpty)
  }

  @Test("What nobody has priced is unknown, and a budget is held against the range")
  func verdicts() async throws {
    let stage = try Stage(["study.yaml": Self.study(9)])
    let unknown = try await stage.run("run", "study.yaml", "--dry-run")
    #expect(unknown.output.contains("unknown\n"))
    #expect(
      unknown.output.contains(
        "Nobody has said what m costs. Add it beneath the model: price: {input: 0.25, output: 2}"))
    for (budget, verdict) in [
      ("calls: 7", "The budget is too small (calls): the run would stop early."),
      ("calls: 9", "The budget may not do (calls); a run that it stops can be resumed."),
      ("calls: 10", "The budget is enough."), ("tokens: 10", "The budget is too small (tokens)"),
    ] {
      try stage.write("study.yaml", Self.study(9, "budget: {\(budget)}"))
      let ended = try await stage.run("run", "study.yaml", "--dry-run")
      #expect(ended.output.contains(verdict), "\(budget): \(ended.output)")
    }
  }

  @Test("A dry run of a run, or of a wrong study, is refused")
  func refusals() async throws {
    let stage = try Stage(["wrong.yaml": "agents: 5\n"])
    let ended = try await stage.run("run", "--resume", "latest", "--dry-run")
    #expect(ended.status == 64)
    #expect(ended.error.contains("--dry-run is about a study, not about the run 'latest'."))
    #expect(try await stage.run("run", "wrong.yaml", "--dry-run").status == 65)
  }

  @Test("Costs are told by purpose, person and model, with the estimate beside them")
  func cost() async throws {
    let server = Self.server()
    let stage = try Stage([
      "study.yaml": Self.study(try server.start(), "price: {input: 1, output: 10}")
    ])
    #expect(try await stage.run("run", "study.yaml", "--format", "quiet").status == 0)
    let table = try await stage.run("cost")
    #expect(table.status == 0, "\(table.error)")
    for words in [
      "act      6 (6–7)   6", "all      8 (8–10)  8", "–$0.",
      "Anna    4      4", "default  6      6", "reader   2      2",
    ] {
      #expect(table.output.contains(words), "\(words) in \(table.output)")
    }
    let costs = try await stage.run("cost", "--format", "json")
    let json = try #require(try costs.lines.first)
    let usage = try #require(json["total"])
    let act = try #require(json["by_purpose"]?.array?.first)
    let tokens = (act["input_tokens"]?.double ?? 0) + 10 * (act["output_tokens"]?.double ?? 0)
    #expect(abs((act["cost_usd"]?.double ?? 0) - tokens / 1_000_000) < 1e-9)
    #expect(usage["calls"] == 8 && usage["failed"] == 0)
    #expect(json["estimate"]?["calls"] == [8, 10])
    let sent = server.counters.requests
    #expect(try await stage.run("run", "--replay", "latest", "--format", "quiet").status == 0)
    let replay = try await stage.run("cost", "--no-estimate")
    server.stop()
    #expect(server.counters.requests == sent)
    #expect(replay.output.contains("all      0"), "\(replay.output)")
    #expect(
      replay.output.contains("8 more calls were answered from a log or a cache, for nothing."))
  }

  @Test("A run that is not there has no costs")
  func nowhere() async throws {
    let ended = try await Stage().run("cost", "nowhere")
    #expect(ended.status == 64)
    #expect(ended.error.contains("nowhere"))
  }
}
