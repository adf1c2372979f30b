import Foundation
import StubServer
import Testing
import TinyTroupeJSON

/// What runs come to that go well.
@Suite struct GoodRunTests {
  private static let checkout = Started.checkout.path

  private static let talk = """
    name: talk
    agents: [{persona: anna.yaml}, {persona: bert.yaml}]
    environment: {use: tiny-world, everyone_accessible: true}
    timeline:
      - broadcast: Shall we plant a walnut tree in the yard?
      - run: {steps: 2}
    """

  @Test func theStudyOfTheCheckoutHasOneTraceHash() async throws {
    let stage = try Stage()
    let ways: [([String: String], String)] = [
      ([:], "llm.concurrency=64"), ([:], "llm.concurrency=64"), ([:], "llm.concurrency=1"),
      (["TINYTROUPE_CHECK": "1"], "llm.concurrency=64"),
      (["TINYTROUPE_CHECK": "1"], "llm.concurrency=1"),
    ]
    var hashes: Set<String> = []
    for (environment, setting) in ways {
      let ended = try await stage.run(
        "run", "config.yaml", "--format", "jsonl", "--set", setting, environment: environment,
        in: Self.checkout)
      #expect(ended.status == 0)
      #expect(ended.error.isEmpty)
      let last = try #require(try ended.lines.last)
      #expect(last["event"] == "run-finished")
      #expect(last["status"] == "done")
      #expect(last["run"]?.string?.hasPrefix(stage.path + "/runs/butter-hall-clock-") == true)
      #expect(last["calls"]?.integer ?? 0 >= 20)
      #expect(last["tokens"]?.integer ?? 0 > 10_000)
      hashes.insert(try #require(last["trace_hash"]?.string))
    }
    #expect(hashes.count == 1)
    #expect(
      stage.files().filter { $0.hasPrefix("results/") } == [
        "results/REHEARSAL-decisions.codebook.json", "results/REHEARSAL-decisions.csv",
      ])
  }

