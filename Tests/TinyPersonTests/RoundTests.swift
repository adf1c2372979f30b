import Testing
import TinyPerson
import TinyTroupeFakeHost
import TinyTroupeJSON
import TinyTroupePluginKit

@Suite("Rounds of a turn")
struct RoundTests {
  private static let tools: [JSON] = [
    [
      "type": "WRITE_DOCUMENT", "text": "Writes a document.", "tool": "word-processor",
      "when": "now", "input": ["type": "object", "required": ["title"]],
    ],
    ["type": "CREATE_EVENT", "text": "Plans an event.", "tool": "calendar", "when": "step-end"],
  ]

  @Test("the person uses a tool, sees the result and goes on in the same turn")
  func toolNow() async throws {
    let stage = try Stage(tools: Self.tools)
    stage.reply([
      ("THINK", "", "A note will help."), ("WRITE_DOCUMENT", "", #"{"title":"Note"}"#),
      ("TALK", "Ana Lee", "Done, I hope."), ("DONE", "", ""),
    ])
    stage.reply([("TALK", "Ana Lee", "The note is written."), ("DONE", "", "")])
    let result = try await stage.turn([says("Ana Lee", "Please write it down.")])
    #expect(
      actions(result) == [
        "THINK: A note will help.", #"WRITE_DOCUMENT: {"title":"Note"}"#,
        "TALK>Ana Lee: The note is written.", "DONE",
      ])
    #expect(
      stage.performed == [["type": "WRITE_DOCUMENT", "content": #"{"title":"Note"}"#]])
    let texts = try stage.lastAsked().texts
    #expect(
      texts.suffix(3).dropLast() == [
        "THINK: A note will help.\nWRITE_DOCUMENT: {\"title\":\"Note\"}",
        "Result of WRITE_DOCUMENT: WRITE_DOCUMENT worked",
      ])
    #expect(texts.last?.hasSuffix("Go on with your turn.") == true)
    #expect(
      try stage.lastAsked().envelope["about"]?["results"]
        == [["type": "WRITE_DOCUMENT", "content": "WRITE_DOCUMENT worked"]])
    #expect(stage.host.misbehaviours == [])
  }

