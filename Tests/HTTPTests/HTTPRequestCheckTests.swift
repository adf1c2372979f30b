import StubServer
import Testing
import TinyTroupeHTTP

@Suite("Requests that can't be sent", .timeLimit(.minutes(4)))
struct HTTPRequestCheckTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String { reason }
    var method = "POST"
    var url = "http://127.0.0.1:9/v1"
    var headers: [(name: String, value: String)] = []
    let reason: String
  }

  static let cases = [
    Case(method: "", reason: #"its method "" is not a word"#),
    Case(
      method: "GET / HTTP/1.1\r\nX:", reason: #"its method "GET / HTTP/1.1\r\nX:" is not a word"#),
    Case(url: "ftp://127.0.0.1:9/v1", reason: "its URL does not begin with http:// or https://"),
    Case(
      url: "http://127.0.0.1:9/a b", reason: "its URL contains a space or a control character"),
    Case(
      url: "http://127.0.0.1:9/\r\nX:y", reason: "its URL contains a space or a control character"),
    Case(
      url: "http://127.0.0.1:9/\0", reason: "its URL contains a space or a control character"),
    Case(headers: [("X Y", "1")], reason: #"its header name "X Y" is not a word"#),
    Case(headers: [("X:", "1")], reason: #"its header name "X:" is not a word"#),
    Case(
      headers: [("Authorization", "Bearer secret\r\nX-Evil: 1")],
      reason: "the value of its header Authorization contains a control character"),
    Case(
      headers: [("Authorization", "secret\0")],
      reason: "the value of its header Authorization contains a control character"),
    Case(
      headers: [("content-length", "5")],
      reason: "its header content-length is the client's own to set; leave it out"),
    Case(
      headers: [("Transfer-Encoding", "chunked")],
      reason: "its header Transfer-Encoding is the client's own to set; leave it out"),
    Case(
      headers: [("Host", "elsewhere")],
      reason: "its header Host is the client's own to set; leave it out"),
  ]

  @Test(
    "A request that could be read as something else is refused with the reason", arguments: cases)
  func refused(test: Case) async throws {
    let client = HTTPClient()
    let request = HTTPRequest(method: test.method, url: test.url, headers: test.headers)
    let error = try #require(await result(client, request).error)
    #expect(error.code == .invalidRequest)
    #expect(error.message == "the request to 127.0.0.1:9 can't be sent: \(test.reason)")
    #expect(client.statistics.transfers == 0)
  }

  @Test(
    "A URL that is malformed behind its scheme is refused", arguments: ["http://", "http://a:b:c/"])
  func malformed(url: String) async throws {
    let error = try #require(await result(HTTPClient(), HTTPRequest(url: url)).error)
    #expect(error.code == .invalidRequest)
    #expect(error.message.hasSuffix("can't be sent: its URL is malformed"))
  }
}
