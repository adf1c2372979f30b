import Foundation
import Testing
import TinyTroupeJSON
import TinyTroupeKernel

@testable import TinyTroupe

@Suite("Questions in the timeline")
struct AskTests {
  private let troupe: Troupe

  init() throws { troupe = try Troupe() }

  private static let rating: JSON = [
    "rating": ["type": "integer", "min": 1, "max": 5], "reason": ["type": "string"],
  ]
  private static let question = "How likely are you to buy it?"

  private func answer(_ persona: String?, _ values: JSON, says text: String = "Four.") -> JSON {
    var json = Troupe.says([("TALK", "", text)]).object ?? [:]
    json["answer"] = values
    var when: JSONObject = ["contains": .string("Answer what you were just asked")]
    when["persona"] = persona.map { .string($0) }
    return ["when": .object(when), "json": .object(json)]
  }

  private func ask(
    _ replies: [JSON], _ ask: AskPlan, onError: ErrorPolicy = .stop,
    then: [TimelineEntry] = []
  ) async throws -> Record {
    try await troupe.run(
      troupe.plan(
        ["Ana", "Ben"], replies, timeline: [.run(steps: 1), .ask(ask)] + then, onError: onError))
  }

  private func plan(remember: Bool = true, to: [String]? = nil, fields: JSON = rating) -> AskPlan {
    AskPlan(
      to: to, text: Self.question, fields: fields, remember: remember, columns: ["persona.age"])
  }

  @Test("each person's answer becomes a row, with values in their types")
  func rows() async throws {
    let record = try await ask(
      [
        answer("Ana", ["rating": 4, "reason": "Cheap."]),
        answer("Ben", ["rating": .null, "reason": .null]),
      ], plan())
    #expect(record.outcome.failure == nil)
    let table = try #require(record.watcher.tables.first)
    #expect(table.rows.map(\.agent) == ["Ana", "Ben"])
    #expect(table.rows.map(\.columns) == [[30], [31]])
    #expect(table.rows.map(\.values) == [[4, "Cheap."], [.null, .null]])
    #expect(table.rows.map(\.status) == ["answered", "refused"])
    let csv = try #require(record.file("answers-1.csv")).split(separator: "\n")
    #expect(csv.first == "run,step,agent,persona.age,rating,reason,status,evidence,backend")
    let book = try JSON(parsing: try #require(record.file("answers-1.codebook.json")))
    #expect(book["question"]?.string == Self.question && book["fields"]?[0]?["n"] == 1)
    #expect(record.events(.answered).map(\.agent) == ["Ana", "Ben"])
    #expect(record.events(.answered).first?.payload["text"] == "Four.")
  }

  @Test("without fields the answer is what is said, and who says nothing is missing")
  func words() async throws {
    let record = try await ask(
      [Troupe.line("Ana", contains: "just asked", ("TALK", "", "Perhaps."))], plan(fields: [:]))
    let table = try #require(record.watcher.tables.first)
    #expect(table.rows.map(\.values) == [["Perhaps."], [.null]])
    #expect(table.rows.map(\.status) == ["answered", "missing"])
  }

  @Test("only those who are named are asked")
  func some() async throws {
    let record = try await ask(
      [answer("Ben", ["rating": 2, "reason": "No."])], plan(to: ["Ben"]))
    #expect(record.watcher.tables.first?.rows.map(\.agent) == ["Ben"])
  }

  @Test("a question that is remembered stands in later prompts, another one leaves no trace")
  func memory() async throws {
    for remember in [true, false] {
      let record = try await ask(
        [answer(nil, ["rating": 3, "reason": "Fine."], says: "Three, I think.")],
        plan(remember: remember), then: [.run(steps: 1)])
      #expect(record.outcome.failure == nil)
      let calls = try record.calls.filter { $0.purpose == "act" }
      let last = try record.prompt(try #require(calls.last).path)
      #expect(last.contains(Self.question) == remember)
      #expect(last.contains("Three, I think.") == remember)
      let spoken = record.events(.action).count { $0.payload["action"]?["type"] == "TALK" }
      #expect(spoken == (remember ? 2 : 0))
    }
  }

  @Test("a run is the same with and without a question that nobody remembers")
  func noTrace() async throws {
    let replies = [
      answer(nil, ["rating": 3, "reason": "Fine."]),
      Troupe.line("Ana", ("TALK", "Ben", "Good morning.")),
    ]
    func prompts(_ timeline: [TimelineEntry]) async throws -> [String] {
      let record = try await troupe.run(troupe.plan(["Ana", "Ben"], replies, timeline: timeline))
      return try record.calls.map { try record.prompt($0.path) }.filter {
        !$0.contains("just asked")
      }.sorted()
    }
    let aside = TimelineEntry.ask(plan(remember: false))
    let asked = try await prompts([aside, .run(steps: 2), aside, .run(steps: 1)])
    #expect(try await prompts([.run(steps: 2), .run(steps: 1)]) == asked)
  }

  @Test("C86: options come in an order of each person's own, the same in each run")
  func rotation() async throws {
    let names = (1...12).map { "P\($0)" }
    let fields: JSON = ["choice": ["type": "enum", "values": ["red", "green", "blue"]]]
    func orders(seed: UInt64) async throws -> [String] {
      let record = try await troupe.run(
        troupe.plan(
          names, [answer(nil, ["choice": "red"])],
          timeline: [.ask(AskPlan(text: "Which?", fields: fields))], seed: seed))
      #expect(record.outcome.failure == nil)
      return try record.calls.map { call in
        let text = try record.prompt(call.path)
        let start = text.range(of: "one of ")?.upperBound ?? text.endIndex
        return String(text[start...].prefix { $0 != ")" })
      }.sorted()
    }
    let first = try await orders(seed: 1)
    #expect(Set(first) == ["red, green, blue", "green, blue, red", "blue, red, green"])
    #expect(try await orders(seed: 1) == first)
  }

  @Test("who fails stops the run, or becomes a failed row under 'skip'")
  func failures() async throws {
    let script = [
      Troupe.failure("Ana", contains: "just asked"), answer("Ben", ["rating": 1, "reason": "No."]),
    ]
    let stopped = try await ask(script, plan())
    #expect(stopped.outcome.failure != nil && stopped.watcher.tables.isEmpty)
    let skipped = try await ask(script, plan(), onError: .skip)
    #expect(skipped.watcher.tables.first?.rows.map(\.status) == ["failed", "answered"])
    #expect(skipped.events(.agentFailed).map(\.agent) == ["Ana"])
  }

  @Test("values are checked against their fields, whatever a plugin answers")
  func checks() {
    let fields = FieldSpec.list([
      "n": ["type": "integer", "min": 1, "max": 5], "e": ["type": "enum", "values": ["a", "b"]],
      "r": ["type": "ranking", "values": ["a", "b"]], "s": ["type": "string"],
    ])
    let good: [JSON] = [5, "b", ["b", "a"], "text"]
    let bad: [JSON] = [6, "c", ["a", "a"], 7]
    for (field, value) in zip(fields, good) {
      #expect(field.checked(value).value == value && field.checked(value).mistake == nil)
    }
    for (field, value) in zip(fields, bad) {
      #expect(field.checked(value).value.isNull && field.checked(value).mistake != nil)
      #expect(field.checked(.null).mistake == nil)
    }
  }
}
