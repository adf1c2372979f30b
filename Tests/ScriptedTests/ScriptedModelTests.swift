import Scripted
import Testing
import TinyTroupeFakeHost
import TinyTroupeJSON
import TinyTroupePluginKit

@Suite struct ScriptedModelTests {
  private static let request: JSON = [
    "purpose": "act", "max_output_tokens": 900,
    "schema": ["type": "object"],
    "about": [
      "purpose": "act", "turn": 2,
      "persona": ["name": "Lisa Carter", "age": 28],
    ],
  ]
  private static let messages = Array(#"[{"role":"user","content":"Say \"hi\" to Zoë."}]"#.utf8)

  private func complete(
    _ config: JSON, _ request: JSON = request, body: [UInt8] = messages
  ) async throws -> Outcome {
    try await FakeHost.run(
      ScriptedModel.self, config: config, op: "complete", request: request, body: body)
  }

  @Test func theFirstReplyThatFitsIsGiven() async throws {
    let config: JSON = [
      "replies": [
        ["when": ["purpose": "extract"], "content": "extracted"],
        ["when": ["purpose": "act", "turn": 3], "content": "third turn"],
        ["when": ["purpose": "act", "persona": "Oscar"], "content": "Oscar"],
        ["when": ["contains": "nowhere in the messages"], "content": "found"],
        ["when": ["purpose": "act", "persona": "Lisa Carter", "turn": 2], "content": "fits"],
        ["content": "fits too"],
      ]
    ]
    let outcome = try await complete(config)
    #expect(
      outcome.result == ["content": "fits", "finish": "stop", "model": "scripted"])
    #expect(outcome.deltas.isEmpty)
  }

  @Test(
    "Text is looked for as it was before it became JSON",
    arguments: [#"Say "hi""#, "Zoë", "to Zoë.", "role"])
  func contains(text: String) async throws {
    let config: JSON = ["replies": [["when": ["contains": .string(text)], "content": "found"]]]
    #expect(try await complete(config).result?["content"] == "found")
  }

  @Test func dataIsRepliedAsItsJSONText() async throws {
    let config: JSON = ["replies": [["json": ["actions": [["type": "DONE"]]]]]]
    let outcome = try await complete(config)
    #expect(outcome.result?["content"] == .string(#"{"actions":[{"type":"DONE"}]}"#))
  }

  @Test func aNameAloneIsAPersonToo() async throws {
    let config: JSON = ["replies": [["when": ["persona": "Lisa"], "content": "yes"]]]
    let outcome = try await complete(config, ["purpose": "extract", "about": ["persona": "Lisa"]])
    #expect(outcome.result?["content"] == "yes")
  }

  @Test func theDefaultIsForWhatNothingFits() async throws {
    let config: JSON = [
      "replies": [["when": ["turn": 9], "content": "no"]],
      "default": ["content": "", "finish": "length"],
    ]
    #expect(
      try await complete(config).result
        == ["content": "", "finish": "length", "model": "scripted"])
  }

  @Test func aRefusalSaysItsWords() async throws {
    let outcome = try await complete(["default": ["content": "No.", "finish": "refusal"]])
    #expect(
      outcome.result
        == ["content": "", "finish": "refusal", "model": "scripted", "refusal": "No."])
  }

  @Test func usageIsWhatTheScriptSaysOrAQuarterOfTheBytes() async throws {
    let said = try await complete(["default": ["content": "x", "usage": ["input_tokens": 7]]])
    #expect(said.usage == ["input_tokens": 7])
    let counted = try await complete(["default": ["content": "twelve bytes"]])
    #expect(
      counted.usage
        == ["input_tokens": .integer(Int64(Self.messages.count / 4)), "output_tokens": 3])
  }

  @Test func aScriptedErrorFailsTheCall() async throws {
    let config: JSON = [
      "default": [
        "error": [
          "code": "exhausted", "message": "Too fast.",
          "detail": ["reason": "rate_limit", "retry_after_ms": 50],
        ]
      ]
    ]
    await #expect {
      try await complete(config)
    } throws: { error in
      let failure = error as? PluginFailure
      return failure?.code == .exhausted && failure?.message == "Too fast."
        && failure?.detail["retry_after_ms"] == 50
    }
  }

  @Test(
    "Without a reply and without a default the error names purpose, person and turn",
    arguments: [
      (request, "'act' of Lisa Carter, turn 2"), (["purpose": "judge"], "'judge'"),
      ([:], "''"),
    ] as [(JSON, String)])
  func noReply(request: JSON, whose: String) async throws {
    await #expect {
      try await complete(["replies": [["when": ["turn": 9], "content": "no"]]], request)
    } throws: { error in
      (error as? PluginFailure)?.message
        == "llm 'scripted': no reply fits a call for \(whose). Add one to 'replies', or a 'default'."
    }
  }

  @Test(
    "A script that says nothing sensible is refused with its place",
    arguments: [
      (
        ["replies": [["when": [:]]]],
        "llm 'scripted': replies.0 says nothing. Give exactly one of 'content', 'json' and 'error'."
      ),
      (
        ["default": ["content": "a", "json": 1]],
        "llm 'scripted': default says 'content' and 'json'. "
          + "Give exactly one of 'content', 'json' and 'error'."
      ),
      (
        ["replies": [["content": "a"], ["when": ["porpose": "act"], "content": "b"]]],
        "llm 'scripted': replies.1.when has the unknown key 'porpose'. "
          + "Known: purpose, persona, turn, contains."
      ),
      (
        ["default": ["error": ["code": "oops", "message": ""]]],
        "llm 'scripted': default.error.code is 'oops'. Known codes: invalid, not_found, "
          + "unsupported, cancelled, deadline, unavailable, exhausted, state, internal."
      ),
    ] as [(JSON, String)])
  func badScript(config: JSON, message: String) throws {
    #expect {
      try FakeHost().create(ScriptedModel.self, config: config)
    } throws: {
      ($0 as? PluginFailure)?.message == message
    }
  }

  @Test func theOnlyModelIsTheScript() async throws {
    let outcome = try await FakeHost.run(ScriptedModel.self, op: "models")
    #expect(outcome.result == ["models": ["scripted"]])
  }

  @Test(
    "A broken envelope is refused with its place",
    arguments: [("{", 1), (#"{"purpose":"act"#, 11), (#"{"purpose" 1"#, 11)])
  func brokenEnvelope(text: String, offset: Int) async throws {
    let instance = try FakeHost().create(ScriptedModel.self, config: ["default": ["content": "x"]])
    let outcome = await instance.start("complete", bytes: Array(text.utf8)).outcome()
    let message = try #require(outcome.failure?.message)
    #expect(message.hasPrefix("The request is not valid JSON: "))
    #expect(message.hasSuffix("at byte \(offset)."))
  }
}
