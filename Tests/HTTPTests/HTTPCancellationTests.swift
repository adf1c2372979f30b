import StubServer
import Testing
import TinyTroupeHTTP

@Suite("Cancellation", .timeLimit(.minutes(4)))
struct HTTPCancellationTests {
  @Test("Cancelling a task ends its request, and the server sees the connection close")
  func task() async throws {
    let fixture = try Fixture(StubBehaviour(faults: [1: .hanging]))
    let client = fixture.client
    let request = fixture.chat()
    let task = Task { await result(client, request) }
    await fixture.server.counters { $0.inFlight == 1 }
    task.cancel()
    let error = try #require(await task.value.error)
    #expect(error.code == .cancelled)
    #expect(error.message == "the request to \(fixture.origin) was cancelled")
    await fixture.server.counters { $0.abandoned == 1 && $0.openConnections == 0 }
  }

  @Test("A request of a task that is cancelled already is not sent")
  func beforehand() async throws {
    let fixture = try Fixture()
    let client = fixture.client
    let request = fixture.chat()
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return await result(client, request)
    }
    #expect(await task.value.error?.code == .cancelled)
    #expect(fixture.server.counters.requests == 0)
  }

  @Test("A stream that is cancelled from its own event ends with that, and only once")
  func stream() async throws {
    let fixture = try Fixture(
      StubBehaviour(reply: { _ in
        .bytes(noise(100)).delivered(.drip(size: 50, interval: .milliseconds(5)))
      }))
    let collector = Collector()
    let request = HTTPRequest(url: fixture.url("/"))
    let transfer = fixture.client.stream(request) { event, transfer in
      if case .body = event { transfer.cancel() }
      collector.add(event)
    }
    await collector.waitForEnd()
    #expect(collector.failure?.code == .cancelled)
    let count = collector.events.count
    transfer.cancel()
    transfer.resume()
    _ = try await fixture.client.send(fixture.chat())
    #expect(collector.events.count == count)
  }

  @Test("Shutting down ends what is under way and refuses what comes later")
  func shutdown() async throws {
    let fixture = try Fixture(StubBehaviour(faults: [1: .hanging]))
    let client = fixture.client
    let request = fixture.chat()
    let task = Task { await result(client, request) }
    await fixture.server.counters { $0.inFlight == 1 }
    await client.shutdown()
    let message =
      "the request to \(fixture.origin) was cancelled: the HTTP client was shut down"
    #expect(await task.value.error?.message == message)
    #expect(await result(client, request).error?.message == message)
    await client.shutdown()
    await fixture.server.counters { $0.openConnections == 0 }
  }

  @Test("A client that nobody holds ends its streams")
  func abandonedClient() async throws {
    let fixture = try Fixture(StubBehaviour(faults: [1: .hanging]))
    let collector = Collector()
    do {
      let client = HTTPClient()
      client.stream(fixture.chat()) { event, _ in collector.add(event) }
    }
    await collector.waitForEnd()
    #expect(collector.failure?.code == .cancelled)
  }
}
