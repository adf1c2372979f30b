internal import CTinyTroupe
internal import TinyTroupeJSON
internal import TinyTroupePluginKit

/// What is known of one call, and which steps it may still take.
///
/// Pure: the lock is outside.
struct CallLedger {
  let name: String
  private(set) var deltas: [FakeDelta] = []
  private(set) var result: JSON?
  private(set) var body: [UInt8] = []
  private(set) var usage: JSON?
  private(set) var failure: PluginFailure?
  private(set) var returned: tt_status?
  private(set) var completed: tt_status?
  var childrenInFlight = 0
  var isCancelled = false

  init(name: String) {
    self.name = name
  }

  /// The status with which the call is over; nil while it is not.
  var end: tt_status? {
    guard let returned else { return nil }
    return returned == TT_PENDING ? completed : returned
  }

  /// Whether the component has said its last word.
  ///
  /// It may do so before `invoke` returns.
  var isClosed: Bool { completed != nil || end != nil }

  /// Takes a chunk; says what to answer and what was wrong.
  mutating func emit(_ chunk: [UInt8], _ body: [UInt8]) -> (tt_status, Misbehaviour?) {
    if isClosed { return (TT_E_STATE, .lateEmit(call: name)) }
    guard let object = try? JSON(parsing: chunk).object, object.count == 1, let only = object.first
    else { return (TT_E_INVALID, malformed(chunk)) }
    if isCancelled { return (TT_E_CANCELLED, nil) }
    switch only.key {
    case "delta": deltas.append(FakeDelta(only.value, body: body))
    case "usage":
      if usage != nil { return (TT_E_STATE, .secondChunk(call: name, member: "usage")) }
      usage = only.value
    case "result":
      if result != nil { return (TT_E_STATE, .secondChunk(call: name, member: "result")) }
      (result, self.body) = (only.value, body)
    default: return (TT_E_INVALID, malformed(chunk))
    }
    return (TT_OK, nil)
  }

  private func malformed(_ chunk: [UInt8]) -> Misbehaviour {
    .malformedChunk(call: name, text: String(decoding: chunk.prefix(200), as: UTF8.self))
  }

  /// Takes the text of an error.
  mutating func fail(_ failure: PluginFailure) -> Misbehaviour? {
    if isClosed { return .lateFail(call: name) }
    self.failure = failure
    return nil
  }

  /// Notes what `invoke` returned.
  mutating func finish(returning status: tt_status) -> [Misbehaviour] {
    returned = status
    if status == TT_PENDING { return [] }
    if completed != nil { return [.completionWithoutPending(call: name)] }
    return closing(with: status)
  }

  /// Notes the completion of a pending call.
  mutating func complete(_ status: tt_status) -> [Misbehaviour] {
    if completed != nil { return [.secondCompletion(call: name)] }
    if let returned, returned != TT_PENDING { return [.completionWithoutPending(call: name)] }
    if status > TT_OK { return [.impossibleStatus(call: name, status: status)] }
    completed = status
    return closing(with: status)
  }

  private func closing(with status: tt_status) -> [Misbehaviour] {
    var found: [Misbehaviour] = []
    if status == TT_OK, result == nil { found.append(.missingResult(call: name)) }
    if status < TT_OK, failure?.message.isEmpty ?? true, !isCancelled {
      found.append(.missingText(call: name, status: status))
    }
    if childrenInFlight > 0 {
      found.append(.childrenInFlight(call: name, count: childrenInFlight))
    }
    return found
  }

  /// The outcome, once the call is over.
  func outcome(_ status: tt_status) -> Outcome {
    let isGood = status == TT_OK
    let text = failure?.message ?? "The call ended with status \(status) and no text."
    let failed = PluginFailure(
      PluginFailure.Code(rawValue: status), text, detail: failure?.detail ?? .null)
    return Outcome(
      status: status, deltas: deltas, result: isGood ? result : nil, body: isGood ? body : [],
      usage: usage, failure: isGood ? nil : failed)
  }
}
