import Testing
import TinyTroupeFakeHost
import TinyTroupeJSON
import TinyTroupePluginKit

@Suite("Typed requests to services")
struct ServiceTests {
  /// Sends a request from an async and from a blocking component; returns what the host was asked.
  private func asked<Answer: Sendable>(
    _ request: ServiceRequest<Answer>, answering answer: FakeAnswer,
    _ check: @escaping @Sendable (Answer) -> Void
  ) async throws -> TranscriptEntry? {
    let host = FakeHost(services: [request.service.rawValue: { _, _, _ in answer }])
    let outcomes = [
      try await Probe.outcome(on: host) { _, call in
        check(try await call.send(request))
        return Response(.null)
      },
      try await BlockingProbe.outcome(on: host) { _, call in
        check(try call.sendAndWait(request))
        return Response(.null)
      },
    ]
    for outcome in outcomes { _ = try outcome.get() }
    let questions = host.transcript.filter { if case .nested = $0 { true } else { false } }
    #expect(questions.count == 2 && questions.first == questions.last)
    return questions.first
  }

  private func nested(
    _ service: String, _ op: String, _ request: JSON, body: [UInt8] = []
  ) -> TranscriptEntry {
    .nested(
      call: "probe.probe", service: service, op: op, request: request, body: body, label: "")
  }

  @Test("a completion carries envelope and messages, and its answer is read")
  func complete() async throws {
    let asked = try await asked(
      .complete(["purpose": "act"], messages: [1, 2]),
      answering: FakeAnswer(
        ["content": "Hi.", "finish": "stop", "model": "m-1"], usage: ["output_tokens": 2])
    ) { answer in
      #expect(answer.content == "Hi." && answer.finish == "stop" && answer.model == "m-1")
      #expect(answer.refusal == nil && answer.usage == ["output_tokens": 2])
    }
    #expect(asked == nested("tt.llm/1", "complete", ["purpose": "act"], body: [1, 2]))
  }

  @Test("embeddings come as rows of float32")
  func embed() async throws {
    let floats: [Float] = [1, 2, 3, -4, 5, 0.5]
    let body = floats.flatMap { float in
      withUnsafeBytes(of: float.bitPattern.littleEndian) { Array($0) }
    }
    let asked = try await asked(
      .embed(["a", "b"]), answering: FakeAnswer(["count": 2, "dimensions": 3], body: body)
    ) { answer in
      #expect(answer.values == floats && Array(answer[1]) == [-4, 5, 0.5])
    }
    #expect(asked == nested("tt.llm/1", "embed", ["texts": ["a", "b"]]))
  }

  @Test(
    "embeddings of a wrong size are refused",
    arguments: [
      FakeAnswer(["count": 1, "dimensions": 0]), FakeAnswer(["count": 2, "dimensions": 1]),
      FakeAnswer(["count": 1, "dimensions": 2], body: [0, 0, 0, 0]),
    ])
  func wrongEmbeddings(answer: FakeAnswer) async throws {
    let host = FakeHost(services: ["tt.llm/1": { _, _, _ in answer }])
    let outcome = try await Probe.outcome(on: host) { _, call in
      _ = try await call.send(.embed(["a"]))
      return Response(.null)
    }
    #expect(outcome.failure?.message == "The answer of 'tt.llm/1' has vectors of a wrong size.")
  }

  @Test("tools are listed and performed; a mistake is an outcome")
  func tools() async throws {
    let listed = try await asked(
      .listTools(), answering: FakeAnswer(["actions": [["type": "X", "text": "x"]]])
    ) { #expect($0 == [["type": "X", "text": "x"]]) }
    #expect(listed == nested("tt.tools/1", "list", [:]))
    let performed = try await asked(
      .performTool("X", content: "{}"), answering: FakeAnswer(["text": "No.", "error": true])
    ) { #expect($0.text == "No." && $0.isError && $0.data == nil) }
    #expect(performed == nested("tt.tools/1", "perform", ["type": "X", "content": "{}"]))
  }

  @Test("memory, events and enrichers are asked as their contracts say")
  func contracts() async throws {
    let queried = try await asked(
      .queryMemory(["mode": "recent"]), answering: FakeAnswer(["items": []])
    ) { #expect($0 == ["items": []]) }
    #expect(queried == nested("tt.memory/1", "query", ["mode": "recent"]))
    let written = try await asked(.writeMemory(events: [1, 2]), answering: FakeAnswer([:])) { _ in }
    #expect(written == nested("tt.memory/1", "write", ["events": [1, 2]]))
    let events = try await asked(
      .events([4, 5]), answering: FakeAnswer(["events": [["id": 4]]])
    ) { #expect($0 == [["id": 4]]) }
    #expect(events == nested("tt.events/1", "query", ["ids": [4, 5]]))
    let enriched = try await asked(
      .enrich(["content": "x"], body: [1]), answering: FakeAnswer(["content": "xx"])
    ) { #expect($0 == ["content": "xx"]) }
    #expect(enriched == nested("tt.enricher/1", "enrich", ["content": "x"], body: [1]))
  }

  @Test("a request to a server names its secrets and never carries them")
  func http() async throws {
    let request = HTTPRequest(
      "POST", "https://api.test/v1",
      headers: [
        ("Accept", .text("text/plain")), ("Authorization", .secret("openai", prefix: "Bearer ")),
        ("X-Key", .secret("other")),
      ], body: [7], timeout: 10, connectTimeout: 20, idleTimeout: 30)
    let asked = try await asked(
      .http(request, stream: true),
      answering: FakeAnswer(["status": 200, "headers": ["Content-Type": "text/plain"]], body: [8])
    ) { reply in
      #expect(reply.status == 200 && reply.header("content-type") == "text/plain")
      #expect(reply.header("missing") == nil && reply.body == [8])
    }
    let headers: JSON = [
      "Accept": "text/plain", "Authorization": ["$secret": "openai", "prefix": "Bearer "],
      "X-Key": ["$secret": "other"],
    ]
    let expected: JSON = [
      "method": "POST", "url": "https://api.test/v1", "headers": headers, "timeout_ms": 10,
      "connect_timeout_ms": 20, "idle_timeout_ms": 30, "stream": true,
    ]
    #expect(asked == nested("tt.http/1", "request", expected, body: [7]))
  }

  @Test("an answer without what its contract promises is refused by name")
  func incomplete() async throws {
    let host = FakeHost(services: ["tt.tools/1": { _, _, _ in FakeAnswer([:]) }])
    let outcome = try await Probe.outcome(on: host) { _, call in
      Response(.array(try await call.send(.listTools())))
    }
    #expect(outcome.failure?.code == .internal)
    #expect(outcome.failure?.message == "The answer of 'tt.tools/1' lacks 'actions'.")
  }
}
