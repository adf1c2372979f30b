import TinyTroupeJSON
import TinyTroupeKernel
import TinyTroupeYAML

/// Decides whether a model's reply can be used, and asks again when it cannot.
struct ReplyCheck: Sendable {
  /// How many replies are asked for before unusable content is an error.
  private static let attempts = 3

  let envelope: CompletionEnvelope
  let backend: String
  let path: String

  /// The first usable reply of those that `ask` gets.
  func usable(
    _ effort: inout Effort, _ ask: (inout Effort) async throws(PluginError) -> Reply
  ) async throws(PluginError) -> Reply {
    var lastComplaint = PluginError(.internal, "No attempt was made.")
    for _ in 0..<Self.attempts {
      let reply = try await ask(&effort)
      guard let complaint = try complaint(reply) else { return reply }
      effort.rejected.append(Self.excerpt(of: reply))
      lastComplaint = complaint
    }
    throw lastComplaint
  }

  /// What is wrong with the content, if another try may mend it; nil when nothing is.
  ///
  /// - Throws: What no further try would mend: cut off, refused, filtered.
  func complaint(_ reply: Reply) throws(PluginError) -> PluginError? {
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
    return schemaComplaint(content, schema)
  }

  /// The beginning of what a reply says, for the log.
  private static func excerpt(of reply: Reply) -> String {
    let content = (try? reply.json())?["content"]?.string
    return String((content ?? String(decoding: reply.result, as: UTF8.self)).prefix(2000))
  }

  private func schemaComplaint(_ content: String, _ schema: JSON) -> PluginError? {
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
