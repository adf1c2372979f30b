import TinyTroupeJSON
import TinyTroupeKernel
import TinyTroupeYAML

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

/// Decides whether a model's reply can be used.
enum ReplyCheck {
  /// What is wrong with the content, if another try may mend it; nil when nothing is.
  ///
  /// - Throws: What no further try would mend: cut off, refused, filtered.
  static func complaint(
    _ reply: Reply, _ envelope: CompletionEnvelope, backend: String, path: String
  ) throws(PluginError) -> PluginError? {
    guard let result = try? reply.json(), let finish = result["finish"]?.string else {
      return PluginError(
        .internal, "The backend '\(backend)' broke its contract: a completion needs 'finish'.")
    }
    switch finish {
    case "length": throw .cutOff(backend, limit: envelope.maxOutputTokens)
    case "refusal": throw .refused(backend, result["refusal"]?.string ?? "")
    case "content_filter": throw .filtered(backend)
    default: break
    }
    guard let content = result["content"]?.string, !content.isEmpty else {
      return .emptyReply(backend)
    }
    guard let schema = envelope.schema else { return nil }
    return schemaComplaint(content, schema, backend, path)
  }

  /// The beginning of what a reply says, for the log.
  static func excerpt(of reply: Reply) -> String {
    let content = (try? reply.json())?["content"]?.string
    return String((content ?? String(decoding: reply.result, as: UTF8.self)).prefix(2000))
  }

  private static func schemaComplaint(
    _ content: String, _ schema: JSON, _ backend: String, _ path: String
  ) -> PluginError? {
    let value: JSON
    do {
      value = try JSON(parsing: content)
    } catch {
      return .invalidReply(backend, "it is not JSON (\(error))", content, path: path)
    }
    let mistakes = SchemaCache.shared.mistakes(value, schema)
    return mistakes.first.map { .invalidReply(backend, $0, content, path: path) }
  }
}
