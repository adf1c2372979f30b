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
  }

  @Test(
    "what is no envelope is refused",
    arguments: ["", "[]", "{}", #"{"purpose":1}"#, "{\"purpose\":\"act\""])
  func refusals(text: String) {
    let error = #expect(throws: PluginError.self) { try envelope(text) }
    #expect(error?.code == .invalid)
    #expect(error?.message.hasPrefix("The request to tt.llm is not what it must be: ") == true)
  }

  private func check(_ result: JSON, schema: JSON? = nil) -> Result<PluginError?, PluginError> {
    var envelope = CompletionEnvelope(purpose: "act")
    envelope.schema = schema
    do throws(PluginError) {
      let check = ReplyCheck(envelope: envelope, backend: "m", path: "1/p")
      return .success(try check.complaint(Reply(result)))
    } catch {
      return .failure(error)
    }
  }

  private func thrown(_ result: JSON) -> PluginError? {
    if case .failure(let error) = check(result) { error } else { nil }
  }

  private func complaint(_ result: JSON, schema: JSON? = nil) -> PluginError? {
    if case .success(let error) = check(result, schema: schema) { error } else { nil }
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

  @Test("an empty reply, one that is no JSON and one that doesn't fit may be mended")
  func mendable() {
    #expect(complaint(["finish": "stop", "content": ""])?.detail == ["reason": "empty"])
    #expect(complaint(["finish": "stop"])?.detail == ["reason": "empty"])
    #expect(complaint(["content": "x"])?.code == .internal)
    let schema: JSON = ["type": "object", "required": ["a"]]
    let noJSON = complaint(["finish": "stop", "content": "hm"], schema: schema)
    #expect(noJSON?.detail == ["reason": "schema", "reply": "hm"])
    #expect(complaint(["finish": "stop", "content": "{}"], schema: schema) != nil)
    #expect(complaint(["finish": "stop", "content": #"{"a":1}"#], schema: schema) == nil)
    #expect(complaint(["finish": "stop", "content": "free text"]) == nil)
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
    counter.add(TokenUsage(absurd))
    counter.add(TokenUsage(absurd))
    #expect(counter.current.calls == 2)
    #expect(counter.current.inputTokens > 0 && counter.current.tokens > 0)
    #expect(counter.current.outputTokens == 0)
    #expect(TokenUsage(absurd).output == 0)
  }
}
