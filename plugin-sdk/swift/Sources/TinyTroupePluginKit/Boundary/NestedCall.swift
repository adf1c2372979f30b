internal import CTinyTroupe
internal import Synchronization
internal import TinyTroupeJSON

/// Receives the answer to one nested call.
// SAFETY: the host calls `receive` and `finish` one at a time, and `reply` is read only after
// `finish`; what cancellation touches is behind a `Mutex`.
final class NestedCall: @unchecked Sendable {
  private struct Abandonment {
    var id: UInt64?
    var isWanted = false
  }

  private let service: Service
  private let onDelta: (@Sendable (ServiceDelta) throws -> Void)?
  private let abandonment = Mutex(Abandonment())
  private var resultBytes: [UInt8]?
  private var body: [UInt8] = []
  private var usageBytes: [UInt8] = []
  private var status: tt_status?
  private var errorBytes: [UInt8] = []
  private var failure: PluginFailure?
  private var continuation: UnsafeContinuation<Void, Never>?

  init(_ service: Service, onDelta: (@Sendable (ServiceDelta) throws -> Void)?) {
    self.service = service
    self.onDelta = onDelta
  }

  /// Keeps who waits.
  ///
  /// Only before the call starts.
  func wait(with continuation: UnsafeContinuation<Void, Never>) {
    self.continuation = continuation
  }

  // MARK: From the host

  func receive(_ json: tt_str, _ body: tt_bytes) {
    switch ReplyChunk(json.buffer) {
    case .result(let bytes):
      resultBytes = bytes
      self.body = body.bytes
    case .usage(let bytes): usageBytes = bytes
    case .delta(let bytes): deliver(bytes, body)
    case nil:
      stop(PluginFailure(.internal, "A service sent a chunk that is no result, delta or usage."))
    }
  }

  func finish(_ status: tt_status, _ error: tt_str) {
    self.status = status
    errorBytes = error.bytes
    // Nobody may touch this object's answer after the resumption, so the continuation is taken
    // first.
    let waiting = continuation
    continuation = nil
    waiting?.resume()
  }

  private func deliver(_ bytes: [UInt8], _ body: tt_bytes) {
    guard let onDelta, failure == nil else { return }
    do {
      try onDelta(ServiceDelta(bytes: bytes, body: body.bytes))
    } catch {
      stop(PluginFailure(describing: error))
    }
  }

  private func stop(_ failure: PluginFailure) {
    self.failure = self.failure ?? failure
    abandon()
  }

  // MARK: From the plugin

  /// Notes the id that the host gave, and gives the call up at once if that was asked for
  /// meanwhile.
  func started(_ id: UInt64) {
    let isAbandoned = abandonment.withLock { state in
      state.id = id
      return state.isWanted
    }
    if isAbandoned { service.table.abandon(service.table.ctx, id) }
  }

  /// Ends a call that the host refused to start.
  func refused(_ status: tt_status, op: String) {
    failure = PluginFailure(
      PluginFailure.Code(rawValue: status),
      "The host refused to start '\(op)'. Calls of one operation at a time need different labels.")
    finish(status, tt_str())
  }

  /// Asks the host to stop the call.
  ///
  /// The end still comes.
  func abandon() {
    let id = abandonment.withLock { state in
      state.isWanted = true
      return state.id
    }
    if let id { service.table.abandon(service.table.ctx, id) }
  }

  /// Whether the host has ended the call.
  var isFinished: Bool { status != nil }

  /// The answer, once the call has ended; throws what it failed with.
  func reply() throws -> ServiceReply {
    if let failure { throw failure }
    guard status == TT_OK else {
      throw PluginFailure(status: status ?? TT_E_INTERNAL, errorJSON: errorBytes)
    }
    guard let resultBytes else {
      throw PluginFailure(.internal, "A service ended without a result.")
    }
    return ServiceReply(resultBytes: resultBytes, body: body, usageBytes: usageBytes)
  }
}

extension PluginFailure {
  /// Reads what a nested call failed with.
  init(status: tt_status, errorJSON: [UInt8]) {
    let error = (try? JSON(parsing: errorJSON)) ?? .null
    let code = Code(rawValue: status)
    self.init(
      code, error["message"]?.string ?? "A service failed without saying why.",
      detail: error["detail"] ?? .null)
  }
}
