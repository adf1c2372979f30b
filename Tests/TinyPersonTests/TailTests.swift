import Testing
import TinyPerson
import TinyTroupeFakeHost
import TinyTroupeJSON
import TinyTroupePluginKit

@Suite("The volatile tail of the prompt")
struct TailTests {
  /// The second prompt of a person whose first turn and second request are varied.
  private func asked(
    goals: String = "g", attention: String = "a", emotions: String = "e",
    place: String = "here", context: [String] = ["calm"], accessible: JSON = ["Ana Lee"],
    extra: JSONObject = [:]
  ) async throws -> Stage.Asked {
    let stage = try Stage()
    stage.reply([("THINK", "", "Hm.")], goals: goals, attention: attention, emotions: emotions)
    stage.reply([])
    try await stage.turn()
    var all: JSONObject = [
      "place": .string(place), "context": .array(context.map(JSON.string)),
    ]
    for (key, value) in extra { all[key] = value }
    try await stage.turn(accessible: accessible, extra: all)
    return try stage.lastAsked()
  }

  private func expectTailAlone(
    _ changed: Stage.Asked, shows text: String, _ location: SourceLocation = #_sourceLocation
  ) async throws {
    let usual = try await asked()
    #expect(changed.stable == usual.stable, sourceLocation: location)
    #expect(changed.tail != usual.tail, sourceLocation: location)
    #expect(changed.tail.contains(text), sourceLocation: location)
  }

  @Test("goals change the tail alone")
  func goals() async throws {
    try await expectTailAlone(
      try await asked(goals: "find the key"), shows: "You want: find the key")
  }

  @Test("attention changes the tail alone")
  func attention() async throws {
    try await expectTailAlone(
      try await asked(attention: "the clock"), shows: "You attend to: the clock")
  }

  @Test("emotions change the tail alone")
  func emotions() async throws {
    try await expectTailAlone(try await asked(emotions: "furious"), shows: "You feel: furious")
  }

  @Test("the place changes the tail alone")
  func place() async throws {
    try await expectTailAlone(try await asked(place: "the attic"), shows: "Place: the attic")
  }

  @Test("the context changes the tail alone")
  func context() async throws {
    try await expectTailAlone(
      try await asked(context: ["it snows", "at war"]), shows: "Circumstances: it snows; at war")
  }

  @Test("who is accessible changes the tail alone")
  func accessible() async throws {
    try await expectTailAlone(
      try await asked(accessible: ["Bo", "Cy"]), shows: "You can talk to: Bo, Cy")
  }

  @Test("what others are to the person stands behind their names")
  func relations() async throws {
    let long = "somebody whom she met at the harbour long before the war began"
    let stage = try Stage(persona: [
      "name": "Lisa Carter",
      "relationships": [
        ["name": "Bo", "description": "Her elder\nbrother."],
        ["name": "Cy", "description": .string(long)],
        ["name": "Dee", "description": ""],
      ],
    ])
    stage.reply([])
    try await stage.turn(accessible: ["Bo", "Cy", "Dee", "Eve"])
    #expect(
      try stage.lastAsked().tail.contains(
        "You can talk to: Bo (Her elder brother), Cy (\(long.prefix(39))…), Dee, Eve\n"))
  }

  @Test("a question asks for an answer in the tail alone")
  func question() async throws {
    let changed = try await asked(extra: ["question": ["text": "How likely is it?"]])
    try await expectTailAlone(changed, shows: "Answer what you were just asked.")
    #expect(changed.envelope["about"]?["question"] == "How likely is it?")
  }

  @Test(
    "a question that wants values says which, whatever its length, and the schema asks for them")
  func values() async throws {
    let schema: JSON = ["type": "object", "properties": ["rating": ["type": "integer"]]]
    let form = "rating (whole number: \(String(repeating: "x", count: 900)))"
    let changed = try await asked(
      extra: ["question": ["text": "How likely?", "schema": schema, "form": .string(form)]])
    #expect(changed.tail.contains("Give under \"answer\": \(form). Put null for what"))
    #expect(changed.envelope["schema"]?["properties"]?["answer"] == schema)
  }

  @Test("all that the tail says, in order")
  func whole() async throws {
    #expect(
      try await asked().tail == """
        Now: Monday 2026-01-05, 09:00.
        Place: here
        Circumstances: calm
        You can talk to: Ana Lee
        You feel: e
        You attend to: a
        You want: g
        What do you do now?
        """)
  }

  @Test("what is not known is not told")
  func empty() async throws {
    let stage = try Stage()
    stage.reply([])
    try await stage.turn()
    #expect(
      try stage.lastAsked().tail == """
        Now: Monday 2026-01-05, 09:00.
        You can talk to: Oscar Jensen, Ana Lee
        What do you do now?
        """)
  }

  @Test("thirty names are told at most, and how many more there are")
  func names() async throws {
    let names = (1...50).map { JSON.string("P\($0)") }
    let tail = try await asked(accessible: .array(names)).tail
    #expect(tail.contains("P29, P30 and 20 more\n"))
    #expect(!tail.contains("P31"))
  }

  @Test("two hundred tokens are enough, whatever people say of themselves")
  func limit() async throws {
    let long = String(repeating: "very long indeed, ", count: 60)
    let names = (1...40).map { JSON.string("Somebody With A Long Name \($0)") }
    for accessible in [JSON.array(names), ["Ana Lee"], "all", [.string(long)]] {
      let tail = try await asked(
        goals: long, attention: long, emotions: long, place: long, context: [long, long],
        accessible: accessible
      ).tail
      #expect(tail.count <= 800)
      #expect(tail.count > 600 || accessible == "all" || accessible == ["Ana Lee"])
      for label in ["Place", "Circumstances", "You feel", "You attend to", "You want"] {
        #expect(tail.contains("\(label): very long"))
      }
    }
  }

  @Test(
    "time is told as people write it",
    arguments: [
      ("2026-01-05T09:00:00", "Monday 2026-01-05, 09:00"),
      ("2024-02-29T23:59:30", "Thursday 2024-02-29, 23:59:30"),
      ("2000-01-01T00:00:00", "Saturday 2000-01-01, 00:00"),
      ("1969-07-20T20:17:00", "Sunday 1969-07-20, 20:17"),
      ("the third day", "the third day"), ("2026-13-01T00:00:00", "2026-13-01T00:00:00"),
    ])
  func time(given: String, told: String) async throws {
    let stage = try Stage()
    stage.reply([])
    try await stage.turn(time: given)
    #expect(try stage.lastAsked().tail.hasPrefix("Now: \(told).\n"))
  }
}
