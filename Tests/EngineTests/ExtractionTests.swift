import Testing
import TinyTroupeJSON
import TinyTroupeKernel

@testable import TinyTroupe

@Suite("Extraction")
struct ExtractionTests {
  private let troupe: Troupe

  init() throws { troupe = try Troupe() }

  private static let fields: JSON = ["rating": ["type": "integer", "min": 1, "max": 5]]

  private func record(_ rating: JSON, status: String = "answered") -> JSON {
    ["status": .string(status), "values": ["rating": rating], "evidence": []]
  }

  private func run(
    _ answers: [JSON], onError: ErrorPolicy = .stop, to: String? = nil,
    source: ExtractPlan.Source = .agents
  ) async throws -> Record {
    var plan = try troupe.plan(
      ["Ana", "Ben"], answers + [Troupe.line(nil, ("TALK", "", "Four."))], onError: onError)
    plan.extracts = [
      ExtractPlan(
        component: try troupe.registry.standard("extractor"), objective: "the rating",
        fields: Self.fields, columns: ["persona.age", "persona.none"], source: source, to: to)
    ]
    return try await troupe.run(plan)
  }

  private func answer(_ persona: String?, _ json: JSON) -> JSON {
    var when: JSONObject = ["purpose": "extract"]
    when["persona"] = persona.map { .string($0) }
    return ["when": .object(when), "json": json]
  }

  private func failure(_ persona: String) -> JSON {
    [
      "when": ["purpose": "extract", "persona": .string(persona)],
      "error": ["code": "invalid", "message": "No."],
    ]
  }

  @Test("C71: each person's record becomes a row, with columns of the persona and an event")
  func rows() async throws {
    let record = try await run(
      [answer("Ana", record(4)), answer("Ben", record(.null, status: "missing"))], to: "r.csv")
    #expect(record.outcome.failure == nil)
    let table = try #require(record.watcher.tables.first)
    #expect(table.rows.map(\.agent) == ["Ana", "Ben"])
    #expect(table.rows.map(\.columns) == [[30, .null], [31, .null]])
    #expect(table.rows.map(\.values) == [[4], [.null]])
    #expect(table.rows.map(\.status) == ["answered", "missing"])
    #expect(record.events(.extracted).map(\.agent) == ["Ana", "Ben"])
    let csv = try #require(record.file("r.csv")).split(separator: "\n")
    #expect(csv.first == "run,step,agent,persona.age,persona.none,rating,status,evidence,backend")
    #expect(csv.dropFirst().first?.hasSuffix(",1,Ana,30,,4,answered,,scripted") == true)
    let book = try JSON(parsing: try #require(record.file("r.codebook.json")))
    #expect(
      book["rows"] == 2 && book["fields"]?[0]?["n"] == 1 && book["fields"]?[0]?["missing"] == 1)
  }

  @Test("evidence names events that the person experienced")
  func evidence() async throws {
    let probe = try await run([answer(nil, record(4))])
    let own = try #require(probe.events(.action).first { $0.agent == "Ana" }).seq
    let others = try #require(probe.events(.action).first { $0.agent == "Ben" }).seq
    let claimed: JSON = [
      "status": "answered", "values": ["rating": 4],
      "evidence": [.integer(Int64(own)), .integer(Int64(others)), 999],
    ]
    let record = try await run([answer("Ana", claimed), answer("Ben", self.record(4))])
    #expect(record.watcher.tables.first?.rows.first?.evidence == [own])
  }

  @Test("a subject that fails stops the run, or becomes a failed row under 'skip'")
  func failures() async throws {
    let script = [failure("Ana"), answer("Ben", record(2))]
    let stopped = try await run(script)
    guard case .failed(let who, _, _)? = stopped.outcome.failure else {
      Issue.record("the run must stop")
      return
    }
    #expect(who == "Ana's results" && stopped.watcher.tables.isEmpty)
    let skipped = try await run(script, onError: .skip)
    let rows = try #require(skipped.watcher.tables.first?.rows)
    #expect(rows.map(\.status) == ["failed", "answered"])
    #expect(rows.map(\.values) == [[.null], [2]])
  }

