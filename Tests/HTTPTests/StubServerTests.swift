import StubServer
import Testing
import TinyTroupeHTTP

@Suite("Stub server", .timeLimit(.minutes(4)))
struct StubServerTests {
  @Test(
    "Chat completions are served under the plain and Azure's paths",
    arguments: [
      "/v1/chat/completions", "/openai/deployments/gpt/chat/completions?api-version=2024-10-21",
    ])
  func chat(path: String) async throws {
    let fixture = try Fixture(StubBehaviour(content: { "\"\($0.number)\"\n" }))
    var request = fixture.chat("Tell me more.")
    request.url = fixture.url(path)
    let response = try await fixture.client.send(request)
    let prompt = request.body.count / 4
    #expect(
      response.text
        == #"{"id":"chatcmpl-1","object":"chat.completion","created":1767225600,"#
        + #""model":"stub-model-1","choices":[{"index":0,"message":{"role":"assistant","#
        + #""content":"\"1\"\u000a","refusal":null},"logprobs":null,"finish_reason":"stop"}],"#
        + #""usage":{"prompt_tokens":\#(prompt),"completion_tokens":1,"#
        + #""total_tokens":\#(prompt + 1)}}"#)
  }

  @Test("Token counts end a stream when they are asked for")
  func streamedUsage() async throws {
    let fixture = try Fixture()
    var request = fixture.chat()
    request.body = Array(#"{"stream": true,"stream_options":{"include_usage":true}}"#.utf8)
    let response = try await fixture.client.send(request)
    #expect(response.text.contains(#""choices":[],"usage":{"prompt_tokens":14,"#))
    #expect(response.text.hasSuffix("data: [DONE]\n\n"))
  }

  @Test("Embeddings depend on the text alone, one vector for each text")
  func embeddings() async throws {
    let fixture = try Fixture()
    func vectors(_ input: String) async throws -> [Substring] {
      let body = Array(#"{"model":"e","input": \#(input)}"#.utf8)
      let request = HTTPRequest(method: "POST", url: fixture.url("/v1/embeddings"), body: body)
      let text = try await fixture.client.send(request).text
      return text.split(separator: #""embedding":["#).dropFirst().map { $0.prefix { $0 != "]" } }
    }
    let one = try await vectors(#""a \" b""#)
    let three = try await vectors(#"["a \" b", "c], d", "a \" b"]"#)
    #expect(one.count == 1)
    #expect(three.count == 3)
    #expect(three[0] == one[0] && three[2] == one[0])
    #expect(three[1] != one[0])
    let numbers = one[0].split(separator: ",").compactMap { Double($0) }
    #expect(numbers.count == 8)
    #expect(numbers.allSatisfy { abs($0) < 1 })
  }

  @Test("Models are listed, and other paths are not found")
  func paths() async throws {
    let fixture = try Fixture()
    let models = try await fixture.client.send(HTTPRequest(url: fixture.url("/v1/models")))
    #expect(models.text == #"{"object":"list","data":[{"id":"stub-model-1","object":"model"}]}"#)
    let other = try await fixture.client.send(HTTPRequest(url: fixture.url("/v2")))
    #expect(other.status == 404)
  }

  @Test("An answer comes no earlier than the latency after its request")
  func latency() async throws {
    let fixture = try Fixture(StubBehaviour(latency: .milliseconds(30)))
    let response = try await fixture.client.send(fixture.chat())
    #expect(response.summary.firstByte >= .milliseconds(30))
  }

  @Test("Counters tell what came in")
  func counters() async throws {
    let fixture = try Fixture()
    for _ in 0..<3 { _ = try await fixture.client.send(fixture.chat()) }
    let counters = await fixture.server.counters { $0.inFlight == 0 }
    #expect(counters.requests == 3)
    #expect(counters.peakInFlight == 1)
    #expect(counters.connections == 1)
    #expect(counters.json.hasPrefix(#"{"requests":3,"in_flight":0,"peak_in_flight":1,"#))
  }
}
