import Testing
import TinyPerson
import TinyTroupeFakeHost
import TinyTroupeJSON
import TinyTroupePluginKit

@Suite("The person and its configuration")
struct PersonTests {
  @Test(
    "a sentence is made of the facts that there are",
    arguments: [
      (
        [
          "name": "Lisa Carter", "age": 28, "nationality": "Canadian", "residence": "USA",
          "occupation": ["title": "Data Scientist"],
        ],
        "Lisa Carter is 28 years old, works as Data Scientist, has the nationality Canadian and"
          + " lives in USA."
      ),
      (
        ["name": "Bo", "occupation": "Baker", "country_of_residence": "Chad", "age": nil],
        "Bo works as Baker and lives in Chad."
      ),
      (["name": "Bo", "age": 7], "Bo is 7 years old."),
      (["name": "Bo"], "Of Bo nothing but the name is known."),
    ] as [(JSON, String)])
  func sentence(persona: JSON, text: String) async throws {
    let stage = try Stage(persona: persona)
    #expect(try await stage.invoke("describe", [:]) == ["text": .string(text)])
    #expect(stage.asked.isEmpty)
  }

  @Test("an extended description is the model's, for this request alone")
  func extended() async throws {
    let stage = try Stage(config: ["language": "French"])
    stage.reply(content: #"{"text":"Lisa is a curious woman."}"#)
    let wish: JSON = ["extended": true, "requirements": "her <work>"]
    #expect(try await stage.invoke("describe", wish)["text"] == "Lisa is a curious woman.")
    let asked = try stage.lastAsked()
    #expect(asked.envelope["purpose"] == "describe")
    #expect(asked.envelope["about"]?["persona"]?["name"] == "Lisa Carter")
    #expect(asked.texts[0].contains("In particular: her <work>\nWrite in French.\n\nName: Lisa"))
    stage.reply(content: #"{"text":""}"#)
    await #expect {
      try await stage.invoke("describe", ["extended": true])
    } throws: {
      ($0 as? PluginFailure)?.message
        == "The model's description of Lisa Carter can't be used: it lacks a 'text'. If it happens"
        + " again, use a model with structured output."
    }
  }

  @Test("the envelope tells a backend without a model all that it needs")
  func envelope() async throws {
    let stage = try Stage(config: ["temperature": 0.5, "max_output_tokens": 300])
    stage.reply([], goals: "g", attention: "a", emotions: "e")
    stage.reply([])
    try await stage.turn()
    try await stage.turn(
      [says("Ana Lee", "Hi."), ("VISUAL", "A cat.", "")], extra: ["place": "home"])
    let envelope = try stage.lastAsked().envelope
    #expect(
      envelope.object?.keys == [
        "purpose", "max_output_tokens", "temperature", "schema_name", "schema", "about",
      ])
    #expect(envelope["max_output_tokens"] == 300)
    #expect(envelope["temperature"] == 0.5)
    #expect(
      envelope["about"] == [
        "purpose": "act", "persona": ["name": "Lisa Carter", "age": 28],
        "action_kinds": ["TALK", "THINK", "RECALL", "RECALL_WITH_FULL_SCAN", "DONE"], "turn": 2,
        "round": 1, "time": "2026-01-05T09:00:00", "accessible": ["Oscar Jensen", "Ana Lee"],
        "state": [
          "goals": "g", "attention": "a", "emotions": "e", "place": "home", "context": [],
        ],
        "stimuli": [
          ["type": "CONVERSATION", "content": "Hi.", "source": "Ana Lee"],
          ["type": "VISUAL", "content": "A cat."],
        ],
      ])
  }

  @Test("by default the temperature is the model's and a reply may have 2,000 tokens")
  func defaults() async throws {
    let stage = try Stage()
    stage.reply([])
    try await stage.turn()
    #expect(try stage.lastAsked().envelope["temperature"] == nil)
    #expect(try stage.lastAsked().envelope["max_output_tokens"] == 2000)
  }

  @Test(
    "a configuration that makes no sense is refused by name",
    arguments: [
      ([:], "'persona' must be a mapping with at least a 'name'."),
      (["persona": "Lisa"], "'persona' must be a mapping with at least a 'name'."),
      (["persona": ["name": " "]], "'persona.name' must be a text that is not empty."),
      (
        ["persona": ["name": "B"], "max_rounds": 0],
        "'max_rounds' must be a whole number from 1 to 20."
      ),
      (
        ["persona": ["name": "B"], "temperature": "hot"],
        "'temperature' must be a number from 0 to 2."
      ),
      (["persona": ["name": "B"], "scenario": ["x"]], "'scenario' must be a text."),
      (
        ["persona": ["name": "B"], "prevent_repetition": 1],
        "'prevent_repetition' must be true or false."
      ),
      (
        ["persona": ["name": "B"], "max_output_tokens": -5],
        "'max_output_tokens' must be a whole number from 1 on."
      ),
    ] as [(JSON, String)])
  func refusals(config: JSON, message: String) {
    #expect {
      try FakeHost().create(TinyPerson.self, config: config)
    } throws: {
      ($0 as? PluginFailure)?.message == message
    }
  }

  @Test(
    "a request that makes no sense is refused",
    arguments: [
      (["time": nil], "A turn needs 'time', 'perceives' and 'state_version'."),
      (["accessible": "some"], "'accessible' must be a list of names, or 'all'."),
      (["accessible": [1]], "'accessible' must be a list of names, or 'all'."),
      (["perceives": [["id": 1]]], "Each of 'perceives' needs an 'id', a 'type' and a 'content'."),
      (["action_kinds": [["type": "X"]]], "Each of 'action_kinds' needs a 'type' and a 'text'."),
      (
        ["state_version": 3],
        "The turn needs 'state' of version 3, which this instance does not have."
      ),
    ] as [(JSONObject, String)])
  func requests(change: JSONObject, message: String) async throws {
    let stage = try Stage()
    await #expect {
      try await stage.turn(extra: change)
    } throws: {
      ($0 as? PluginFailure)?.message == message
    }
  }

  @Test(
    "a memory that breaks its contract fails the turn, not the process",
    arguments: [
      ([:], "The answer of 'tt.memory/1' lacks 'items'."),
      (
        ["items": [["id": 1, "kind": "dream", "content": ""]]],
        "The answer of 'tt.memory/1' has an item without a 'kind' or a 'content'."
      ),
      (
        ["items": [], "prefix": 3],
        "The answer of 'tt.memory/1' has numbers that do not fit its items."
      ),
      (
        ["items": [], "partial": true],
        "The memory broke its contract: it gave a part of a window that had changed. Report this to"
          + " the author of the memory plugin."
      ),
    ] as [(JSON, String)])
  func brokenMemory(answer: JSON, message: String) async throws {
    let stage = try Stage()
    stage.host.services["tt.memory/1"] = { _, _, _ in FakeAnswer(answer) }
    await #expect {
      try await stage.turn()
    } throws: {
      ($0 as? PluginFailure)?.message == message
    }
  }

  @Test("the state is sent back as it was, and counts the turns")
  func state() async throws {
    let stage = try Stage()
    stage.reply([], goals: "peace")
    try await stage.turn(extra: ["place": "home", "context": ["rain"]])
    #expect(
      stage.state == [
        "turn": 1, "goals": "peace", "attention": "", "emotions": "", "place": "home",
        "context": ["rain"],
      ])
  }
}
