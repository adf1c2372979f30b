import TinyTroupeJSON
import TinyTroupeKernel

/// The parts of a completion request that the gateway reads; the messages travel beside it, unread.
struct CompletionEnvelope: Sendable {
  let purpose: String
  var schema: JSON?
  var streams = false
  var maxOutputTokens = 2000

  init(purpose: String) {
    self.purpose = purpose
  }

  init(parsing bytes: [UInt8]) throws(PluginError) {
    do {
      // `about` is large and nobody's business here, so it is passed over, not parsed.
      let parts = try JSONSlices(of: bytes[...])
      guard let purpose = try parts.value("purpose")?.string else {
        throw JSONError(reason: "'purpose' is missing", offset: 0)
      }
      self.purpose = purpose
      schema = try parts.value("schema")
      streams = try parts.value("stream")?.bool ?? false
      maxOutputTokens = try parts.value("max_output_tokens")?.integer ?? 2000
    } catch {
      throw PluginError(.invalid, "The request to tt.llm is not what it must be: \(error).")
    }
  }
}
