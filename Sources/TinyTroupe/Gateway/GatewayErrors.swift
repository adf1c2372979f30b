import TinyTroupeJSON
import TinyTroupeKernel

// The sentences that a person reads when a model call fails. Backends word what a server did; the gateway
// words what is wrong with a reply.
extension PluginError {
  static func unknownOperation(_ service: String, _ op: String) -> PluginError {
    PluginError(.unsupported, "\(service) has no operation '\(op)'.")
  }

  static let cancelledByCaller = PluginError(.cancelled, "The call was cancelled.")

  static func cutOff(_ backend: String, limit: Int) -> PluginError {
    PluginError(
      .invalid,
      "The model '\(backend)' was cut off at \(limit) output tokens. Ask for less, or use another model.",
      detail: ["reason": "length"])
  }

  static func refused(_ backend: String, _ text: String) -> PluginError {
    let words = text.hasSuffix(".") ? text.dropLast() : text[...]
    let quote = words.isEmpty ? "" : ": \"\(words.prefix(300))\""
    return PluginError(
      .invalid,
      "The model '\(backend)' refused to answer\(quote). Rephrase the study, or use another model.",
      detail: ["reason": "refusal"])
  }

  static func filtered(_ backend: String) -> PluginError {
    PluginError(
      .invalid,
      "The provider of '\(backend)' filtered the reply. Rephrase the study, or use another model.",
      detail: ["reason": "content_filter"])
  }

  static func emptyReply(_ backend: String) -> PluginError {
    PluginError(
      .unavailable,
      "The model '\(backend)' gave an empty reply three times. Try again, or use another model.",
      detail: ["reason": "empty"])
  }

  static func invalidReply(
    _ backend: String, _ why: String, _ content: String, path: String
  ) -> PluginError {
    PluginError(
      .invalid,
      "The model '\(backend)' gave three replies that do not fit what was asked: \(why). "
        + "See the last one: tinytroupe calls --path '\(path)'",
      detail: ["reason": "schema", "reply": .string(String(content.prefix(2000)))])
  }

  /// The same error, saying how often the call was sent.
  func afterAttempts(_ attempts: Int) -> PluginError {
    var error = self
    error.message += " Sent \(attempts) times."
    return error
  }
}
