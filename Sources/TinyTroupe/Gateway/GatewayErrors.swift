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

  static func brokenContract(_ backend: String) -> PluginError {
    PluginError(
      .internal, "The backend '\(backend)' broke its contract: a completion needs 'finish'.")
  }

  // MARK: Sending

  /// The time of a call is over; `last` is why it was not answered before.
  static func deadlineMissed(
    _ backend: String, _ deadline: Duration, after last: PluginError? = nil
  ) -> PluginError {
    let seconds = deadline.components.seconds
    let why = last.map { " Its last failure: \($0.message)" } ?? ""
    return PluginError(
      .deadline,
      "A call to the model '\(backend)' was given up, for its deadline of \(seconds) s would pass."
        + why + " Raise 'deadline', or choose a faster model.",
      detail: ["reason": "deadline"])
  }

  /// The same error, saying how often the call was sent.
  func sent(times: Int) -> PluginError {
    guard times > 1 else { return self }
    var error = self
    error.message += " Sent \(times) times."
    return error
  }

  /// The same error, saying why the call is not sent again.
  var withoutRetries: PluginError {
    var error = self
    error.message +=
      " It is not sent again, for the run has used up its retries. Raise 'retries', or see to the server."
    return error
  }
}
