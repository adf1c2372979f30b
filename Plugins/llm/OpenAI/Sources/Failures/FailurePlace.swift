internal import TinyTroupeJSON
internal import TinyTroupePluginKit

/// Where something failed; makes every failure of this plugin, so that all say what, where, why and what
/// to do next.
struct FailurePlace: Sendable {
  /// The server's address as configured; it never carries a key.
  let base: String
  let model: String
  /// The environment variable that usually holds the key.
  let keyVariable: String
  /// The secret's name.
  let secret: String

  var server: String { "The model server at \(base)" }

  /// Makes a failure; `reason` and `facts` are for programs.
  func failure(
    _ code: PluginFailure.Code, reason: String, _ message: String, _ facts: JSONObject = [:]
  ) -> PluginFailure {
    var detail: JSONObject = ["reason": .string(reason)]
    for (key, value) in facts { detail[key] = value }
    return PluginFailure(code, message, detail: .object(detail))
  }
}

// MARK: - No answer

extension FailurePlace {
  /// Says what went wrong on the way to the server and back; what the host itself refuses stays as it is.
  func transportFailure(_ failure: PluginFailure, timeout: Int) -> PluginFailure {
    let reason = failure.detail["reason"]?.string ?? (failure.code == .deadline ? "timeout" : "")
    // The host's advice follows a semicolon; this plugin knows better what can be done.
    let why = Quotation(String(failure.message.split(separator: "; ").first ?? "")).sentence
    switch reason {
    case "timeout":
      return self.failure(
        .unavailable, reason: "timeout",
        "\(server) did not answer within \(Self.seconds(timeout)) s (model '\(model)'). "
          + "Raise 'timeout', or choose a faster model.")
    case "connect", "resolve", "dns":
      return self.failure(
        .unavailable, reason: "connect",
        "Cannot reach the model server at \(base): \(why) Start it, or correct 'base_url'.",
        ["hint": "base_url"])
    case "tls":
      return self.failure(
        failure.code, reason: "tls",
        "Cannot connect securely to the model server at \(base): \(why) "
          + "Check its certificate, or correct 'base_url'.")
    case "truncated", "envelope":
      return self.failure(
        .unavailable, reason: "envelope",
        "\(server) broke off its answer (model '\(model)'): \(why) If it stays so, look at its log."
      )
    default: return failure
    }
  }

  private static func seconds(_ milliseconds: Int) -> String {
    milliseconds % 1000 == 0 ? String(milliseconds / 1000) : String(Double(milliseconds) / 1000)
  }
}

// MARK: - An answer that is none

extension FailurePlace {
  /// Parses an answer; throws when it is a page, or no JSON.
  func parsed(_ body: [UInt8]) throws -> JSON {
    if let page = HTMLPage(body) { throw html(page.title) }
    do {
      return try JSON(parsing: body)
    } catch {
      throw notJSON(error)
    }
  }

  /// The answer is a page for people.
  private func html(_ text: Quotation) -> PluginFailure {
    failure(
      .unavailable, reason: "envelope",
      "\(server) answered with HTML instead of JSON\(text.appended). Check 'base_url', which "
        + "usually ends in /v1; a proxy or a login page may stand in between.",
      ["hint": "base_url"])
  }

  /// The answer is not JSON, or not all of it.
  func notJSON(_ error: JSONError) -> PluginFailure {
    failure(
      .unavailable, reason: "envelope",
      "\(server) gave an answer that is not valid JSON (model '\(model)'): \(error). "
        + "It may have been cut off on its way.")
  }

  /// The answer is JSON of another shape.
  func lacks(_ part: String) -> PluginFailure {
    failure(
      .unavailable, reason: "envelope",
      "\(server) gave an answer without '\(part)' (model '\(model)'). "
        + "Check that 'base_url' leads to an OpenAI-compatible server.")
  }

  /// The stream ended before the answer did.
  var brokenStream: PluginFailure {
    failure(
      .unavailable, reason: "envelope",
      "\(server) ended its stream before the answer was complete (model '\(model)'). "
        + "If it stays so, look at its log.")
  }

  /// The answer has no text.
  var empty: PluginFailure {
    failure(
      .unavailable, reason: "empty",
      "\(server) gave an empty answer (model '\(model)'). If it stays so, choose another model.")
  }

  /// The vectors are not what was asked for.
  func wrongVectors(_ what: String) -> PluginFailure {
    failure(
      .unavailable, reason: "envelope",
      "\(server) gave \(what) (model '\(model)'). Check 'embedding_model'.")
  }
}
