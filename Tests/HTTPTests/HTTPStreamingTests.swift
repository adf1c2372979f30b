import StubServer
import Synchronization
import Testing
import TinyTroupeHTTP

@Suite("Streaming", .timeLimit(.minutes(4)))
struct HTTPStreamingTests {
  @Test("The head comes first, then the body in order and piece by piece, then one end")
  func order() async throws {
    let body = noise(5000)
    let fixture = try Fixture(
      StubBehaviour(reply: { _ in
        // Slow enough that a busy machine does not hand over the whole body at once.
        .bytes(body).delivered(.drip(size: 500, interval: .milliseconds(60)))
      }))
    let events = await collect(fixture.client, HTTPRequest(url: fixture.url("/")))
    guard case .head(let status, let headers)? = events.first else {
      Issue.record("the first event is no head")
      return
    }
    #expect(status == 200)
    #expect(headers.contains { $0 == ("content-length", "5000") })
    guard case .end(.success)? = events.last else {
      Issue.record("the last event is no good end")
      return
    }
    let pieces = events.dropFirst().dropLast().map { event in
      if case .body(let bytes) = event { bytes } else { [UInt8]() }
    }
    #expect(pieces.count > 1)
    #expect(Array(pieces.joined()) == body)
  }

  @Test("A streamed chat completion arrives as server-sent events, the last of them [DONE]")
  func serverSentEvents() async throws {
    let fixture = try Fixture(StubBehaviour(content: { _ in "Good morning, everybody here." }))
    let response = try await fixture.client.send(fixture.chat(stream: true))
    #expect(response.header("content-type") == "text/event-stream")
    let lines = response.text.split(separator: "\n")
    #expect(lines.allSatisfy { $0.hasPrefix("data: ") })
    #expect(lines.last == "data: [DONE]")
    #expect(lines.contains { $0.contains(#""delta":{"content":"Good morning, ev"}"#) })
    #expect(lines.contains { $0.contains(#""delta":{"content":"erybody here."}"#) })
  }

  @Test("A paused transfer delivers nothing more until it is resumed, and loses nothing")
  func pause() async throws {
    // More than the sockets' buffers at both ends hold.
    let body = [UInt8](repeating: 7, count: 24 << 20)
    let fixture = try Fixture(
      StubBehaviour(reply: { $0.path == "/large" ? .bytes(body) : nil }))
    let collector = Collector()
    let transfer = fixture.client.stream(HTTPRequest(url: fixture.url("/large"))) {
      event, transfer in
      if case .body = event, collector.bytes == 0 { transfer.pause() }
      collector.add(event)
    }
    await collector.waitForBody()
    let held = collector.bytes
    // Other transfers go on meanwhile; the paused one had every opportunity to do so too.
    for _ in 0..<50 { _ = try await fixture.client.send(fixture.chat()) }
    #expect(collector.bytes == held)
    #expect(held < body.count)
    transfer.resume()
    await collector.waitForEnd()
    #expect(collector.joinedBody == body)
  }

  /// All events of a transfer.
  private func collect(_ client: HTTPClient, _ request: HTTPRequest) async -> [HTTPEvent] {
    let collector = Collector()
    client.stream(request) { event, _ in collector.add(event) }
    await collector.waitForEnd()
    return collector.events
  }
}

/// Keeps the events of one transfer, and lets a task wait for some of them.
final class Collector: Sendable {
  private struct State {
    var events: [HTTPEvent] = []
    var bytes = 0
  }

  private let state = Mutex(State())
  private let body = AsyncStream.makeStream(of: Void.self)
  private let end = AsyncStream.makeStream(of: Void.self)

  var events: [HTTPEvent] { state.withLock { $0.events } }
  var bytes: Int { state.withLock { $0.bytes } }

  var joinedBody: [UInt8] {
    events.reduce(into: []) { joined, event in
      if case .body(let bytes) = event { joined += bytes }
    }
  }

  var failure: HTTPError? {
    if case .end(.failure(let error))? = events.last { error } else { nil }
  }

  func add(_ event: HTTPEvent) {
    state.withLock { state in
      state.events.append(event)
      if case .body(let bytes) = event { state.bytes += bytes.count }
    }
    switch event {
    case .head: break
    case .body: body.continuation.finish()
    case .end: end.continuation.finish()
    }
  }

  /// Returns after the first piece of the body.
  func waitForBody() async {
    for await _ in body.stream {}
  }

  /// Returns after the last event.
  func waitForEnd() async {
    for await _ in end.stream {}
  }
}
