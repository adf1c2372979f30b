import Testing
import TinyTroupeFakeHost
import TinyTroupeJSON
import TinyTroupePluginKit

/// The sentences that a person reads when a model can't be asked.
@Suite struct FailureTests {
  private static let server = "The model server at http://h:1/v1"

  private func failure(_ answer: StubbedServer.Answer) async throws -> PluginFailure {
    let server = try StubbedServer(["base_url": "http://h:1/v1", "model": "m"], answer: answer)
    return try #require(await server.complete().failure)
  }

  private func failure(_ transport: PluginFailure) async throws -> PluginFailure {
    let server = try StubbedServer(["base_url": "http://h:1/v1", "model": "m", "timeout": 30]) {
      throw transport
    }
    return try #require(await server.complete().failure)
  }

  @Test(
    "Each status has one clear message",
    arguments: [
      (
        401, #"{"error":{"message":"Incorrect API key."}}"#, PluginFailure.Code.invalid, "auth",
        " did not accept the key (401): \"Incorrect API key\". Set OPENAI_API_KEY, "
          + "or the secret 'openai' in ~/.config/tinytroupe/secrets.yaml."
      ),
      (
        403, "", .invalid, "auth",
        " does not permit this key to use model 'm' (403). Check what the key may do, or set "
          + "another: OPENAI_API_KEY, or the secret 'openai' in ~/.config/tinytroupe/secrets.yaml."
      ),
      (
        404, #"{"detail":"Not Found"}"#, .notFound, "not_found",
        " knows no model 'm', or has nothing at this address (404): \"Not Found\". "
          + "Check 'model' and 'base_url', which usually ends in /v1."
      ),
      (
        400, #"{"object":"error","message":"bad\n  schema"}"#, .invalid, "request",
        " refused the request for model 'm' (400): \"bad schema\". "
          + "Correct what the study says under 'llm'."
      ),
      (
        422, #"{"detail":[{"msg":"field required"}]}"#, .invalid, "request",
        " refused the request for model 'm' (422): \"field required\". "
          + "Correct what the study says under 'llm'."
      ),
      (
        429, #"{"error":{"message":"Slow down.","code":"rate_limit_exceeded"}}"#, .exhausted,
        "rate_limit",
        " limits how often model 'm' may be asked (429): \"Slow down\". "
          + "Wait, or lower 'concurrency'."
      ),
      (
        500, #"{"error":"boom"}"#, .unavailable, "server",
        " failed (500): \"boom\". Try again later."
      ),
      (
        502, "<html><head><title>502 Bad Gateway</title></head></html>", .unavailable, "server",
        " failed (502): \"502 Bad Gateway\". Try again later."
      ),
      (503, "", .unavailable, "server", " failed (503). Try again later."),
      (
        504, "upstream\ttimed out", .unavailable, "server",
        " failed (504): \"upstream timed out\". Try again later."
      ),
    ])
  func status(
    status: Int, body: String, code: PluginFailure.Code, reason: String, message: String
  ) async throws {
    let failure = try await failure(.init(status, body))
    #expect(failure.message == Self.server + message)
    #expect(failure.code == code)
    #expect(failure.detail["reason"] == .string(reason))
    #expect(failure.detail["http_status"] == .integer(Int64(status)))
  }

