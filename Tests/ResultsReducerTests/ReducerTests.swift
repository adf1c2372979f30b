import Synchronization
import Testing
import TinyTroupeFakeHost
import TinyTroupeJSON
import TinyTroupePluginKit

@testable import ResultsReducer

@Suite("Reducing events by rules")
struct ReducerTests {
  private static let events: [JSON] = [
    [
      "id": 3, "kind": "stimulus", "type": "CONVERSATION", "content": "Offers?",
      "time": "2026-01-05T09:00:00",
    ],
    [
      "id": 5, "kind": "action", "type": "TALK", "content": "I offer 4.50.", "target": "Reto",
      "agent": "Nuala", "time": "2026-01-05T09:00:00",
    ],
    ["id": 6, "kind": "action", "type": "BID", "content": " 7 ", "agent": "Reto"],
    ["id": 7, "kind": "action", "type": "BID", "content": "seven", "agent": "Nuala"],
    ["id": 9, "kind": "stimulus", "type": "CONVERSATION", "content": "Why?", "source": "Reto"],
  ]

  private func reduce(
    _ rules: JSON, fields: JSON, subject: JSON = ["kind": "world"], events: [JSON] = events
  ) async throws -> [JSON] {
    let host = FakeHost(services: [
      "tt.events/1": { _, _, _ in FakeAnswer(["events": .array(events)]) }
    ])
    let reducer = try host.create(ResultsReducer.self, config: ["rules": rules])
    let result = try await reducer.invoke(
      "extract", ["objective": "", "fields": fields, "subject": subject]
    ).get()
    return result["records"]?.array ?? []
  }

  private func message(
    _ rules: JSON, fields: JSON = ["a": "string"], subject: JSON = ["kind": "world"]
  ) async -> String {
    do {
      _ = try await reduce(rules, fields: fields, subject: subject)
      return ""
    } catch {
      return (error as? PluginFailure)?.message ?? "\(error)"
    }
  }

  @Test("C70: each event that a rule selects becomes a record, with all that is known of the event")
  func records() async throws {
    let records = try await reduce(
      [
        [
          "on": "TALK",
          "set": [
            "kind": "kind", "type": "type", "who": "agent", "to": "target", "said": "content",
            "at": "time", "event": "event", "round": ["value": 1],
          ],
        ]
      ],
      fields: [
        "kind": "string", "type": "string", "who": "string", "to": "string", "said": "string",
        "at": "string", "event": "integer", "round": "integer",
      ])
    #expect(records.count == 1)
    #expect(
      records[0]["values"] == [
        "kind": "action", "type": "TALK", "who": "Nuala", "to": "Reto", "said": "I offer 4.50.",
        "at": "2026-01-05T09:00:00", "event": 5, "round": 1,
      ])
    #expect(records[0]["agent"] == "Nuala" && records[0]["evidence"] == [5])
  }

  @Test("C70: what is unknown is null, and a record of nothing but nulls is dropped")
  func unknown() async throws {
    let records = try await reduce(
      [["on": "BID", "set": ["bid": "target"]]],
      fields: ["bid": "string"])
    #expect(records.isEmpty)
    let bids = try await reduce(
      [["on": "BID", "set": ["bid": "content"]]], fields: ["bid": ["type": "integer"]])
    #expect(bids.map { $0["values"]?["bid"] } == [7])
  }

  @Test("an event counts by the first rule that it meets")
  func order() async throws {
    let records = try await reduce(
      [
        ["on": "CONVERSATION", "source": "Reto", "set": ["a": ["value": "heard"]]],
        ["on": "CONVERSATION", "set": ["a": ["value": "announced"]]],
        ["on": "TALK", "contains": "OFFER", "set": ["a": "content"]],
        ["on": "BID", "kind": "stimulus", "set": ["a": "content"]],
      ], fields: ["a": "string"])
    #expect(records.map { $0["values"]?["a"] } == ["announced", "I offer 4.50.", "heard"])
  }

  @Test("values are cast to the fields' types, or left out")
  func casts() async throws {
    func cast(_ value: JSON, _ field: JSON) async throws -> JSON? {
      try await reduce(
        [["on": "TALK", "set": ["a": ["value": value], "b": ["value": 1]]]],
        fields: ["a": field, "b": "integer"])[0]["values"]?["a"]
    }
    #expect(try await cast("4.5", "number") == .number(4.5))
    #expect(try await cast("4.5", "integer") == .null)
    #expect(try await cast("nan", "number") == .null)
    #expect(try await cast("Yes", "boolean") == true)
    #expect(try await cast("perhaps", "boolean") == .null)
    #expect(try await cast("SOUP", ["type": "enum", "values": ["soup"]]) == "soup")
    #expect(try await cast("tea", ["type": "enum", "values": ["soup"]]) == .null)
    #expect(try await cast("soup", "list") == ["soup"])
  }

  @Test("C70: two rules for the same events are refused, and so is all else that is wrong")
  func mistakes() async {
    let rule: JSON = ["on": "TALK", "set": ["a": "content"]]
    #expect(
      await message([rule, rule]).hasPrefix("reducer: rule 2 selects the same events as rule 1"))
    #expect(await message([]) == "reducer: it needs 'rules', at least one.")
    #expect(
      await message([["set": ["a": "content"]]])
        == "reducer: rule 1 needs 'on', the type of an event.")
    #expect(
      await message([["on": "TALK", "set": ["a": "words"]]])
        .contains("sets 'a' to \"words\", which is none of type, kind, content"))
    #expect(
      await message([["on": "TALK", "set": ["b": "content"]]])
        == "reducer: rule 1 sets 'b', which is none of the fields: a.")
    #expect(
      await message([rule], subject: ["kind": "table"])
        == "reducer: it reads events, so 'from' must be agents or world, not a table.")
  }

  @Test("what a rule cannot do is known before the run")
  func before() async throws {
    let reducer = try FakeHost().create(
      ResultsReducer.self, config: ["rules": [["on": "TALK", "set": ["a": "content"]]]])
    func failure(_ fields: JSON, from: JSON) async -> String? {
      await reducer.invoke("check", ["objective": "", "fields": fields, "from": from]).failure?
        .message
    }
    #expect(await failure(["a": ["type": "string"]], from: "world") == nil)
    #expect(
      await failure(["b": ["type": "string"]], from: "agent")
        == "reducer: rule 1 sets 'a', which is none of the fields: b.")
    #expect(
      await failure(["a": ["type": "string"]], from: "table")?.contains("not a table") == true)
  }

  @Test("C70: a thousand events are a matter of seconds", .timeLimit(.minutes(1)))
  func thousand() async throws {
    let events = (0..<1000).map { number -> JSON in
      ["id": .integer(Int64(number)), "kind": "action", "type": "TALK", "content": "Yes."]
    }
    let records = try await reduce(
      [["on": "TALK", "set": ["a": "content"]]], fields: ["a": "string"], events: events)
    #expect(records.count == 1000)
  }
}
