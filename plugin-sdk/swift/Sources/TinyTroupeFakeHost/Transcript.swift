public import TinyTroupeJSON

/// Something that passed between a component and the fake host.
public enum TranscriptEntry: Sendable, Hashable {
  /// A chunk: `{"delta":…}`, `{"usage":…}` or `{"result":…}`.
  case emit(call: String, chunk: JSON, body: [UInt8])
  /// The text of an error.
  case fail(call: String, status: Int32, message: String, detail: JSON)
  /// The end of a call, in either style.
  case end(call: String, status: Int32)
  /// The start of a nested call.
  case nested(
    call: String, service: String, op: String, request: JSON, body: [UInt8], label: String)
  /// The end of a nested call.
  case answered(call: String, service: String, op: String, status: Int32, label: String)
  /// A line of the log; `call` is empty for lines that belong to none.
  case log(call: String, level: Int32, message: String, fields: JSON)
}

/// What a component did that the ABI forbids.
public enum Misbehaviour: Sendable, Hashable {
  /// `complete` was called twice.
  case secondCompletion(call: String)
  /// `complete` was called although `invoke` answered in blocking style.
  case completionWithoutPending(call: String)
  /// `complete` was called with a status that ends nothing.
  case impossibleStatus(call: String, status: Int32)
  /// `emit` was called after the end.
  case lateEmit(call: String)
  /// `fail` was called after the end.
  case lateFail(call: String)
  /// A chunk is no JSON, or not exactly one of delta, usage and result.
  case malformedChunk(call: String, text: String)
  /// The result or the usage was sent twice.
  case secondChunk(call: String, member: String)
  /// The call succeeded without a result.
  case missingResult(call: String)
  /// The call failed without a text.
  case missingText(call: String, status: Int32)
  /// The call ended while nested calls of it were in flight.
  case childrenInFlight(call: String, count: Int)
  /// Two nested calls of one service, operation and label were in flight together.
  case unlabelledTwin(call: String, service: String, op: String, label: String)
  /// A nested call was started under a call that has ended.
  case staleParent(call: String, service: String, op: String)
  /// `call` was used on a thread that the host had not lent to that call.
  case waitOnForeignThread(call: String, service: String, op: String)
}