  @Test func anAccountWithoutCreditIsNotAskedAgain() async throws {
    let body = #"{"error":{"message":"Quota exceeded.","code":"insufficient_quota"}}"#
    let failure = try await failure(.init(429, body))
    #expect(
      failure.message == "The account at http://h:1/v1 has no credit left (429): "
        + "\"Quota exceeded\". Add credit, or use another key.")
    #expect(failure.code == .invalid)
    #expect(failure.detail["reason"] == "quota")
  }

  @Test(
    "How long to wait comes from the headers",
    arguments: [
      (["Retry-After": "2"], 2000), (["retry-after": "0.5"], 500),
      (["Retry-After-Ms": "120", "Retry-After": "2"], 120), (["Retry-After": "-3"], 0),
      (
        [
          "Retry-After": "Tue, 01 Mar 2028 00:00:10 GMT", "Date": "Tue, 29 Feb 2028 23:59:55 GMT",
        ], 15_000
      ),
      (
        [
          "Retry-After": "Fri, 01 Jan 2027 00:00:00 GMT", "Date": "Thu, 31 Dec 2026 23:59:59 GMT",
        ], 1000
      ),
      (["Retry-After": "Fri, 01 Jan 2027 00:00:00 GMT"], nil), (["Retry-After": "soon"], nil),
      (["Retry-After": "inf"], nil), (["Retry-After": "1e300"], 86_400_000), ([:], nil),
    ] as [(JSONObject, Int64?)])
  func retryAfter(headers: JSONObject, milliseconds: Int64?) async throws {
    let failure = try await failure(.init(429, headers: headers))
    #expect(failure.detail["retry_after_ms"] == milliseconds.map(JSON.integer))
  }

  @Test(
    "An answer that is none can be asked for again",
    arguments: [
      (
        "\n<!DOCTYPE html><title>Sign in</title>", "envelope",
        " answered with HTML instead of JSON: \"Sign in\". Check 'base_url', which usually ends "
          + "in /v1; a proxy or a login page may stand in between."
      ),
      (
        #"{"choices":[{"message":{"content":"cut"#, "envelope",
        " gave an answer that is not valid JSON (model 'm'): the string does not end at byte 38. "
          + "It may have been cut off on its way."
      ),
      (
        #"{"choices":[]}"#, "envelope",
        " gave an answer without 'choices' (model 'm'). "
          + "Check that 'base_url' leads to an OpenAI-compatible server."
      ),
      (
        #"{"choices":[{"message":{"content":""},"finish_reason":"stop"}]}"#, "empty",
        " gave an empty answer (model 'm'). If it stays so, choose another model."
      ),
    ])
  func unusable(body: String, reason: String, message: String) async throws {
    let failure = try await failure(.init(200, body))
    #expect(failure.message == Self.server + message)
    #expect(failure.code == .unavailable)
    #expect(failure.detail["reason"] == .string(reason))
  }

  @Test(
    "What happens on the way has a message of its own",
    arguments: [
      (
        "connect", "Connection refused", PluginFailure.Code.unavailable, "connect",
        "Cannot reach the model server at http://h:1/v1: Connection refused. "
          + "Start it, or correct 'base_url'."
      ),
      (
        "timeout", "Timed out.", .unavailable, "timeout",
        server + " did not answer within 30 s (model 'm'). "
          + "Raise 'timeout', or choose a faster model."
      ),
      (
        "tls", "The certificate has expired.", .invalid, "tls",
        "Cannot connect securely to the model server at http://h:1/v1: "
          + "The certificate has expired. Check its certificate, or correct 'base_url'."
      ),
      (
        "envelope", "The body ended early", .unavailable, "envelope",
        server + " broke off its answer (model 'm'): The body ended early. "
          + "If it stays so, look at its log."
      ),
    ])
  func transport(
    theirReason: String, text: String, code: PluginFailure.Code, reason: String, message: String
  ) async throws {
    let failure = try await failure(
      PluginFailure(code, text, detail: ["reason": .string(theirReason)]))
    #expect(failure.message == message)
    #expect(failure.code == code)
    #expect(failure.detail["reason"] == .string(reason))
  }

  @Test func aDeadlineIsATimeout() async throws {
    let failure = try await failure(PluginFailure(.deadline, "Too late."))
    #expect(failure.code == .unavailable)
    #expect(failure.detail["reason"] == "timeout")
  }

  @Test func whatTheHostForbidsStaysInTheHostsWords() async throws {
    let failure = try await failure(PluginFailure(.invalid, "The host 'h' is not permitted."))
    #expect(failure.message == "The host 'h' is not permitted.")
    #expect(failure.code == .invalid)
  }

  @Test func aLongServerTextIsCutToOneLineOf300Characters() async throws {
    let failure = try await failure(.init(500, String(repeating: "word\r\n\u{7}", count: 500)))
    let quote = try #require(failure.message.split(separator: "\"").dropFirst().first)
    #expect(quote.count == 300)
    #expect(quote.hasPrefix("word word word"))
    #expect(quote.hasSuffix("…"))
    #expect(!failure.message.contains { $0.isNewline })
  }
}
