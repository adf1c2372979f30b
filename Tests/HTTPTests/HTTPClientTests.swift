import StubServer
import Testing
import TinyTroupeHTTP

@Suite("HTTP client", .timeLimit(.minutes(4)))
struct HTTPClientTests {
  @Test("Method, path, headers and body arrive as they were given")
  func request() async throws {
    let fixture = try Fixture(StubBehaviour(recordsRequests: true, reply: { _ in .json("{}") }))
    var request = HTTPRequest(method: "PUT", url: fixture.url("/a/b?c=d"), body: [1, 2, 3])
    request.headers = [("X-One", "1"), ("Authorization", "Bearer key"), ("X-Empty", "")]
    _ = try await fixture.client.send(request)
    let received = try #require(fixture.server.requests.first)
    #expect(received.method == "PUT")
    #expect(received.path == "/a/b")
    #expect(received.query == "c=d")
    #expect(received.header("x-one") == "1")
    #expect(received.header("authorization") == "Bearer key")
    #expect(received.header("x-empty") == "")
    #expect(received.header("content-length") == "3")
    #expect(received.header("content-type") == nil)
    #expect(received.header("expect") == nil)
    #expect(Array(received.body) == [1, 2, 3])
  }

  @Test("An answer has its status, its headers in lower case and in order, and its body")
  func answer() async throws {
    let fixture = try Fixture(
      StubBehaviour(reply: { _ in
        var reply = StubReply.json("[1]", status: 418)
        reply.headers = [("X-Two", "b"), ("x-two", "c: d"), ("X-Blank", "")]
        return reply
      }))
    let response = try await fixture.client.send(HTTPRequest(url: fixture.url("/")))
    #expect(response.status == 418)
    #expect(response.headers.filter { $0.name == "x-two" }.map(\.value) == ["b", "c: d"])
    #expect(response.header("content-type") == "application/json")
    #expect(response.header("x-blank") == "")
    #expect(response.text == "[1]")
    #expect(response.summary.httpVersion == "HTTP/1.1")
    #expect(response.summary.connectionsOpened == 1)
    #expect(response.summary.firstByte <= response.summary.total)
  }

  @Test(
    "A body of any bytes and size passes unchanged in both directions", arguments: [0, 1, 1 << 20])
  func bytes(count: Int) async throws {
    let fixture = try Fixture(StubBehaviour(reply: { .bytes(Array($0.body)) }))
    let body = noise(count)
    let request = HTTPRequest(method: "POST", url: fixture.url("/echo"), body: body)
    let response = try await fixture.client.send(request)
    #expect(response.body == body)
  }

  @Test("GET and HEAD send no body, and HEAD expects none")
  func bodiless() async throws {
    let fixture = try Fixture(
      StubBehaviour(recordsRequests: true, reply: { _ in .json(#"{"a":1}"#) }))
    for method in ["GET", "HEAD"] {
      let request = HTTPRequest(method: method, url: fixture.url("/"), body: [1])
      let response = try await fixture.client.send(request)
      #expect(response.body.isEmpty == (method == "HEAD"))
    }
    #expect(fixture.server.requests.allSatisfy { $0.body.isEmpty })
  }

  @Test("A method used before does not stick to a reused connection's next request")
  func methodsInTurn() async throws {
    let fixture = try Fixture(StubBehaviour(recordsRequests: true, reply: { _ in .json("{}") }))
    for method in ["DELETE", "GET", "POST", "HEAD", "POST", "PATCH", "GET"] {
      _ = try await fixture.client.send(HTTPRequest(method: method, url: fixture.url("/")))
    }
    let methods = fixture.server.requests.map(\.method)
    #expect(methods == ["DELETE", "GET", "POST", "HEAD", "POST", "PATCH", "GET"])
  }

  @Test("Requests one after another share one connection")
  func reuse() async throws {
    let fixture = try Fixture()
    for _ in 0..<20 { _ = try await fixture.client.send(fixture.chat()) }
    #expect(fixture.client.statistics.connectionsOpened == 1)
    #expect(fixture.client.statistics.transfers == 20)
    #expect(fixture.client.statistics.inFlight == 0)
    #expect(fixture.server.counters.connections == 1)
  }

  @Test("A request that breaks on a connection used before is not sent again unasked")
  func noSecondSending() async throws {
    let fixture = try Fixture(StubBehaviour(faults: [2: .dropped]))
    _ = try await fixture.client.send(fixture.chat())
    let error = try #require(await result(fixture.client, fixture.chat()).error)
    #expect(error.code == .truncated)
    #expect(
      error.message
        == "\(fixture.origin) closed the connection before it answered; try again")
    #expect(fixture.server.counters.requests == 2)
    #expect(try await fixture.client.send(fixture.chat()).status == 200)
  }

  @Test("A connection that the server closes after its answer is replaced")
  func replacedConnection() async throws {
    let fixture = try Fixture(
      StubBehaviour(reply: { _ in .bytes([1], headers: [("Connection", "close")]) }))
    for _ in 0..<2 {
      let response = try await fixture.client.send(HTTPRequest(url: fixture.url("/")))
      #expect(response.body == [1])
    }
    #expect(fixture.client.statistics.connectionsOpened == 2)
  }

  @Test("A compressed answer is decompressed")
  func gzip() async throws {
    let compressed: [UInt8] = [
      31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 115, 206, 207, 45, 40, 74, 45, 46, 78, 77, 81, 72, 204, 43,
      46, 79, 45, 42, 86, 72, 44, 74, 85, 40, 74, 77, 4, 10, 20, 43, 100, 166, 41, 148, 100, 164,
      86, 42, 100, 0, 185, 121, 249, 37, 10, 73, 169, 169, 121, 122, 0, 73, 58, 210, 246, 52, 0, 0,
      0,
    ]
    let fixture = try Fixture(
      StubBehaviour(
        recordsRequests: true,
        reply: { _ in .bytes(compressed, headers: [("Content-Encoding", "gzip")]) }))
    let response = try await fixture.client.send(HTTPRequest(url: fixture.url("/")))
    #expect(response.text == "Compressed answers are read as if they had not been.")
    #expect(fixture.server.requests.first?.header("accept-encoding") == "gzip")
  }
}
