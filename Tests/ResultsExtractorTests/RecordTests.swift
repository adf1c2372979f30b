import Testing
import TinyTroupeFakeHost
import TinyTroupeJSON
import TinyTroupePluginKit

@testable import ResultsExtractor

@Suite("Records")
struct RecordTests {
  private static let unknown = JSON.object(
    JSONObject((Study.fields.object ?? [:]).map { ($0.key, .null) }))

  @Test("values of every type come through with their evidence")
  func answered() async throws {
    let study = Study(values: Study.complete, evidence: [5, 9])
    #expect(
      try await study.records()
        == [["status": "answered", "values": Study.complete, "evidence": [5, 9]]])
    #expect(study.seen.times == 1)
    #expect(study.host.misbehaviours == [])
  }

  @Test(
    "a value of the wrong type, range or choice becomes null, and the others stay",
    arguments: [
      ("buys", "yes"), ("price", "4"), ("price", -1), ("price", 10.5), ("rating", 6),
      ("rating", 4.5), ("rating", 1e300), ("choice", "pizza"), ("choice", 1), ("reasons", "thirst"),
      ("reasons", ["a", "b", "c"]), ("reasons", [1]), ("objection", ["none"]), ("objection", [:]),
    ] as [(String, JSON)])
  func wrong(field: String, value: JSON) async throws {
    var values = Study.complete.object ?? [:]
    values[field] = value
    let record = try await Study(values: .object(values)).records()[0]
    values[field] = .null
    #expect(record["values"] == .object(values))
    #expect(record["status"] == "answered")
    let alone = try await Study(values: .object([field: value])).records()[0]
    #expect(alone == ["status": "failed", "values": Self.unknown, "evidence": []])
  }

  @Test("whole numbers are numbers, and numbers without a fraction are whole")
  func numbers() async throws {
    let record = try await Study(values: ["price": 4, "rating": 3.0]).records()[0]
    #expect(record["values"]?["price"] == 4)
    #expect(record["values"]?["rating"] == 3)
  }

  @Test("unknown is missing, not guessed; an empty text is unknown")
  func missing() async throws {
    let record = try await Study(values: ["objection": ""], evidence: []).records()[0]
    #expect(record == ["status": "missing", "values": Self.unknown, "evidence": []])
  }

  @Test("who would not say has refused, unless a value is there all the same")
  func refused() async throws {
    let record = try await Study(values: Self.unknown, status: "refused").records()[0]
    #expect(record["status"] == "refused")
    #expect(record["evidence"] == [5])
    let value = try await Study(values: ["buys": false], status: "refused").records()[0]
    #expect(value["status"] == "answered")
  }

  @Test("evidence that the model was not shown is dropped, and so are twins and nonsense")
  func evidence() async throws {
    let study = Study(values: Study.complete, evidence: [9, 4, 5, 9, "5", 1e300, -1, 6, [12]])
    #expect(try await study.records()[0]["evidence"] == [9, 5])
  }

  @Test(
    "a reply that is no record fails, and nothing of it is believed",
    arguments: [
      "", "Sure! She would buy it.", "[]", "null", #"{"status":"answered"}"#,
      #"{"status":"answered","values":[1]}"#,
      #"{"status":"answered","values":{"buys":"yes","rating":99},"evidence":[5]}"#,
      #"{"status":"answered","values":{"buys":true}"#, String(repeating: "[", count: 100_000),
    ])
  func failed(reply: String) async throws {
    let record = try await Study(reply: reply).records()[0]
    #expect(record == ["status": "failed", "values": Self.unknown, "evidence": []])
  }

  @Test(
    "a refusal of the model fails this subject alone",
    arguments: ["refusal", "content_filter", "schema", "empty"])
  func modelRefused(reason: String) async throws {
    let study = Study {
      throw PluginFailure(.invalid, "It refused.", detail: ["reason": .string(reason)])
    }
    #expect(try await study.records()[0]["status"] == "failed")
    let logged = study.host.transcript.contains {
      if case .log(_, _, "Nothing could be extracted: It refused.", _) = $0 { true } else { false }
    }
    #expect(logged)
    let direct = Study { ["content": "", "finish": .string(reason)] }
    #expect(try await direct.records()[0]["status"] == "failed")
  }

  @Test("a failure that the next subject would meet as well is passed on")
  func passedOn() async throws {
    let study = Study { throw PluginFailure(.exhausted, "The budget is used up.") }
    await #expect {
      try await study.records()
    } throws: {
      ($0 as? PluginFailure)?.message == "The budget is used up."
    }
  }

  @Test("who experienced nothing is missing, and no model is asked")
  func nothing() async throws {
    let study = Study(events: [Study.events[2]], reply: "{}")
    #expect(try await study.records()[0]["status"] == "missing")
    #expect(study.seen.times == 0)
  }

  @Test("a world may have several records, each checked by itself")
  func world() async throws {
    let records: JSON = [
      ["status": "answered", "values": ["buys": true], "evidence": [5]],
      ["status": "answered", "values": ["buys": "maybe"], "evidence": [5]], 7,
    ]
    let study = Study(reply: JSON.object(["records": records]).text)
    let found = try await study.records(
      fields: ["buys": "boolean"], subject: ["kind": "world"])
    #expect(
      found == [
        ["status": "answered", "values": ["buys": true], "evidence": [5]],
        ["status": "failed", "values": ["buys": nil], "evidence": []],
        ["status": "failed", "values": ["buys": nil], "evidence": []],
      ])
    #expect(study.seen.query == ["world": true])
    #expect(study.seen.envelope["schema"]?["properties"]?.object?.keys == ["records"])
  }

  @Test("a world without results is one missing record")
  func emptyWorld() async throws {
    let study = Study(reply: #"{"records":[]}"#)
    let found = try await study.records(
      fields: ["buys": "boolean"], subject: ["kind": "world"])
    #expect(found == [["status": "missing", "values": ["buys": nil], "evidence": []]])
  }

  @Test(
    "a request that makes no sense is refused",
    arguments: [
      (
        ["objective": "x", "subject": ["kind": "world"], "fields": [:]],
        "results: an extraction needs an 'objective' and 'fields'."
      ),
      (
        ["objective": "x", "subject": ["kind": "agent"], "fields": ["a": "string"]],
        "results: the 'subject' must be the world, or an agent with a 'name'."
      ),
      (
        ["objective": "x", "subject": ["kind": "world"], "fields": ["a": ["type": "enum"]]],
        "results: the field 'a' is of the type enum and needs its 'values'."
      ),
      (
        ["objective": "x", "subject": ["kind": "world"], "fields": ["a": "date"]],
        "results: the field 'a' has the unknown type 'date'. Use string, integer, number, boolean,"
          + " enum, list or ranking."
      ),
    ] as [(JSON, String)])
  func nonsense(request: JSON, message: String) async throws {
    let study = Study(reply: "{}")
    let instance = try study.host.create(ResultsExtractor.self)
    let outcome = await instance.invoke("extract", request)
    #expect(outcome.failure?.message == message)
    #expect(outcome.failure?.code == .invalid)
  }

  @Test(
    "a setting that cannot be is refused by its name",
    arguments: [
      (
        ["max_transcript": 10],
        "results: 'max_transcript' must be a whole number of at least 1000, not 10."
      ),
      (
        ["max_output_tokens": "many"],
        #"results: 'max_output_tokens' must be a whole number of at least 1, not "many"."#
      ),
    ] as [(JSON, String)])
  func settings(config: JSON, message: String) async throws {
    await #expect {
      try await Study(reply: "{}").records(config: config)
    } throws: {
      ($0 as? PluginFailure)?.message == message
    }
  }
}
