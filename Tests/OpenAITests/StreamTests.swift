import Testing
import TinyTroupeFakeHost
import TinyTroupeJSON
import TinyTroupePluginKit

@Suite struct StreamTests {
  private static let events = """
    : keep-alive\r
    data: {"model":"m-1","choices":[{"delta":{"role":"assistant","content":""}}]}\r
    \r
    data: {"choices":[{"delta":{"content":"Grü"}}]}\n\n\
    event: x\ndata:{"choices":[{"delta":{"content":"ezi"},"finish_reason":null}]}\r\r\
    data: {"choices":[{"delta":{},"finish_reason":"stop"}]}\n\n\
    data: {"choices":[],"usage":{"prompt_tokens":9,"completion_tokens":2}}\n\n\
    data: [DONE]\n\n
    """

  private func outcome(_ pieces: [[UInt8]], status: Int = 200) async throws -> Outcome {
    var answer = StubbedServer.Answer(status)
    answer.pieces = pieces
    return await (try StubbedServer(answer: answer)).complete(["stream": true])
  }

  private func pieces(_ text: String, of size: Int) -> [[UInt8]] {
    let bytes = Array(text.utf8)
    return stride(from: 0, to: bytes.count, by: size).map {
      Array(bytes[$0..<min($0 + size, bytes.count)])
    }
  }

  @Test(
    "However the bytes are cut, the same pieces arrive and the same answer",
    arguments: [1, 2, 3, 7, 64, 100_000])
  func cuts(size: Int) async throws {
    let outcome = try await outcome(pieces(Self.events, of: size))
    #expect(outcome.deltas.map(\.json) == [["content": "Grü"], ["content": "ezi"]])
    #expect(outcome.result == ["content": "Grüezi", "finish": "stop", "model": "m-1"])
    #expect(outcome.usage == ["input_tokens": 9, "output_tokens": 2])
  }

  @Test func aStreamIsAskedForWithItsUsage() async throws {
    var answer = StubbedServer.Answer()
    answer.pieces = [Array(Self.events.utf8)]
    let server = try StubbedServer(answer: answer)
    _ = await server.complete(["stream": true])
    #expect(server.sent[0].json?["stream"] == true)
    #expect(server.sent[0].json?["stream_options"] == ["include_usage": true])
    #expect(server.sent[0].request["stream"] == true)
    #expect(server.sent[0].request["idle_timeout_ms"] == 60_000)
  }

  @Test func aRefusalStreamsToo() async throws {
    let text = #"""
      data: {"choices":[{"delta":{"refusal":"I "}}]}

      data: {"choices":[{"delta":{"refusal":"can't."},"finish_reason":"stop"}]}


      """#
    let outcome = try await outcome(pieces(text, of: 5))
    #expect(outcome.deltas.map(\.json) == [["refusal": "I "], ["refusal": "can't."]])
    #expect(outcome.result == ["content": "", "finish": "refusal", "refusal": "I can't."])
  }

  @Test func aServerThatDoesNotStreamIsReadWhole() async throws {
    let whole = StubbedServer.Answer.saying("All at once.").body
    let outcome = try await outcome([Array(whole.prefix(20)), Array(whole.dropFirst(20))])
    #expect(outcome.result?["content"] == "All at once.")
    #expect(outcome.deltas.isEmpty)
  }

  @Test(
    "A stream that breaks is a failure that says how",
    arguments: [
      (
        #"data: {"choices":[{"delta":{"content":"a"}}]}"# + "\n\n",
        " ended its stream before the answer was complete (model 'gpt-5-mini'). "
          + "If it stays so, look at its log."
      ),
      (
        #"data: {"error":{"message":"Out of memory"}}"# + "\n\n",
        " broke off its answer (model 'gpt-5-mini'): \"Out of memory\". Try again later."
      ),
      (
        "data: {\"choices\n\n",
        " gave an answer that is not valid JSON (model 'gpt-5-mini'): the string does not end "
          + "at byte 9. It may have been cut off on its way."
      ),
    ])
  func broken(text: String, message: String) async throws {
    let outcome = try await outcome(pieces(text, of: 10))
    #expect(outcome.failure?.code == .unavailable)
    #expect(
      outcome.failure?.message == "The model server at https://api.openai.com/v1" + message)
  }

  @Test func anErrorInsteadOfAStreamIsReported() async throws {
    let outcome = try await outcome(
      pieces(#"{"error":{"message":"Overloaded"}}"#, of: 9), status: 503)
    #expect(
      outcome.failure?.message
        == "The model server at https://api.openai.com/v1 failed (503): \"Overloaded\". "
        + "Try again later.")
    #expect(outcome.deltas.isEmpty)
  }
}
