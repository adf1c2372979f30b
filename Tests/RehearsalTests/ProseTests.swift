import Rehearsal
import Testing
import TinyTroupeFakeHost
import TinyTroupeJSON
import TinyTroupePluginKit

@Suite struct ProseTests {
  @Test func aPersonIsDescribedByItsPersona() async throws {
    #expect(
      try await Rehearsing.content("describe", ["persona": People.mira])
        == "Mira Stolz is 58 years old, Austrian, a beekeeper. Warm and a little roundabout. "
        + "Answers with a story. Mira says: \"A bridge belongs to whoever needs to cross it.\" "
        + "Mira likes bridges and dislikes toll booths. "
        + "Mira means to keep forty hives through one whole winter.")
    #expect(
      try await Rehearsing.content("describe", ["persona": People.stranger]) == "Sam is a person.")
  }

  @Test(arguments: [0, 200, 5000])
  func anEnrichedTextKeepsTheOldAndIsLonger(least: Int) async throws {
    let text = "# Crossing\n\nThe old ferry is slow."
    let about: JSONObject = [
      "content": .string(text), "requirements": "more detail", "least": .integer(Int64(least)),
    ]
    let schema: JSON = ["type": "object", "properties": ["content": ["type": "string"]]]
    let rich = try await Rehearsing.data("enrich", about, schema)["content"]?.string ?? ""
    #expect(rich.hasPrefix(text))
    #expect(rich.count > text.count && rich.count >= least)
    #expect(rich.contains("ferry (more detail)"))
  }

  @Test func additionsToAPersonaHavePathsAndReasons() async throws {
    let text: JSON = ["type": "string"]
    let schema: JSON = [
      "type": "object",
      "properties": [
        "additions": [
          "type": "array",
          "items": [
            "type": "object", "required": ["path", "value", "items", "why"],
            "properties": [
              "path": text, "value": ["type": ["string", "null"]],
              "items": ["type": "array", "items": text], "why": text,
            ],
          ],
        ]
      ],
    ]
    let data = try await Rehearsing.data("enrich", ["persona": People.mira], schema)
    #expect(SchemaCheck.mistakes(data, schema).isEmpty)
    let paths = data["additions"]?.array?.compactMap { $0["path"]?.string }
    #expect(paths == ["other_facts", "behaviors.general", "skills"])
  }

  @Test func consolidationKeepsWhoSaidWhat() async throws {
    let about: JSONObject = [
      "persona": People.mira,
      "stimuli": [
        Rehearsing.said("The rope is new. It cost a lot.", by: "Cleo Marsh"),
        ["kind": "action", "type": "TALK", "agent": "Mira Stolz", "content": "I like the rope."],
      ],
    ]
    let digest = try await Rehearsing.content("consolidate", about)
    #expect(
      digest.hasPrefix(
        "I remember that we talked about the rope. Cleo Marsh said: \"The rope is new.\" "
          + "I said: \"I like the rope.\""))
  }
}

@Suite struct RehearsalModelTests {
  @Test func theResultSaysThatNoModelAnswered() async throws {
    let messages = Array(#"[{"role":"user","content":"Grüezi"}]"#.utf8)
    let outcome = try await Rehearsing.outcome(
      "describe", ["persona": People.stranger], messages: messages)
    #expect(
      outcome.result == ["content": "Sam is a person.", "finish": "stop", "model": "rehearsal"])
    // A quarter of 36 characters and of 16.
    #expect(outcome.usage == ["input_tokens": 9, "output_tokens": 4])
  }

  @Test func deltasAreSentWhenTheyAreWanted() async throws {
    let outcome = try await FakeHost.run(
      RehearsalModel.self, op: "complete",
      request: [
        "purpose": "describe", "stream": true, "about": ["persona": People.stranger],
      ])
    #expect(outcome.deltas.map(\.json) == [["content": "Sam is a person."]])
  }

  @Test func nothingButItsPersonaIsNeeded() async throws {
    let outcome = try await FakeHost.run(
      RehearsalModel.self, op: "complete", request: ["purpose": "judge"])
    #expect(outcome.result?["content"]?.string?.isEmpty == false)
  }

  @Test func textsThatShareWordsAreNearEachOther() async throws {
    let outcome = try await FakeHost.run(
      RehearsalModel.self, op: "embed",
      request: ["texts": ["the old ferry is slow", "A slow ferry, and old", "bees in winter", ""]])
    #expect(outcome.result == ["count": 4, "dimensions": 64, "model": "rehearsal"])
    #expect(outcome.body.count == 4 * 64 * 4)
    let vectors = (0..<4).map { row in vector(outcome.body, row) }
    func product(_ left: Int, _ right: Int) -> Float {
      zip(vectors[left], vectors[right]).reduce(0) { $0 + $1.0 * $1.1 }
    }
    #expect(abs(product(0, 0) - 1) < 1e-5)
    #expect(product(0, 1) > product(0, 2) + 0.2)
    #expect(product(3, 3) == 0)
  }

  private func vector(_ bytes: [UInt8], _ row: Int) -> [Float] {
    (0..<64).map { column in
      let start = (row * 64 + column) * 4
      let bits = (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[start + $1]) << UInt32(8 * $1) }
      return Float(bitPattern: bits)
    }
  }

  @Test func theOnlyModelIsTheRehearsal() async throws {
    let outcome = try await FakeHost.run(RehearsalModel.self, op: "models")
    #expect(outcome.result == ["models": ["rehearsal"]])
  }

  @Test(
    "A broken envelope is refused with its place",
    arguments: ["{", #"{"about":[]}"#, #"{"about":{"turn":tru}}"#, #"{"about":{"persona":{]}}"#])
  func brokenEnvelope(text: String) async throws {
    let instance = try FakeHost().create(RehearsalModel.self)
    let outcome = await instance.start("complete", bytes: Array(text.utf8)).outcome()
    let message = try #require(outcome.failure?.message)
    #expect(message.hasPrefix("The request is not valid JSON: "))
    #expect(outcome.failure?.code == .invalid)
  }
}