  @Test("'retry' redoes an extraction under paths of its own, then stops")
  func retry() async throws {
    let record = try await run([failure("Ana"), answer("Ben", record(2))], onError: .retry(1))
    #expect(record.outcome.failure != nil)
    let roots = try record.calls.filter { $0.purpose == "extract" && $0.agent == "Ana" }
      .map { $0.path.split(separator: "/").prefix(3).joined(separator: "/") }
    #expect(roots == ["1/Ana/extractor.extract:0", "1/Ana/extractor.extract:0~2"])
  }

  @Test("the world as a whole gives as many rows as it has records")
  func world() async throws {
    let record = try await run(
      [answer(nil, ["records": [self.record(1), self.record(5)]])], source: .world)
    let table = try #require(record.watcher.tables.first)
    #expect(table.rows.map(\.agent) == ["", ""])
    #expect(table.rows.map(\.values) == [[1], [5]])
    #expect(record.files == ["extraction-1.codebook.json", "extraction-1.csv"])
  }

  @Test("what an extractor says is wrong with its task is told before anything runs")
  func checkedBefore() async throws {
    var plan = try troupe.plan(["Ana"])
    var normalizer = try troupe.registry.standard("extractor")
    normalizer.plugin = "org.tinytroupe.normalizer"
    normalizer.name = "normalizer"
    normalizer.config = ["column": "why", "categories": 3]
    plan.timeline = [.run(steps: 1), .ask(AskPlan(text: "Why?", columns: ["persona.age"]))]
    plan.extracts = [
      ExtractPlan(
        component: normalizer, fields: ["kind": ["type": "string"]],
        source: .table("answers-1.csv"))
    ]
    await #expect {
      _ = try await troupe.run(plan)
    } throws: {
      "\($0)".contains(
        "extract.0: normalizer: the table that it reads has no column 'why'. It has: step, agent, persona.age, answer, status, evidence."
      )
    }
    normalizer.config = ["column": "answer", "categories": 0]
    plan.extracts[0].component = normalizer
    await #expect {
      _ = try await troupe.run(plan)
    } throws: {
      "\($0)".contains("extract.0: normalizer: 'categories' must be a whole number of at least 1")
    }
  }

  @Test("a value that is not of its field's type is left out, and a record of none is a failed one")
  func untrusted() async throws {
    let record = try await run([answer("Ana", record(9)), answer("Ben", record("four"))])
    let rows = try #require(record.watcher.tables.first?.rows)
    #expect(rows.map(\.values) == [[.null], [.null]])
    #expect(rows.map(\.status) == ["failed", "failed"])
  }

  @Test("a table is read row by row, and its rows keep whose they are and what shows them")
  func fromTable() async throws {
    var plan = try troupe.plan(
      ["Ana", "Ben"],
      [
        answer("Ana", ["status": "answered", "values": ["why": "dear"], "evidence": []]),
        answer("Ben", ["status": "answered", "values": ["why": "too dear"], "evidence": []]),
        [
          "when": ["purpose": "extract", "contains": "1. dear\n2. too dear"],
          "json": ["categories": [["name": "Price", "members": [1, 2]]]],
        ], Troupe.line(nil, ("TALK", "", "Four.")),
      ])
    let extractor = try troupe.registry.standard("extractor")
    var normalizer = extractor
    normalizer.plugin = "org.tinytroupe.normalizer"
    normalizer.name = "normalizer"
    normalizer.config = ["column": "why", "categories": 3]
    plan.extracts = [
      ExtractPlan(
        component: extractor, objective: "why", fields: ["why": ["type": "string"]], to: "why.csv"),
      ExtractPlan(
        component: normalizer, fields: ["kind": ["type": "string"]], columns: ["persona.age"],
        source: .table("why.csv")),
    ]
    let record = try await troupe.run(plan)
    #expect(record.outcome.failure == nil)
    let table = try #require(record.watcher.tables.last)
    #expect(table.rows.map(\.agent) == ["Ana", "Ben"])
    #expect(table.rows.map(\.columns) == [[30], [31]])
    #expect(table.rows.map(\.values) == [["Price"], ["Price"]])
  }
}
