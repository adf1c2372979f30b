import Testing
import TinyTroupeFakeHost
import TinyTroupeJSON
import TinyTroupePluginKit

@Suite struct ReplyTests {
  private func outcome(_ answer: StubbedServer.Answer) async throws -> Outcome {
    await (try StubbedServer(answer: answer)).complete()
  }

  @Test func theTextTheModelAndTheTokensArrive() async throws {
    let outcome = try await outcome(
      .init(
        200,
        #"""
        {"id":"x","model":"gpt-5-mini-2025-08-07","choices":[{"index":0,"finish_reason":"stop",
        "message":{"role":"assistant","content":"Grüezi 👋","refusal":null}}],"usage":
        {"prompt_tokens":100,"completion_tokens":40,"total_tokens":140,"prompt_tokens_details":
        {"cached_tokens":64},"completion_tokens_details":{"reasoning_tokens":32}}}
        """#))
    #expect(
      outcome.result
        == ["content": "Grüezi 👋", "finish": "stop", "model": "gpt-5-mini-2025-08-07"])
    #expect(
      outcome.usage == [
        "input_tokens": 100, "cached_input_tokens": 64, "output_tokens": 40, "reasoning_tokens": 32,
      ])
  }

  @Test(
    "Why the model stopped is told in the contract's words",
    arguments: [
      ("stop", "stop"), ("length", "length"), ("content_filter", "content_filter"),
      ("tool_calls", "stop"), ("eos", "stop"),
    ])
  func finish(theirs: String, ours: String) async throws {
    #expect(try await outcome(.saying("x", finish: theirs)).result?["finish"] == .string(ours))
  }

  @Test func aRefusalCarriesItsText() async throws {
    let outcome = try await outcome(
      .init(
        200,
        #"""
        {"choices":[{"finish_reason":"stop","message":{"content":null,"refusal":"I can't."}}]}
        """#))
    #expect(outcome.result == ["content": "", "finish": "refusal", "refusal": "I can't."])
  }

  @Test(
    "An answer cut off or filtered before its first word is no failure",
    arguments: ["length", "content_filter"])
  func emptyButExplained(finish: String) async throws {
    #expect(
      try await outcome(.saying("", finish: finish)).result
        == ["content": "", "finish": .string(finish), "model": "gpt-5-mini-2025-08-07"])
  }

  @Test func aQuestionThatAzureFiltersIsAnAnswer() async throws {
    let outcome = try await outcome(
      .init(400, #"{"error":{"code":"content_filter","message":"The prompt was filtered."}}"#))
    #expect(
      outcome.result == [
        "content": "", "finish": "content_filter", "refusal": "The prompt was filtered.",
      ])
  }

  @Test func textInPartsIsJoined() async throws {
    let outcome = try await outcome(
      .init(
        200,
        #"""
        {"choices":[{"message":{"content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]}}]}
        """#))
    #expect(outcome.result == ["content": "ab", "finish": "stop"])
  }

  @Test func modelsAreListedByName() async throws {
    let server = try StubbedServer(
      ["base_url": "http://h:1/v1"],
      answer: .init(200, #"{"data":[{"id":"b"},{"id":"a"},{"object":"model"}]}"#))
    let outcome = await server.instance.invoke("models")
    #expect(outcome.result == ["models": ["a", "b"]])
    #expect(server.sent[0].request["method"] == "GET")
    #expect(server.sent[0].request["url"] == "http://h:1/v1/models")
  }
}
