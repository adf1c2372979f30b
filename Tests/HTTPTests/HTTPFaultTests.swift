import StubServer
import Testing
import TinyTroupeHTTP

@Suite("Answers of faulty servers", .timeLimit(.minutes(4)))
struct HTTPFaultTests {
  /// A fault that is an HTTP answer all the same.
  struct Answered: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let reply: StubReply
    let status: Int
    /// What the body must contain.
    let says: String
  }

  static let answered = [
    Answered(testDescription: "401", reply: .unauthorized, status: 401, says: "invalid_api_key"),
    Answered(testDescription: "404", reply: .modelNotFound, status: 404, says: "model_not_found"),
    Answered(
      testDescription: "429", reply: .rateLimited(retryAfterSeconds: 7), status: 429,
      says: "rate_limit_exceeded"),
    Answered(testDescription: "500", reply: .serverError, status: 500, says: "internal_error"),
    Answered(testDescription: "503", reply: .overloaded, status: 503, says: "overloaded"),
    Answered(testDescription: "HTML", reply: .html, status: 200, says: "<!DOCTYPE html>"),
    Answered(
      testDescription: "truncated JSON", reply: .truncatedJSON, status: 200,
      says: #"completion","cho"#),
    Answered(
      testDescription: "refusal", reply: .refusal("No."), status: 200,
      says: #""content":null,"refusal":"No."},"logprobs":null,"finish_reason":"stop""#),
    Answered(
      testDescription: "content filter", reply: .contentFiltered, status: 200,
      says: #""finish_reason":"content_filter""#),
    Answered(
      testDescription: "length", reply: .lengthLimited("and then"), status: 200,
      says: #""content":"and then","refusal":null},"logprobs":null,"finish_reason":"length""#),
    Answered(
      testDescription: "empty choices", reply: .emptyChoices, status: 200, says: #""choices":[],"#),
    Answered(
      testDescription: "empty content", reply: .emptyContent, status: 200, says: #""content":"","#),
    Answered(
      testDescription: "slow drip",
      reply: .content("slow").delivered(
        .drip(size: 40, interval: .milliseconds(1))), status: 200, says: #""content":"slow""#),
  ]

  @Test("A complete answer is passed on, whatever it says", arguments: answered)
  func complete(fault: Answered) async throws {
    let fixture = try Fixture(StubBehaviour(faults: [1: fault.reply]))
    let response = try await fixture.client.send(fixture.chat())
    #expect(response.status == fault.status)
    #expect(response.text.contains(fault.says), "\(response.text)")
    let next = try await fixture.client.send(fixture.chat())
    #expect(next.text.contains(#""content":"{\"answer\":\"Good morning.\"}""#))
  }

  @Test("A rate limit says in its header how long to wait")
  func retryAfter() async throws {
    let fixture = try Fixture(StubBehaviour(faults: [1: .rateLimited(retryAfterSeconds: 7)]))
    let response = try await fixture.client.send(fixture.chat())
    #expect(response.header("retry-after") == "7")
  }

  @Test("Bytes that are no UTF-8 are passed on as they are")
  func invalidUTF8() async throws {
    let fixture = try Fixture(StubBehaviour(faults: [1: .invalidUTF8]))
    let response = try await fixture.client.send(fixture.chat())
    #expect(String(validating: response.body, as: UTF8.self) == nil)
    #expect(response.body.contains(0xFF))
  }

  /// A fault that leaves no HTTP answer.
  struct Broken: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let reply: StubReply
    let code: HTTPError.Code
    /// The error's message after the name of the server.
    let message: String
  }

  static let broken = [
    Broken(
      testDescription: "truncated HTTP", reply: .truncatedHTTP, code: .truncated,
      message: " closed the connection within its answer, after 20 bytes; try again"),
    Broken(
      testDescription: "nothing", reply: .dropped, code: .truncated,
      message: " closed the connection before it answered; try again"),
    Broken(
      testDescription: "truncated header",
      reply: StubReply(body: .wire(Array("HTTP/1.1 200 OK\r\nConte".utf8))), code: .truncated,
      message: " closed the connection before it answered; try again"),
    Broken(
      testDescription: "truncated stream",
      reply: StubReply(
        body: .wire(
          Array("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\ndata\r\n".utf8))),
      code: .truncated,
      message: " closed the connection within its answer, after 4 bytes; try again"),
  ]

  @Test("An answer that ends early is an error that says how far it came", arguments: broken)
  func cutShort(fault: Broken) async throws {
    let fixture = try Fixture(StubBehaviour(faults: [1: fault.reply]))
    let error = try #require(await result(fixture.client, fixture.chat()).error)
    #expect(error.code == fault.code)
    #expect(error.message == fixture.origin + fault.message)
    #expect(try await fixture.client.send(fixture.chat()).status == 200)
  }

  @Test("Something that is not HTTP is an error that says so")
  func garbage() async throws {
    let fixture = try Fixture(StubBehaviour(faults: [1: .garbage]))
    let error = try #require(await result(fixture.client, fixture.chat()).error)
    #expect(error.code == .protocolError)
    #expect(error.message.hasPrefix("what \(fixture.origin) answered is no valid HTTP: "))
    #expect(error.message.hasSuffix("; check that the URL is right"))
  }

  @Test("A compressed answer that can't be decompressed is an error")
  func brokenCompression() async throws {
    let fixture = try Fixture(
      StubBehaviour(reply: { _ in .bytes(noise(99), headers: [("Content-Encoding", "gzip")]) }))
    let error = try #require(await result(fixture.client, fixture.chat()).error)
    #expect(error.code == .protocolError)
  }

  @Test("A body larger than allowed is refused", arguments: [1000, 1001])
  func tooLarge(size: Int) async throws {
    let fixture = try Fixture(StubBehaviour(reply: { _ in .bytes(noise(size)) }))
    var request = fixture.chat()
    request.maxResponseBytes = 1000
    let error = await result(fixture.client, request).error
    #expect(error?.code == (size > 1000 ? .tooLarge : nil))
    if size > 1000 {
      #expect(
        error?.message == "the answer of \(fixture.origin) is larger than 1000 bytes; "
          + "raise the limit or ask for less")
    }
  }

  @Test("A header without end is refused")
  func endlessHeader() async throws {
    let line = "X-More: " + String(repeating: "m", count: 1000) + "\r\n"
    let header = "HTTP/1.1 200 OK\r\n" + String(repeating: line, count: 2000)
    let fixture = try Fixture(
      StubBehaviour(reply: { _ in StubReply(body: .wire(Array(header.utf8))) }))
    let error = try #require(await result(fixture.client, fixture.chat()).error)
    #expect(error.code == .tooLarge)
  }
}
