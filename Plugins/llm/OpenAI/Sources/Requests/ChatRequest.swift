internal import TinyTroupeJSON
internal import TinyTroupePluginKit

/// The body of a request for a completion, composed as bytes: the messages go in as they came.
struct ChatRequest {
  let settings: Settings
  let envelope: Envelope
  /// The model that is asked.
  let model: String
  /// The JSON text of `response_format`; nil for free text.
  let format: [UInt8]?

  func body(messages: [UInt8]) -> [UInt8] {
    var writer = JSONWriter(capacity: messages.count + (format?.count ?? 0) + 512)
    writer.object { json in
      json.member("model", model)
      json.member("messages", raw: messages)
      if let limit = envelope.maxOutputTokens { json.member(limitName, limit) }
      writeSampling(into: &json)
      if let seed = envelope.seed ?? settings.seed { json.member("seed", seed) }
      if let format { json.member("response_format", raw: format) }
      if envelope.wantsDeltas {
        json.member("stream", true)
        json.member("stream_options", ["include_usage": true])
      }
    }
    return writer.bytes
  }

  /// Reasoning models refuse temperatures, others refuse efforts; a compatible server knows best.
  private func writeSampling(into json: inout JSONWriter) {
    let isReasoning = ModelName(model).isReasoning
    if !isReasoning {
      if let temperature = envelope.temperature ?? settings.temperature {
        json.member("temperature", .number(temperature))
      }
      if let topP = settings.topP { json.member("top_p", .number(topP)) }
    }
    if let effort = settings.reasoningEffort, isReasoning || isCompatible {
      json.member("reasoning_effort", effort)
    }
  }

  /// OpenAI has replaced `max_tokens`, which many compatible servers still know alone.
  private var limitName: String {
    let isLegacy = settings.legacyMaxTokens ?? (isCompatible && !ModelName(model).isReasoning)
    return isLegacy ? "max_tokens" : "max_completion_tokens"
  }

  private var isCompatible: Bool {
    if case .compatible = settings.server.interface { return true }
    return false
  }
}
