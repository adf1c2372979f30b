import Testing
import TinyTroupeJSON
import TinyTroupeKernel

@testable import TinyTroupe

@Suite("A calendar that people share")
struct CalendarTests {
  private let troupe: Troupe
  private static let calendar = ComponentPlan(
    kind: "tool", plugin: "org.tinytroupe.calendar", name: "calendar")

  init() throws { troupe = try Troupe() }

  private static func event(
    _ title: String, _ start: String = "10:00", _ end: String = "11:00", with names: [String] = [],
    date: String = "2026-01-05"
  ) -> String {
    let json: JSON = [
      "title": .string(title), "date": .string(date), "start_time": .string(start),
      "end_time": .string(end), "attendees": .array(names.map { .string($0) }),
    ]
    return json.text
  }

  /// Ana and Ben do something in the first turn, Cleo nothing.
  private func run(
    _ ana: (type: String, content: String)..., ben: [(type: String, content: String)] = [],
    order: EnvironmentPlan.Order = .simultaneous, steps: Int = 2, check: Bool = false,
    config: JSON = [:], leaving: [String] = []
  ) async throws -> Record {
    var troupe = troupe
    if check { troupe.environment = ["TINYTROUPE_CHECK": "1"] }
    func line(_ name: String, _ uses: [(type: String, content: String)]) -> JSON {
      let actions = uses.map { (type: $0.type, target: "", content: $0.content) }
      return ["when": ["persona": .string(name), "turn": 1], "json": Troupe.says(actions)]
    }
    var tool = Self.calendar
    tool.config = config
    let plan = try troupe.plan(
      ["Ana", "Ben", "Cleo"], [line("Ana", ana), line("Ben", ben)], order: order,
      timeline: (leaving.isEmpty ? [] : [.leave(leaving)]) + [.run(steps: steps)], tools: [tool])
    let record = try await troupe.run(plan)
    #expect(record.outcome.failure == nil, "\(String(describing: record.outcome.failure))")
    return record
  }

  private func told(_ record: Record, _ type: String = "TOOL_RESULT") -> [String] {
    record.events(.stimulus).filter { $0.payload["type"]?.string == type }.map {
      "\($0.payload["to"]?.array?.compactMap(\.string).joined(separator: ", ") ?? ""): \($0.payload["content"]?.string ?? "")"
    }
  }

