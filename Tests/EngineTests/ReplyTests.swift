import Testing
import TinyTroupeJSON
import TinyTroupeKernel

@testable import TinyTroupe

@Suite("What the gateway reads of requests and replies")
struct ReplyTests {
  private func envelope(_ text: String) throws(PluginError) -> CompletionEnvelope {
    try CompletionEnvelope(parsing: Array(text.utf8))
  }

  @Test("an envelope's purpose, schema, streaming and limit are read")
  func envelope() throws {
    let full = try envelope(
      #"{"purpose":"act","about":{"purpose":"x"},"schema":{"type":"object"},"stream":true,"max_output_tokens":7}"#
    )
    #expect(full.purpose == "act")
    #expect(full.schema == ["type": "object"])
    #expect(full.streams)
    #expect(full.maxOutputTokens == 7)
    let least = try envelope(#"{"purpose":"act"}"#)
    #expect(least.schema == nil && !least.streams && least.maxOutputTokens == 2000)
    #expect(!full.isShared && !least.isShared)
    #expect(try envelope(#"{"purpose":"act","shared":true}"#).isShared)
  }

  @Test("what is sent always has a limit of output tokens, and is else as it came")
  func limit() throws {
    let full = #"{"purpose":"act","max_output_tokens":7}"#
    #expect(try envelope(full).bytes == Array(full.utf8))
    #expect(
      try String(decoding: envelope(#" {"purpose":"act"}"#).bytes, as: UTF8.self)
        == #" {"max_output_tokens":2000,"purpose":"act"}"#)
  }

  @Test(
    "what is no envelope is refused",
    arguments: [
      "", "[]", "{}", #"{"purpose":1}"#, "{\"purpose\":\"act\"",
      #"{"purpose":"act","max_output_tokens":0}"#, #"{"purpose":"act","max_output_tokens":null}"#,
      #"{"purpose":"act","max_output_tokens":"many"}"#,
    ])
  func refusals(text: String) {
    let error = #expect(throws: PluginError.self) { try envelope(text) }
    #expect(error?.code == .invalid)
    #expect(error?.message.hasPrefix("The request to tt.llm is not what it must be: ") == true)
  }

  private func verdict(
    _ result: JSON, schema: JSON? = nil
  ) throws(PluginError) -> ReplyCheck.Verdict {
    var envelope = CompletionEnvelope(purpose: "act")
    envelope.schema = schema
    return try ReplyCheck(envelope: envelope, backend: "m", path: "1/p").verdict(on: Reply(result))
  }

  private func thrown(_ result: JSON) -> PluginError? {
    do throws(PluginError) {
      _ = try verdict(result)
      return nil
    } catch {
      return error
    }
  }

  private func mistakes(_ content: String, _ schema: JSON?) throws -> [String]? {
    let judged = try verdict(["finish": "stop", "content": .string(content)], schema: schema)
    switch judged {
    case .usable: return nil
    case .empty: return []
    case .unfit(let said, let mistakes):
      #expect(said == content)
      return mistakes
    }
  }

  @Test("cut off, refused and filtered are not tried again, and say what to do")
  func final() {
    #expect(
      thrown(["finish": "length", "content": "x"])?.message
        == "The model 'm' was cut off at 2000 output tokens. Ask for less, or use another model."
    )
    #expect(
      thrown(["finish": "refusal", "refusal": "No."])?.message
        == "The model 'm' refused to answer: \"No\". Rephrase the study, or use another model.")
    #expect(
      thrown(["finish": "refusal"])?.message
        == "The model 'm' refused to answer. Rephrase the study, or use another model.")
    #expect(
      thrown(["finish": "content_filter"])?.message
        == "The provider of 'm' filtered the reply. Rephrase the study, or use another model.")
  }

  @Test("a backend that breaks its contract is not asked again")
  func contract() {
    #expect(
      thrown(["content": "x"])?.message
        == "The backend 'm' broke its contract: a completion needs 'finish'.")
    #expect(thrown(["content": "x"])?.code == .internal)
  }

  @Test("an empty reply, one that is no JSON and one that doesn't fit may be mended")
  func mendable() throws {
    let schema: JSON = ["type": "object", "required": ["a"]]
    #expect(try mistakes("", schema) == [])
    #expect(try mistakes("hm", schema) == ["it is not JSON (unexpected character at byte 0)"])
    #expect(try mistakes("{}", schema)?.count == 1)
    #expect(try mistakes(#"{"a":1}"#, schema) == nil)
    #expect(try mistakes("free text", nil) == nil)
    guard case .empty = try verdict(["finish": "stop"]) else {
      Issue.record("a reply without content is empty")
      return
    }
  }

  @Test("what stands around the value is taken away before anybody sees it")
  func cleaned() throws {
    let schema: JSON = ["type": "object", "required": ["a"]]
    let judged = try verdict(
      ["finish": "stop", "content": "Here:\n```json\n{\"a\": 1}\n```", "model": "x"],
      schema: schema)
    guard case .usable(let reply) = judged else {
      Issue.record("the reply must be usable")
      return
    }
    #expect(try reply.json() == ["finish": "stop", "content": "{\"a\": 1}", "model": "x"])
  }

  @Test("a schema that can't be read is an error, not a pass")
  func badSchema() {
    let mistakes = SchemaCache.shared.mistakes(1, ["type": "nonsense"])
    #expect(mistakes.first?.hasPrefix("the schema itself cannot be read: ") == true)
  }

  @Test("absurd token counts neither crash nor pass")
  func tokens() {
    let counter = UsageCounter()
    let absurd = Array(#"{"input_tokens":9223372036854775807,"output_tokens":-5}"#.utf8)
    counter.add(TokenUsage(absurd), nil)
    counter.add(TokenUsage(absurd), nil)
    #expect(counter.current.calls == 2)
    #expect(counter.current.inputTokens > 0 && counter.current.tokens > 0)
    #expect(counter.current.outputTokens == 0)
    #expect(TokenUsage(absurd).output == 0)
  }
}
