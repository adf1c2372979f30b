import TinyTroupeJSON
import TinyTroupeKernel
import TinyTroupeYAML

/// Decides whether a model's reply can be used, and asks again when it cannot.
///
/// Three replies are asked for at most: the first, a repair that shows the model its mistake, and a fresh one.
struct ReplyCheck: Sendable {
  private static let attempts = 3

  let envelope: CompletionEnvelope
  let backend: String
  let path: String

  /// What a reply is worth.
  enum Verdict {
    /// It can be used; its content is free of what stood around it.
    case usable(Reply)
    /// It says nothing.
    case empty
    /// It is not what was asked for.
    case unfit(content: String, mistakes: [String])
  }

  /// The first usable reply of those that `ask` gets.
  ///
  /// - Parameter ask: Sends messages, those of the request or a longer conversation.
  func usable(
    _ messages: [UInt8], _ effort: inout Effort,
    _ ask: (_ messages: [UInt8], inout Effort) async throws(PluginError) -> Reply
  ) async throws(PluginError) -> Reply {
    var lastComplaint = PluginError.emptyReply(backend)
    var next = messages
    for attempt in 1...Self.attempts {
      let reply = try await ask(next, &effort)
      next = messages
      switch try verdict(on: reply) {
      case .usable(let clean): return clean
      case .empty:
        lastComplaint = .emptyReply(backend)
        effort.rejected.append("")
      case .unfit(let content, let mistakes):
        lastComplaint = .invalidReply(backend, mistakes.first ?? "", content, path: path)
        effort.rejected.append(String(content.prefix(2000)))
        if attempt == 1 {
          next = RepairRequest.messages(messages, after: content, mistakes: mistakes) ?? messages
        }
      }
    }
    throw lastComplaint
  }

  /// What a reply is worth, where another try may mend it.
  ///
  /// - Throws: What no further try would mend: cut off, refused, filtered.
  func verdict(on reply: Reply) throws(PluginError) -> Verdict {
    guard let result = try? reply.json(), let finish = result["finish"]?.string else {
      throw .brokenContract(backend)
    }
    switch finish {
    case "length": throw .cutOff(backend, limit: envelope.maxOutputTokens)
    case "refusal": throw .refused(backend, result["refusal"]?.string ?? "")
    case "content_filter": throw .filtered(backend)
    default: break
    }
    guard let content = result["content"]?.string, !content.isEmpty else { return .empty }
    guard let schema = envelope.schema else { return .usable(reply) }
    return verdict(on: reply, result, content, schema)
  }

  private func verdict(
    on reply: Reply, _ result: JSON, _ content: String, _ schema: JSON
  ) -> Verdict {
    let found: ReplyContent.Found
    do throws(JSONError) {
      found = try ReplyContent.value(in: content)
    } catch {
      return .unfit(content: content, mistakes: ["it is not JSON (\(error))"])
    }
    let mistakes = SchemaCache.shared.mistakes(found.value, schema)
    guard mistakes.isEmpty else { return .unfit(content: content, mistakes: mistakes) }
    return .usable(found.text.map { reply.with(content: $0, in: result) } ?? reply)
  }
}

extension Reply {
  /// The same reply with another content.
  fileprivate func with(content: String, in result: JSON) -> Reply {
    var object = result.object ?? [:]
    object["content"] = .string(content)
    var reply = self
    reply.result = JSON.object(object).bytes
    return reply
  }
}
