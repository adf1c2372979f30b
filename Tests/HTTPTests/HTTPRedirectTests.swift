import StubServer
import Testing
import TinyTroupeHTTP

@Suite("Redirects", .timeLimit(.minutes(4)))
struct HTTPRedirectTests {
  @Test("A redirect is an answer like any other unless following is asked for")
  func notFollowed() async throws {
    let fixture = try Fixture(StubBehaviour(reply: { _ in .redirect(to: "/elsewhere") }))
    let response = try await fixture.client.send(HTTPRequest(url: fixture.url("/")))
    #expect(response.status == 302)
    #expect(response.header("location") == "/elsewhere")
    #expect(fixture.server.counters.requests == 1)
  }

  @Test("Redirects up to the limit are followed, and only the last answer is seen")
  func followed() async throws {
    let fixture = try Fixture(
      StubBehaviour(reply: { request in
        request.number <= 2 ? .redirect(to: "/\(request.number)") : .json(#"{"done":true}"#)
      }))
    let request = HTTPRequest(url: fixture.url("/"), followRedirects: 2)
    let response = try await fixture.client.send(request)
    #expect(response.status == 200)
    #expect(response.header("location") == nil)
    #expect(response.text == #"{"done":true}"#)
    #expect(fixture.server.counters.requests == 3)
  }

  @Test("Redirects beyond the limit are an error")
  func limited() async throws {
    let fixture = try Fixture(StubBehaviour(reply: { _ in .redirect(to: "/again") }))
    let request = HTTPRequest(url: fixture.url("/"), followRedirects: 3)
    let error = try #require(await result(fixture.client, request).error)
    #expect(error.code == .protocolError)
    #expect(
      error.message
        == "\(fixture.origin) redirects more than 3 times; check that the URL is right")
    #expect(fixture.server.counters.requests == 4)
  }

  @Test("A redirect to another protocol is not followed")
  func otherProtocol() async throws {
    let fixture = try Fixture(StubBehaviour(reply: { _ in .redirect(to: "file:///etc/passwd") }))
    let request = HTTPRequest(url: fixture.url("/"), followRedirects: 3)
    let error = try #require(await result(fixture.client, request).error)
    #expect(error.code == .protocolError)
  }
}