  @Test(
    "of two people who book a third at once, the first in order has the hour, in every order of turns",
    arguments: [EnvironmentPlan.Order.simultaneous, .sequential])
  func race(order: EnvironmentPlan.Order) async throws {
    let record = try await run(
      ("CREATE_EVENT", Self.event("Tasting", with: ["Cleo"])),
      ben: [("CREATE_EVENT", Self.event("Haircut", "10:30", "12:00", with: ["Cleo"]))], order: order
    )
    #expect(
      told(record) == [
        "Ana: CREATE_EVENT: Planned. 2026-01-05, 10:00 to 11:00: 'Tasting' by Ana, with Cleo.",
        "Ben: CREATE_EVENT: Not planned: Cleo must then be at another event. "
          + "2026-01-05, 10:00 to 11:00: 'Tasting' by Ana, with Cleo. Choose another time.",
      ])
    #expect(
      told(record, "SOCIAL") == [
        "Cleo: Ana has planned an event with you. 2026-01-05, 10:00 to 11:00: 'Tasting' by Ana, with Cleo."
      ])
    let again = try await run(
      ("CREATE_EVENT", Self.event("Tasting", with: ["Cleo"])),
      ben: [("CREATE_EVENT", Self.event("Haircut", "10:30", "12:00", with: ["Cleo"]))],
      order: order,
      check: true)
    #expect(again.outcome.traceHash == record.outcome.traceHash)
  }

  @Test("who is not there is not told")
  func absent() async throws {
    let record = try await run(
      ("CREATE_EVENT", Self.event("Tasting", with: ["Ben", "Cleo"])), leaving: ["Cleo"])
    #expect(told(record, "SOCIAL").map { $0.prefix(4) } == ["Ben:"])
  }

  @Test("what came of it is perceived in the next turn, by who asked and by who is invited")
  func perceived() async throws {
    let record = try await run(("CREATE_EVENT", Self.event("Tasting", with: ["Cleo"])))
    let second = record.events.filter { $0.kind == .stepStarted && $0.step == 2 }[0].seq
    #expect(record.events(.stimulus).allSatisfy { $0.seq < second })
    func prompt(_ name: String) throws -> String {
      let call = try record.calls.first { $0.step == 2 && $0.agent == name }
      return try record.prompt(call?.path ?? "")
    }
    #expect(try prompt("Ana").contains("You learn (calendar): CREATE_EVENT: Planned."))
    #expect(
      try prompt("Cleo").contains(
        "You notice (Ana): Ana has planned an event with you."))
    #expect(
      try !prompt("Ben").contains("Tasting"))
  }

  @Test("events are found by any field, in the same turn")
  func finding() async throws {
    let plans = [
      ("CREATE_EVENT", Self.event("Tasting", with: ["Cleo"])),
      ("CREATE_EVENT", Self.event("Walk", "12:00", "13:00", date: "2026-01-06")),
      ("CREATE_EVENT", #"{"title":"Birthday","date":"2026-01-06","description":"Cake at five."}"#),
    ]
    for (query, titles) in [
      ("{}", ["Tasting", "Birthday", "Walk"]), (#"{"title":"tast"}"#, ["Tasting"]),
      (#"{"text":"CAKE"}"#, ["Birthday"]), (#"{"date":"2026-01-06"}"#, ["Birthday", "Walk"]),
      (#"{"from":"2026-01-06"}"#, ["Birthday", "Walk"]), (#"{"to":"2026-01-05"}"#, ["Tasting"]),
      (#"{"attendee":"Cleo"}"#, ["Tasting"]), (#"{"owner":"Ben"}"#, []),
      (#"{"attendee":"Ana","date":"2026-01-05"}"#, ["Tasting"]),
    ] as [(String, [String])] {
      let lookup: JSON = [
        "when": ["persona": "Ben", "turn": 2], "json": Troupe.says([("FIND_EVENTS", "", query)]),
      ]
      let first: JSON = [
        "when": ["persona": "Ana", "turn": 1],
        "json": Troupe.says(plans.map { (type: $0.0, target: "", content: $0.1) }),
      ]
      let record = try await troupe.run(
        troupe.plan(
          ["Ana", "Ben", "Cleo"], [first, lookup], timeline: [.run(steps: 2)],
          tools: [Self.calendar]))
      let found = record.events(.toolPerformed).first { $0.payload["type"] == "FIND_EVENTS" }
      #expect(
        found?.payload["data"]?.array?.compactMap { $0["title"]?.string } == titles, "\(query)")
    }
  }

  @Test("one's own event can be called off, and the hour is free again")
  func cancelling() async throws {
    let record = try await run(
      ("CREATE_EVENT", Self.event("Tasting", with: ["Cleo"])),
      ("CANCEL_EVENT", #"{"title":"Tasting","date":"2026-01-05"}"#),
      ("CREATE_EVENT", Self.event("Walk", with: ["Cleo"])),
      ben: [("CANCEL_EVENT", #"{"title":"Walk","date":"2026-01-05"}"#)])
    let told = told(record)
    #expect(told.count == 4)
    #expect(told[1].hasPrefix("Ana: CANCEL_EVENT: Called off."))
    #expect(told[2].hasPrefix("Ana: CREATE_EVENT: Planned."))
    #expect(told[3] == "Ben: CANCEL_EVENT: There is no event 'Walk' of yours on 2026-01-05.")
  }

  @Test("what lasts all day keeps nobody, and overlaps can be allowed")
  func overlaps() async throws {
    let day = #"{"title":"Holiday","date":"2026-01-05"}"#
    let record = try await run(
      ("CREATE_EVENT", day), ("CREATE_EVENT", Self.event("Tasting")),
      ("CREATE_EVENT", Self.event("Walk", "11:00", "12:00")))
    #expect(told(record).allSatisfy { $0.contains("Planned.") && !$0.contains("Not planned") })
    let both = try await run(
      ("CREATE_EVENT", Self.event("A")), ("CREATE_EVENT", Self.event("B")),
      config: ["allow_overlaps": true])
    #expect(told(both).count { $0.contains("Planned.") } == 2)
  }

  @Test(
    "what cannot be is told to who wanted it",
    arguments: [
      (#"{"title":"A","date":"2026-02-29"}"#, "'2026-02-29' is no date of the calendar"),
      (#"{"title":" ","date":"2026-01-05"}"#, "An event needs a title."),
      (
        #"{"title":"A","date":"2026-01-05","start_time":"10:00"}"#, "An event has both a start_time"
      ),
      (
        #"{"title":"A","date":"2026-01-05","start_time":"11:00","end_time":"10:00"}"#,
        "An event begins before it ends"
      ), (#"{"date":"2026-01-05"}"#, "CREATE_EVENT cannot be done like this"),
      ("tomorrow", "CREATE_EVENT needs its content as JSON"),
    ])
  func mistakes(content: String, words: String) async throws {
    let record = try await run(("CREATE_EVENT", content))
    #expect(told(record).first?.contains(words) == true, "\(told(record))")
  }
}
