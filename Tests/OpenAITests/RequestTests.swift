import OpenAI
import Testing
import TinyTroupeFakeHost
import TinyTroupeJSON
import TinyTroupePluginKit

@Suite struct RequestTests {
  private func body(_ config: JSON = [:], _ extra: JSONObject = [:]) async throws -> JSON {
    let server = try StubbedServer(config, answer: .saying("hi"))
    _ = try await server.complete(extra).get()
    return try #require(server.sent.first?.json)
  }

  @Test func messagesGoOutByteForByte() async throws {
    let server = try StubbedServer(answer: .saying("hi"))
    _ = try await server.complete().get()
    #expect(
      server.sent[0].body
        == Array(#"{"model":"gpt-5-mini","messages":"#.utf8) + StubbedServer.messages
        + Array(#","max_completion_tokens":300}"#.utf8))
  }

  @Test func aboutIsNeverSent() async throws {
    let body = try await body([:], ["about": ["persona": ["name": "Lisa"]]])
    #expect(!body.text.contains("Lisa"))
  }

  @Test func theKeyIsNamedAndNeverKnown() async throws {
    let server = try StubbedServer(
      ["organization": "org-1", "project": "proj-1", "headers": ["X-Team": "research"]],
      answer: .saying("hi"))
    _ = try await server.complete().get()
    #expect(
      server.sent[0].request == [
        "method": "POST", "url": "https://api.openai.com/v1/chat/completions",
        "headers": [
          "Content-Type": "application/json",
          "Authorization": ["$secret": "openai", "prefix": "Bearer ", "optional": true],
          "OpenAI-Organization": "org-1", "OpenAI-Project": "proj-1", "X-Team": "research",
        ],
        "timeout_ms": 120_000, "connect_timeout_ms": 10_000,
      ])
  }

  @Test func timeoutsAreSentInMilliseconds() async throws {
    let server = try StubbedServer(
      ["timeout": 1.5, "connect_timeout": 2, "idle_timeout": 3], answer: .saying("hi"))
    _ = try await server.complete().get()
    let request = server.sent[0].request
    #expect(request["timeout_ms"] == 1500)
    #expect(request["connect_timeout_ms"] == 2000)
    #expect(request["idle_timeout_ms"] == 3000)
  }

  @Test func aCallsOwnWishesComeBeforeTheConfiguration() async throws {
    let config: JSON = ["model": "gpt-4.1", "temperature": 0.2, "top_p": 0.9, "seed": 1]
    let configured = try await body(config)
    #expect(configured["model"] == "gpt-4.1")
    #expect(configured["temperature"] == 0.2)
    #expect(configured["top_p"] == 0.9)
    #expect(configured["seed"] == 1)
    let own = try await body(config, ["model": "gpt-4o", "temperature": 1.5, "seed": 2])
    #expect(own["model"] == "gpt-4o")
    #expect(own["temperature"] == 1.5)
    #expect(own["seed"] == 2)
  }

  @Test(
    "Reasoning models get an effort and no temperature, the others the reverse",
    arguments: [
      ("gpt-5-mini", true), ("gpt-5", true), ("GPT-5.1", true), ("o3", true), ("o4-mini", true),
      ("openai/o1", true), ("gpt-5-chat-latest", false), ("gpt-4.1", false), ("gpt-4o", false),
      ("omni", false), ("o", false),
    ])
  func reasoning(model: String, isReasoning: Bool) async throws {
    let body = try await body([
      "model": .string(model), "temperature": 0.5, "top_p": 0.5, "reasoning_effort": "low",
    ])
    #expect((body["temperature"] == nil) == isReasoning)
    #expect((body["top_p"] == nil) == isReasoning)
    #expect((body["reasoning_effort"] != nil) == isReasoning)
    #expect(body["max_completion_tokens"] == 300)
  }

  @Test(
    "Compatible servers get the older name of the limit, unless told otherwise",
    arguments: [
      (["base_url": "http://127.0.0.1:8080/v1", "model": "llama"], "max_tokens"),
      (["base_url": "http://127.0.0.1:8080/v1", "model": "openai/o3"], "max_completion_tokens"),
      (
        ["base_url": "http://127.0.0.1:8080/v1", "model": "llama", "legacy_max_tokens": false],
        "max_completion_tokens"
      ),
      (["model": "gpt-4o", "legacy_max_tokens": true], "max_tokens"),
      (["api": "azure", "base_url": "https://x.openai.azure.com"], "max_completion_tokens"),
    ] as [(JSON, String)])
  func limitName(config: JSON, name: String) async throws {
    let body = try await body(config)
    #expect(body[name] == 300)
    #expect(["max_tokens", "max_completion_tokens"].filter { body[$0] != nil } == [name])
  }

  @Test func azureIsAskedByDeployment() async throws {
    let server = try StubbedServer(
      [
        "api": "azure", "base_url": "https://x.openai.azure.com/",
        "azure": ["deployment": "my mini", "api_version": "2025-01-01"],
      ], answer: .saying("hi"))
    _ = try await server.complete().get()
    let request = server.sent[0].request
    #expect(
      request["url"]?.string
        == "https://x.openai.azure.com/openai/deployments/my%20mini/chat/completions"
        + "?api-version=2025-01-01")
    #expect(
      request["headers"] == [
        "Content-Type": "application/json", "api-key": ["$secret": "azure", "optional": true],
      ])
  }

  @Test func aSlashAtTheEndOfTheAddressDoesNoHarm() async throws {
    let server = try StubbedServer(["base_url": "http://h:1/v1//"], answer: .saying("hi"))
    _ = try await server.complete().get()
    #expect(server.sent[0].request["url"] == "http://h:1/v1/chat/completions")
  }

  @Test func aRequestWithoutMessagesIsNotSent() async throws {
    let server = try StubbedServer(answer: .saying("hi"))
    let outcome = await server.complete(messages: [])
    #expect(
      outcome.failure?.message == "The request has no messages: its body is not a JSON array.")
    #expect(server.sent.isEmpty)
  }

  @Test func aBrokenEnvelopeIsNotSent() async throws {
    let server = try StubbedServer(answer: .saying("hi"))
    let outcome = await server.instance.start(
      "complete", bytes: Array(#"{"model":"#.utf8), body: StubbedServer.messages
    ).outcome()
    #expect(
      outcome.failure?.message == "The request is not valid JSON: expected a value at byte 9.")
  }
}
