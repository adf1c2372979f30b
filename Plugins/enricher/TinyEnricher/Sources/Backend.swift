internal import TinyTroupeJSON
internal import TinyTroupePluginKit

/// The model, as enriching uses it.
struct Backend: Sendable {
  let call: Call
  let longestReply: Int

  /// Sends a conversation and returns the reply's text.
  func ask(_ prompt: Prompt, schema: JSON, about: JSONObject) async throws -> String {
    let envelope: JSON = [
      "purpose": "enrich", "max_output_tokens": .integer(Int64(longestReply)), "schema": schema,
      "schema_name": "enrichment", "about": .object(about),
    ]
    let completion = try await call.send(.complete(envelope, messages: prompt.bytes))
    guard completion.finish == "stop" else {
      throw PluginFailure(
        .invalid,
        "tiny-enricher: the model's reply ended by '\(completion.finish)'. Use another model, or"
          + " wish for something else.", detail: ["reason": .string(completion.finish)])
    }
    return completion.content
  }
}