  @Test func quietPrintsNoResults() async throws {
    let stage = try Stage(["study.yaml": Self.talk])
    let ended = try await stage.run("run", "study.yaml", "--format", "quiet")
    #expect(ended.status == 0)
    #expect(ended.output.isEmpty)
    let usage = /[0-9]+ calls, [0-9]+ tokens/
    #expect(
      ended.error.replacing(usage, with: "USAGE")
        == "\nDone: 2 steps, USAGE.\nrun         STAGE/runs/talk-TIME\ntrace hash  HASH\n")
  }

  @Test func withoutATerminalThereAreNoEscapeSequencesAndColumnsAreRespected() async throws {
    let stage = try Stage(["study.yaml": Self.talk])
    let narrow = try await stage.run(
      "run", "study.yaml", environment: ["COLUMNS": "60", "NO_COLOR": "1"])
    let shown = try await stage.run("show", environment: ["COLUMNS": "60"])
    let wide = try await stage.run("show", environment: ["COLUMNS": "110"])
    for ended in [narrow, shown, wide] {
      #expect(ended.status == 0)
      #expect(!ended.output.contains("\u{1B}") && !ended.error.contains("\u{1B}"))
      #expect(ended.output.contains("Shall we plant a walnut tree in the yard?"))
    }
    #expect(width(narrow) == 60)
    #expect(width(shown) <= 72, "The hash is not broken.")
    #expect(wide.output.contains(String(repeating: "─", count: 70)))
    #expect(shown.output.hasPrefix(narrow.output), "A run is shown as it was shown when it ran.")
  }

  private func width(_ ended: Ended) -> Int {
    ended.output.split(separator: "\n").filter { !$0.contains("trace hash") }.map(\.count).max()
      ?? 0
  }

  @Test func whoseCallsFailIsSkippedWhereTheStudySaysSo() async throws {
    let server = StubServer(
      StubBehaviour(content: { _ in ModelStudy.turn }) { request in
        request.text.contains("broken-model") ? .serverError : nil
      })
    let port = try server.start()
    let model = "base_url: \"http://127.0.0.1:\(port)/v1\", attempts: 1"
    let stage = try Stage([
      "study.yaml": """
      llm: {use: openai, model: stub-model-1, \(model)}
      agents:
        - persona: anna.yaml
        - {persona: bert.yaml, llm: {use: openai, model: broken-model, \(model)}}
      environment: {use: tiny-world, everyone_accessible: true}
      on_error: skip
      timeline: [{broadcast: Good morning.}, {run: 2}]
      """
    ])
    let ended = try await stage.run("run", "study.yaml", "--format", "jsonl")
    server.stop()
    #expect(ended.status == 0)
    let events = try await stage.events()
    let failed = events.filter { $0["event"] == "agent-failed" }
    #expect(failed.map { $0["agent"] } == ["Bert", "Bert"])
    #expect(failed.map { $0["step"] } == [1, 2])
    let talks = events.filter { $0["action"]?["type"] == "TALK" }
    #expect(talks.map { $0["agent"] } == ["Anna", "Anna"])
    let calls = try await stage.run("calls")
    #expect(calls.output.contains("broken-model  failed"))
  }

  @Test func aWordProcessorLeavesItsDocumentAmongTheResults() async throws {
    let document =
      #"{\"title\": \"Bread\", \"content\": \"Flour and time.\", \"author\": \"Anna\"}"#
    let server = StubServer(
      StubBehaviour { request in
        guard request.number == 1 else { return ModelStudy.turn }
        return ModelStudy.turn.replacing(
          #""type":"TALK","target":"","content":"Good morning.""#,
          with: #""type":"WRITE_DOCUMENT","target":"","content":"\#(document)""#)
      })
    let study = ModelStudy.text(port: try server.start(), "attempts: 1")
      .replacing("anna.yaml}", with: "anna.yaml, tools: [word-processor]}")
    let stage = try Stage(["study.yaml": study])
    let ended = try await stage.run("run", "study.yaml", "--format", "quiet")
    server.stop()
    #expect(ended.status == 0, "\(ended.error)")
    #expect(stage.files().contains("results/documents/Bread.Anna.md"), "\(stage.files())")
    let text = try String(
      contentsOfFile: stage.path + "/runs/latest/results/documents/Bread.Anna.md", encoding: .utf8)
    #expect(text.contains("Flour and time."))
  }

  @Test(
    "A key is sent, and written nowhere",
    arguments: [nil, StubReply.error(401, type: "t", code: "c", message: "No: \(key)")])
  func secret(fault: StubReply?) async throws {
    let server = StubServer(
      StubBehaviour(recordsRequests: true, content: { _ in ModelStudy.turn }) { _ in fault })
    let stage = try Stage([
      "study.yaml": ModelStudy.text(port: try server.start(), "attempts: 1")
    ])
    let ended = try await stage.run(
      "run", "study.yaml", environment: ["OPENAI_API_KEY": Self.key, "TINYTROUPE_LOG": "debug"])
    server.stop()
    #expect(ended.status == (fault == nil ? 0 : 69))
    #expect(server.requests.first?.header("authorization") == "Bearer \(Self.key)")
    #expect(!ended.output.contains(Self.key) && !ended.error.contains(Self.key))
    let folder = stage.path + "/runs/latest/"
    var isDirectory: ObjCBool = false
    for file in stage.files() {
      _ = FileManager.default.fileExists(atPath: folder + file, isDirectory: &isDirectory)
      if isDirectory.boolValue { continue }
      let bytes = try Data(contentsOf: URL(filePath: folder + file))
      #expect(bytes.range(of: Data(Self.key.utf8)) == nil, "\(file) holds the key.")
    }
    let events = try await stage.run("events", "--format", "jsonl")
    let call = try await stage.run("calls", "--path", "1/Anna/agent.act/tt.llm.complete:#0")
    #expect(call.status == 0)
    #expect(!(events.output + call.output).contains(Self.key))
  }

  private static let key = "sk-planted-5f0e7c1d"
}
