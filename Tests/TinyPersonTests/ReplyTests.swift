import Testing
import TinyPerson
import TinyTroupeFakeHost
import TinyTroupeJSON
import TinyTroupePluginKit

@Suite("Replies of the model, which are not trusted")
struct ReplyTests {
  private static let state = #""state":{"goals":"","attention":"","emotions":""}"#

  @Test(
    "a reply that is no turn fails the turn, and says why",
    arguments: [
      ("<html>", "it is not JSON (unexpected character at byte 0)"),
      ("", "it is not JSON (the document ends too early at byte 0)"),
      ("[]", "'actions' must be a list"),
      ("{\(state)}", "'actions' must be a list"),
      (#"{"actions":{},"state":{}}"#, "'actions' must be a list"),
      (#"{"actions":[7],\#(state)}"#, "'actions[0].type' is missing"),
      (
        #"{"actions":[{"type":"TALK","target":"","content":["a"]}],\#(state)}"#,
        "'actions[0].content' must be a text, not a list"
      ),
      (#"{"actions":[]}"#, "'state.goals' is missing"),
      (
        #"{"actions":[],"state":{"goals":"","attention":3,"emotions":""}}"#,
        "'state.attention' must be a text, not a whole number"
      ),
    ] as [(String, String)])
  func unusable(content: String, why: String) async throws {
    let stage = try Stage()
    stage.reply(content: content)
    await #expect {
      try await stage.turn()
    } throws: {
      ($0 as? PluginFailure)?.message
        == "The model's reply can't be used as a turn: \(why). If it happens again, use a model with"
        + " structured output. The reply is listed by: tinytroupe calls."
    }
    #expect(stage.host.misbehaviours == [])
  }

  @Test(
    "a reply that is cut off or refused fails the turn, and says what to do",
    arguments: [
      ("length", "it was cut off; raise 'max_output_tokens'"),
      ("refusal", "the model refused to answer; rephrase the study"),
      ("content_filter", "the model refused to answer; rephrase the study"),
    ])
  func ended(finish: String, why: String) async throws {
    let stage = try Stage()
    stage.reply(content: "{", finish: finish)
    await #expect {
      try await stage.turn()
    } throws: {
      ($0 as? PluginFailure)?.message.contains(": \(why). ") == true
    }
  }

  @Test("after a failed turn the next one asks the same as if nothing had happened")
  func recovery() async throws {
    let stage = try Stage()
    stage.reply([("THINK", "", "Hm.")], goals: "peace")
    try await stage.turn()
    stage.reply(content: "nonsense")
    await #expect(throws: PluginFailure.self) { try await stage.turn() }
    try stage.forgetInstance()
    stage.reply([])
    try await stage.turn()
    #expect(stage.asked[1].body == stage.asked[2].body)
    #expect(stage.asked[1].envelope == stage.asked[2].envelope)
  }

  @Test("unknown types are dropped with a note, and types are known in any letters")
  func types() async throws {
    let stage = try Stage()
    stage.reply([
      ("DANCE", "", "wildly"), ("talk", "", "Hello there, all of you."), ("Done", "", ""),
    ])
    let result = try await stage.turn()
    #expect(actions(result) == ["TALK: Hello there, all of you.", "DONE"])
    #expect(result["notes"] == ["Dropped an action of the unknown type 'DANCE'."])
  }

  @Test(
    "whom the person talks to is an accessible name or nobody in particular",
    arguments: [
      ("Oscar Jensen", "Oscar Jensen", false), ("oscar  JENSEN ", "Oscar Jensen", false),
      ("oscar", "Oscar Jensen", false), ("", "", false), ("Bob", "", true), ("Ana", "", true),
      ("Lisa Carter", "", true), ("Jensen", "", true),
      ("Oscar, ana lee", "Oscar Jensen, Ana Lee", false),
      ("Oscar, Oscar Jensen,", "Oscar Jensen", false),
      ("Lee, Jr.", "Lee, Jr.", false),
    ])
  func targets(wanted: String, given: String, isNoted: Bool) async throws {
    let stage = try Stage()
    stage.reply([("TALK", wanted, "Is that so?")])
    let result = try await stage.turn(
      accessible: ["Oscar Jensen", "Ana Lee", "Ana Gomez", "Lisa Carter", "Lee, Jr."])
    #expect(result["actions"]?[0]?["target"]?.string == given)
    #expect(
      result["notes"]
        == (isNoted
          ? [.string("Nobody who can be talked to is called '\(wanted)'.")] : nil))
  }

  @Test("of several targets those that nobody is called are left out, with a note for each")
  func someTargets() async throws {
    let stage = try Stage()
    stage.reply([("TALK", "Bob,  Ana Lee, Cy", "Is that so?")])
    let result = try await stage.turn()
    #expect(actions(result) == ["TALK>Ana Lee: Is that so?", "DONE"])
    #expect(
      result["notes"] == [
        "Nobody who can be talked to is called 'Bob'.",
        "Nobody who can be talked to is called 'Cy'.",
      ])
  }

  @Test("where everyone is accessible, any other name will do; other actions choose freely")
  func freeTargets() async throws {
    let stage = try Stage()
    stage.reply([("TALK", "Bob", "Is that so?"), ("TALK", "Lisa Carter", "Is it, though?")])
    stage.reply([("REACH_OUT", "Bob", "Let us meet.")])
    let everyone = try await stage.turn(accessible: "all")
    #expect(actions(everyone) == ["TALK>Bob: Is that so?", "TALK: Is it, though?", "DONE"])
    let kinds: JSON = [["type": "REACH_OUT", "text": "Seek contact.", "target": "person"]]
    #expect(
      actions(try await stage.turn(extra: ["action_kinds": kinds]))
        == ["REACH_OUT>Bob: Let us meet.", "DONE"])
  }

  @Test("speech without content is dropped with a note")
  func emptySpeech() async throws {
    let stage = try Stage()
    stage.reply([("TALK", "Ana Lee", " \n"), ("THINK", "", ""), ("TALK", "Ana Lee", "Hi.")])
    let result = try await stage.turn()
    #expect(actions(result) == ["TALK>Ana Lee: Hi.", "DONE"])
    #expect(
      result["notes"] == ["Dropped a TALK without content.", "Dropped a THINK without content."])
  }

  @Test("what a reply says of the mental state is kept apart, and within bounds")
  func mentalState() async throws {
    let stage = try Stage()
    stage.reply(
      [], goals: "a goal", attention: "a thing", emotions: String(repeating: "e", count: 5000))
    let mind = try #require(try await stage.turn(extra: ["place": "home"])["mental_state"])
    #expect(mind["goals"] == "a goal")
    #expect(mind["attention"] == "a thing")
    #expect(mind["emotions"]?.string?.count == 600)
    #expect(mind["place"] == "home")
  }
}
