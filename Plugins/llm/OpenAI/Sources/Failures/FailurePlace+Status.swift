internal import TinyTroupeJSON
internal import TinyTroupePluginKit

extension FailurePlace {
  /// Says what a status other than success means.
  func statusFailure(_ answer: ServerAnswer) -> PluginFailure {
    let error = ServerError(answer.body)
    let status = answer.status
    var facts: JSONObject = ["http_status": .integer(Int64(status))]
    if let wait = RetryAfter.milliseconds(answer) {
      facts["retry_after_ms"] = .integer(Int64(wait))
    }
    let said = "(\(status))\(error.message.appended)."
    switch status {
    case 401, 403: return authFailure(status, said, facts)
    case 404: return notFound(said, facts)
    case 402, 429: return exhausted(error, said, facts)
    case 408, 409, 500...:
      return failure(
        .unavailable, reason: "server", "\(server) failed \(said) Try again later.", facts)
    default:
      return failure(
        .invalid, reason: "request",
        "\(server) refused the request for model '\(model)' \(said) "
          + "Correct what the study says under 'llm'.", facts)
    }
  }

  private func authFailure(_ status: Int, _ said: String, _ facts: JSONObject) -> PluginFailure {
    var facts = facts
    let remedy = "\(keyVariable), or the secret '\(secret)' in ~/.config/tinytroupe/secrets.yaml"
    facts["hint"] = .string("set \(remedy)")
    guard status == 401 else {
      return failure(
        .invalid, reason: "auth",
        "\(server) does not permit this key to use model '\(model)' \(said) "
          + "Check what the key may do, or set another: \(remedy).", facts)
    }
    return failure(
      .invalid, reason: "auth",
      "\(server) did not accept the key \(said) Set \(remedy).", facts)
  }

  private func notFound(_ said: String, _ facts: JSONObject) -> PluginFailure {
    var facts = facts
    facts["hint"] = "base_url usually ends in /v1"
    return failure(
      .notFound, reason: "not_found",
      "\(server) knows no model '\(model)', or has nothing at this address \(said) "
        + "Check 'model' and 'base_url', which usually ends in /v1.", facts)
  }

  /// A rate limit passes; an account without credit does not.
  private func exhausted(
    _ error: ServerError, _ said: String, _ facts: JSONObject
  ) -> PluginFailure {
    guard error.code != "insufficient_quota", facts["http_status"] != 402 else {
      return failure(
        .invalid, reason: "quota",
        "The account at \(base) has no credit left \(said) Add credit, or use another key.", facts)
    }
    return failure(
      .exhausted, reason: "rate_limit",
      "\(server) limits how often model '\(model)' may be asked \(said) "
        + "Wait, or lower 'concurrency'.", facts)
  }
}