  @Test("an action for the step's end is returned and not waited for")
  func toolLater() async throws {
    let stage = try Stage(tools: Self.tools)
    stage.reply([("CREATE_EVENT", "", "Lunch at noon"), ("DONE", "", "")])
    #expect(actions(try await stage.turn()) == ["CREATE_EVENT: Lunch at noon", "DONE"])
    #expect(stage.asked.count == 1)
    #expect(stage.performed == [])
    #expect(
      try stage.lastAsked().envelope["about"]?["action_kinds"] == [
        "TALK", "THINK", "RECALL", "RECALL_WITH_FULL_SCAN",
        ["type": "WRITE_DOCUMENT", "input": ["type": "object", "required": ["title"]]],
        "CREATE_EVENT", "DONE",
      ])
    let rules = try stage.lastAsked().texts[0]
    #expect(rules.contains("- CREATE_EVENT: Plans an event. You see the result in your next turn."))
    #expect(
      rules.contains(
        #"- WRITE_DOCUMENT: Writes a document. The content is JSON that fits {"type":"object","required":["title"]}. End the list with it; you go on with the result."#
      ))
  }

  @Test("RECALL searches memory and its result informs the same turn")
  func recall() async throws {
    let stage = try Stage()
    stage.remember([
      [
        "kind": "stimulus", "type": "CONVERSATION", "content": "The key is under the mat.",
        "source": "Oscar Jensen", "time": "2026-01-04T18:30:00",
      ],
      ["kind": "action", "type": "DONE", "content": "", "time": "2026-01-04T18:30:00"],
    ])
    stage.reply([("RECALL", "", "the key"), ("TALK", "Ana Lee", "No idea."), ("DONE", "", "")])
    stage.reply([("TALK", "Ana Lee", "Under the mat."), ("DONE", "", "")])
    let result = try await stage.turn([says("Ana Lee", "Where is the key?")])
    #expect(actions(result) == ["RECALL: the key", "TALK>Ana Lee: Under the mat.", "DONE"])
    #expect(stage.queries.last == ["mode": "search", "text": "the key", "limit": 20])
    #expect(
      try stage.lastAsked().texts.dropLast().last
        == "Result of RECALL: \n  - [Sunday 2026-01-04, 18:30] Oscar Jensen says: The key is under"
        + " the mat.")
  }

  @Test("RECALL_WITH_FULL_SCAN goes through everything, and nothing is said to be nothing")
  func fullScan() async throws {
    let stage = try Stage()
    stage.reply([("RECALL_WITH_FULL_SCAN", "", "the key")])
    stage.reply([])
    #expect(
      actions(try await stage.turn()) == ["RECALL_WITH_FULL_SCAN: the key", "DONE"])
    #expect(stage.queries.last == ["mode": "all"])
    #expect(
      try stage.lastAsked().texts.dropLast().last
        == "Result of RECALL_WITH_FULL_SCAN: Nothing comes to mind.")
  }

  @Test("several look-ups are done in order, and what follows the last is decided anew")
  func severalResults() async throws {
    let stage = try Stage(tools: Self.tools)
    stage.reply([
      ("RECALL", "", "the mat"), ("THINK", "", "And the title?"), ("WRITE_DOCUMENT", "", "{}"),
      ("TALK", "", "Gone."), ("DONE", "", ""), ("RECALL", "", "after the end"),
    ])
    stage.reply([("DONE", "", "")])
    #expect(
      actions(try await stage.turn()) == [
        "RECALL: the mat", "THINK: And the title?", "WRITE_DOCUMENT: {}", "DONE",
      ])
    #expect(stage.asked.count == 2)
  }

  @Test(
    "C6: a turn has no more rounds than configured; tools still work in the last, RECALL doesn't")
  func lastRound() async throws {
    let stage = try Stage(config: ["max_rounds": 2], tools: Self.tools)
    stage.reply([("RECALL", "", "the mat")])
    stage.reply([
      ("RECALL", "", "the door"), ("WRITE_DOCUMENT", "", "{}"), ("TALK", "", "There."),
    ])
    let result = try await stage.turn()
    #expect(actions(result) == ["RECALL: the mat", "WRITE_DOCUMENT: {}", "TALK: There.", "DONE"])
    #expect(result["notes"] == ["Dropped a RECALL: the turn had no round left to use it."])
    #expect(stage.performed.count == 1)
    #expect(
      try stage.lastAsked().tail.hasSuffix("Finish your turn now, without looking anything up."))
  }

  @Test("with one round, nothing is said of RECALL")
  func oneRound() async throws {
    let stage = try Stage(config: ["max_rounds": 1], tools: Self.tools)
    stage.reply([("WRITE_DOCUMENT", "", "{}"), ("TALK", "", "There."), ("DONE", "", "")])
    #expect(
      actions(try await stage.turn()) == ["WRITE_DOCUMENT: {}", "TALK: There.", "DONE"])
    let rules = try stage.lastAsked().texts[0]
    #expect(!rules.contains("RECALL"))
    #expect(rules.contains(#"["title"]}. You see the result in your next turn."#))
    #expect(try stage.lastAsked().tail.hasSuffix("What do you do now?"))
  }

  @Test("fifteen actions are the limit of all rounds together")
  func limitAcrossRounds() async throws {
    let stage = try Stage(tools: Self.tools)
    stage.reply(
      (1...10).map { ("THINK", "", "Thought of number \($0).") } + [("WRITE_DOCUMENT", "", "{}")])
    stage.reply((11...20).map { ("THINK", "", "Thought of number \($0).") })
    let result = try await stage.turn()
    #expect(actions(result).count == 15)
    #expect(actions(result)[13] == "THINK: Thought of number 13.")
  }

  @Test("tools are asked for once in an instance's life")
  func toolsOnce() async throws {
    let stage = try Stage(tools: Self.tools)
    for _ in 0..<3 { stage.reply([]) }
    for _ in 0..<3 { try await stage.turn() }
    let lists = stage.host.transcript.filter { entry in
      if case .nested(_, "tt.tools/1", "list", _, _, _) = entry { true } else { false }
    }
    #expect(lists.count == 1)
  }

  @Test("a tool of the name RECALL takes the place of the person's own")
  func ownRecall() async throws {
    let stage = try Stage(tools: [
      ["type": "RECALL", "text": "Asks the archive.", "tool": "recall", "when": "now"]
    ])
    stage.reply([("RECALL", "", "the key")])
    stage.reply([])
    try await stage.turn()
    #expect(stage.performed == [["type": "RECALL", "content": "the key"]])
    #expect(try stage.lastAsked().texts[0].contains("- RECALL: Asks the archive."))
  }
}
