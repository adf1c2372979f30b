import Testing
import TinyPerson
import TinyTroupeFakeHost
import TinyTroupeJSON
import TinyTroupePluginKit

@Suite("Behaviour that the reference has too")
struct ConformanceTests {
  @Test("C1: who is spoken to talks, and the turn ends with DONE")
  func c1ListenAndAct() async throws {
    let stage = try Stage()
    stage.reply([
      ("THINK", "", "Nice."), ("TALK", "Oscar Jensen", "Good morning."), ("DONE", "", ""),
    ])
    let result = try await stage.turn([says("Oscar Jensen", "Good morning, Lisa!")])
    #expect(actions(result) == ["THINK: Nice.", "TALK>Oscar Jensen: Good morning.", "DONE"])
    #expect(stage.asked.count == 1)
    #expect(stage.host.misbehaviours == [])
  }

  @Test(
    "C2: each type of stimulus reaches the prompt in words of its own",
    arguments: [
      ("CONVERSATION", "Oscar Jensen", "Oscar Jensen says: It rains."),
      ("CONVERSATION", "", "You hear: It rains."),
      ("SOCIAL", "Oscar Jensen", "You notice (Oscar Jensen): It rains."),
      ("VISUAL", "", "You see: It rains."),
      ("LOCATION", "", "You are now here: It rains."),
      ("THOUGHT", "Lisa Carter", "A thought comes to you: It rains."),
      ("INTERNAL_GOAL_FORMULATION", "Lisa Carter", "A goal forms in you: It rains."),
      ("SMELL", "the sea", "SMELL (the sea): It rains."),
    ])
  func c2Stimuli(type: String, source: String, line: String) async throws {
    let stage = try Stage()
    stage.reply([])
    try await stage.turn([(type, "It rains.", source)])
    let texts = try stage.lastAsked().texts
    #expect(texts.dropLast().last == "[Monday 2026-01-05, 09:00]\n\(line)")
  }

  @Test("C3: every value of a persona, however deep, stands in the prompt")
  func c3Persona() async throws {
    let persona: JSON = [
      "name": "Ada", "age": 36, "height": 1.68, "is_left_handed": true, "nickname": nil,
      "empty": [],
      "occupation": ["title": "Baker", "employer": ["name": "Crumb & Sons", "since": 2019]],
      "skills": ["bread", ["pastry", ["cake"]], 7],
      "relationships": [
        ["name": "Bob", "description": "a <friend> with a \"past\""],
        ["name": "Cy", "description": "a rival", "met": ["year": 2001, "at": "a fair"]],
      ],
      "notes": "first line\nsecond {{line}}",
    ]
    let stage = try Stage(persona: persona)
    stage.reply([])
    try await stage.turn()
    let introduction = try stage.lastAsked().texts[1]
    for scalar in Self.scalars(persona) {
      #expect(introduction.contains(scalar), "\(scalar)")
    }
  }

  static func scalars(_ value: JSON) -> [String] {
    switch value {
    case .null: []
    case .string(let text): [text]
    case .array(let elements): elements.flatMap(scalars)
    case .object(let members): members.values.flatMap(scalars)
    default: [value.text]
    }
  }

  @Test("C4: place and context are the environment's, and a new context replaces the old one")
  func c4PlaceAndContext() async throws {
    let stage = try Stage()
    for _ in 0..<3 { stage.reply([]) }
    let first = try await stage.turn(
      extra: ["place": "the kitchen", "context": ["it is hot", "the radio plays"]])
    #expect(first["mental_state"]?["place"] == "the kitchen")
    #expect(first["mental_state"]?["context"] == ["it is hot", "the radio plays"])
    let unmoved = try await stage.turn()
    #expect(unmoved["mental_state"]?["place"] == "the kitchen")
    let moved = try await stage.turn(extra: ["place": "the yard", "context": ["it snows"]])
    #expect(moved["mental_state"]?["place"] == "the yard")
    #expect(moved["mental_state"]?["context"] == ["it snows"])
    #expect(try stage.lastAsked().tail.contains("Place: the yard\nCircumstances: it snows\n"))
  }

  @Test("C9: who can be talked to is told, without the person itself")
  func c9Accessibility() async throws {
    let stage = try Stage()
    for _ in 0..<3 { stage.reply([]) }
    try await stage.turn(accessible: ["Oscar Jensen", "Lisa Carter", "Ana Lee"])
    #expect(try stage.lastAsked().tail.contains("You can talk to: Oscar Jensen, Ana Lee\n"))
    try await stage.turn(accessible: [])
    #expect(try stage.lastAsked().tail.contains("There is nobody you can talk to."))
    try await stage.turn(accessible: "all")
    #expect(try stage.lastAsked().tail.contains("You can talk to anyone here."))
  }

  @Test("C12: the same speech to the same person becomes DONE, with a note, and the person learns")
  func c12RepetitionBecomesDone() async throws {
    let stage = try Stage()
    for _ in 0..<2 {
      stage.reply([
        ("TALK", "Oscar Jensen", "I still prefer the cold soup."),
        ("TALK", "Ana Lee", "What about you?"),
      ])
    }
    stage.reply([])
    try await stage.turn()
    let second = try await stage.turn()
    #expect(actions(second) == ["DONE"])
    #expect(second["notes"] == ["Put DONE in place of a TALK that repeats an earlier one."])
    try await stage.turn()
    #expect(try stage.lastAsked().tail.contains("You were about to repeat yourself."))
    try stage.forgetInstance()
    #expect(stage.state?["warned"] == nil)
  }

  @Test("C13: of twenty actions fifteen are left, and the last is DONE")
  func c13TwentyActionsAreCutToFifteen() async throws {
    let stage = try Stage()
    stage.reply((1...20).map { ("THINK", "", "Thought of number \($0).") })
    let result = try await stage.turn()
    #expect(actions(result).count == 15)
    #expect(actions(result)[13] == "THINK: Thought of number 14.")
    #expect(actions(result).last == "DONE")
    #expect(result["notes"] == ["Cut the turn to 15 actions; the model wanted more."])
  }

  @Test("C13: a missing DONE is added, and what follows a DONE is dropped")
  func c13DoneIsLast() async throws {
    let stage = try Stage()
    stage.reply([("THINK", "", "Hm.")])
    stage.reply([("DONE", "", ""), ("THINK", "", "Too late.")])
    stage.reply((1...14).map { ("THINK", "", "Thought of number \($0).") } + [("DONE", "", "")])
    #expect(actions(try await stage.turn()) == ["THINK: Hm.", "DONE"])
    #expect(actions(try await stage.turn()) == ["DONE"])
    let full = try await stage.turn()
    #expect(actions(full).count == 15)
    #expect(full["notes"] == nil)
  }
}
