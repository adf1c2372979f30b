import Glibc
import StubServer
import Testing
import TinyTroupeHTTP

@Suite("A thousand at once", .timeLimit(.minutes(4)))
struct HTTPConcurrencyTests {
  @Test("A thousand requests are in flight at once, and all can be cancelled")
  func inFlight() async throws {
    raiseOpenFileLimit()
    let fixture = try Fixture(StubBehaviour(reply: { _ in .hanging }))
    let client = fixture.client
    let request = fixture.chat()
    let task = Task {
      await withTaskGroup(of: HTTPError.Code?.self) { group in
        for _ in 0..<1000 { group.addTask { await result(client, request).error?.code } }
        return await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
      }
    }
    await fixture.server.counters { $0.inFlight == 1000 }
    #expect(client.statistics.peakInFlight == 1000)
    task.cancel()
    #expect(await task.value == [.cancelled: 1000])
    await fixture.server.counters { $0.abandoned == 1000 && $0.openConnections == 0 }
    #expect(fixture.server.counters.peakInFlight == 1000)
  }

  @Test(
    "A thousand requests get each its own answer, and their connections serve the next thousand")
  func answers() async throws {
    raiseOpenFileLimit()
    let fixture = try Fixture(
      StubBehaviour(latency: .milliseconds(50), reply: { .bytes(Array($0.body)) }))
    let client = fixture.client
    let url = fixture.url("/echo")
    for round in 1...2 {
      let wrong = await withTaskGroup(of: Bool.self) { group in
        for number in 0..<1000 {
          let body = Array("\(round) \(number)".utf8)
          let request = HTTPRequest(method: "POST", url: url, body: body)
          group.addTask { (try? await client.send(request))?.body != body }
        }
        return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
      }
      #expect(wrong == 0)
    }
    #expect(client.statistics.transfers == 2000)
    #expect(client.statistics.connectionsOpened <= 1000)
    #expect(fixture.server.counters.requests == 2000)
  }

  @Test("A limit of connections to one host is kept, and all requests are served")
  func connectionLimit() async throws {
    let server = StubServer(StubBehaviour(latency: .milliseconds(5)))
    let port = try server.start()
    let client = HTTPClient(
      HTTPClient.Configuration(maxConnectionsPerHost: 3, usesProxyEnvironment: false))
    let request = HTTPRequest(url: "http://127.0.0.1:\(port)/v1/models")
    let statuses = await withTaskGroup(of: Int?.self) { group in
      for _ in 0..<30 { group.addTask { (try? await client.send(request))?.status } }
      return await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
    }
    #expect(statuses == [200: 30])
    #expect(server.counters.connections <= 3)
    #expect(server.counters.peakInFlight <= 3)
    server.stop()
  }

  @Test("No file stays open after a client and a server have ended")
  func openFiles() async {
    // In a process of its own, where no other test opens files.
    await #expect(processExitsWith: .success) {
      // The first round opens what stays for good, such as the concurrency runtime's own files.
      try await exchangeSomething()
      let before = OpenFiles.count()
      for _ in 0..<3 { try await exchangeSomething() }
      let after = OpenFiles.count()
      #expect(before > 0)
      if before != after { exit(1) }
    }
  }
}

/// Ten requests, one of them cut short and one failed, with everything closed afterwards.
private func exchangeSomething() async throws {
  let server = StubServer(StubBehaviour(faults: [3: .truncatedHTTP, 5: .dropped]))
  let port = try server.start()
  let client = HTTPClient(HTTPClient.Configuration(usesProxyEnvironment: false))
  for _ in 0..<10 {
    _ = try? await client.send(HTTPRequest(url: "http://127.0.0.1:\(port)/v1/models"))
  }
  await client.shutdown()
  server.stop()
}

private enum OpenFiles {
  /// How many files this process has open.
  static func count() -> Int {
    guard let folder = opendir("/proc/self/fd") else { return 0 }
    defer { closedir(folder) }
    var count = 0
    while readdir(folder) != nil { count += 1 }
    return count
  }
}
