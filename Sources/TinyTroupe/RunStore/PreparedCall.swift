import TinyTroupeDigest

/// A call as it goes to the writer: everything hashed and cut, so that the writer only binds and
/// steps.
struct PreparedCall: Sendable {
  let record: CallRecord
  /// 0, or the failure's status.
  let status: Int32
  /// The reply's JSON, or the error's.
  let outcome: [UInt8]
  let outcomeBody: StoredBody
  /// What the chain of calls takes of this one.
  let link: [UInt8]

  init(_ record: CallRecord) {
    self.record = record
    switch record.outcome {
    case .reply(let json, let body):
      status = 0
      outcome = json
      outcomeBody = StoredBody(body)
    case .failure(let status, let error):
      self.status = status
      outcome = error
      outcomeBody = StoredBody([])
    }
    link = CallLink.digest(
      of: record, status: status, outcome: outcome, outcomeBody: outcomeBody.bytes)
  }
}

/// What of a call is hashed into the chain: all that is logged of it but wall times and attempts.
enum CallLink {
  static func digest(
    of call: CallRecord, status: Int32, outcome: [UInt8], outcomeBody: [UInt8]
  ) -> [UInt8] {
    let usage = call.usage
    let numbers = [
      call.step, Int(status), usage.input, usage.cached, usage.output, usage.reasoning,
    ]
    var hasher = SHA256Hasher()
    for text in [call.path, call.op, call.agent, call.purpose, call.model] {
      // A length, or "-" for nothing, before each text: no two calls give the same bytes.
      hasher.update(text.map { "\($0.utf8.count):" + $0 } ?? "-")
    }
    hasher.update(numbers.map { "\($0)" }.joined(separator: ","))
    hasher.update(call.request.hash.bytes)
    hasher.update("\(outcome.count):\(outcomeBody.count):")
    hasher.update(outcome)
    hasher.update(outcomeBody)
    return hasher.finish().bytes
  }
}
