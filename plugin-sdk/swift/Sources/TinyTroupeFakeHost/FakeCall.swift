internal import CTinyTroupe
internal import Glibc
internal import Synchronization
internal import TinyTroupeJSON
internal import TinyTroupePluginKit

/// One call of a component in flight.
public final class FakeCall: Sendable {
  private struct State {
    var ledger: CallLedger
    var thread: pthread_t?
    var instance: FakeInstance?
    var waiting: [CheckedContinuation<Outcome, Never>] = []
  }

  let name: String
  let core: FakeHostCore
  /// The texts and bytes that are lent to the plugin until the call ends.
  let lent: LentMemory
  private let config: JSON
  private let state: Mutex<State>
  private let handle: UInt
  // SAFETY: both point into `lent`, which lives as long as this object.
  nonisolated(unsafe) let request: tt_str
  nonisolated(unsafe) let body: tt_bytes

  init(
    _ name: String, _ core: FakeHostCore, config: JSON, request: [UInt8] = [], body: [UInt8] = [],
    instance: FakeInstance? = nil
  ) {
    self.name = name
    self.core = core
    self.config = config
    lent = LentMemory()
    self.request = lent.text(request)
    self.body = lent.bytes(body)
    state = Mutex(State(ledger: CallLedger(name: name), instance: instance))
    handle = CallRegistry.makeHandle()
    CallRegistry.register(self, handle)
  }

  /// The handle as the plugin sees it: a number that is never used again, not an address.
  var pointer: OpaquePointer? { OpaquePointer(bitPattern: handle) }

  /// The operation's end, however it comes.
  public func outcome() async -> Outcome {
    await withCheckedContinuation { continuation in
      let ready: Outcome? = state.withLock { state in
        if let end = state.ledger.end { return state.ledger.outcome(end) }
        state.waiting.append(continuation)
        return nil
      }
      if let ready { continuation.resume(returning: ready) }
    }
  }

  /// Asks the component to stop, as a host does for a cancelled run.
  public func cancel() {
    let instance = state.withLock { state in
      state.ledger.isCancelled = true
      return state.instance
    }
    instance?.cancel(self)
    core.nested.wakeAll()
  }

  // MARK: From the host's functions

  var isCancelled: Bool { state.withLock { $0.ledger.isCancelled || $0.ledger.isClosed } }

  func emit(_ chunk: [UInt8], _ body: [UInt8]) -> tt_status {
    let (status, wrong) = state.withLock { $0.ledger.emit(chunk, body) }
    if let json = try? JSON(parsing: chunk) {
      core.note(.emit(call: name, chunk: json, body: body))
    }
    core.note(wrong.map { [$0] } ?? [])
    return status
  }

  func fail(_ failure: PluginFailure) {
    let wrong = state.withLock { $0.ledger.fail(failure) }
    core.note(
      .fail(
        call: name, status: failure.code.rawValue, message: failure.message, detail: failure.detail)
    )
    core.note(wrong.map { [$0] } ?? [])
  }

  func complete(_ status: tt_status) {
    close { $0.complete(status) }
  }

  func finish(returning status: tt_status) {
    close { $0.finish(returning: status) }
  }

  /// Ends the call of a `create`, which has no result.
  func closeCreation(with status: tt_status) {
    _ = state.withLock { $0.ledger.finish(returning: status) }
    if status < TT_OK, failure(status).message.isEmpty {
      core.note([.missingText(call: name, status: status)])
    }
  }

  func failure(_ status: tt_status) -> PluginFailure {
    let failure = state.withLock { $0.ledger.failure }
    return PluginFailure(
      PluginFailure.Code(rawValue: status), failure?.message ?? "",
      detail: failure?.detail ?? .null)
  }

  private struct Ending {
    let outcome: Outcome
    let waiting: [CheckedContinuation<Outcome, Never>]
  }

  private func close(_ step: (inout CallLedger) -> [Misbehaviour]) {
    let (wrong, ending) = state.withLock { state -> ([Misbehaviour], Ending?) in
      let wasOver = state.ledger.end != nil
      let wrong = step(&state.ledger)
      guard !wasOver, let end = state.ledger.end else { return (wrong, nil) }
      defer { state.waiting = [] }
      return (wrong, Ending(outcome: state.ledger.outcome(end), waiting: state.waiting))
    }
    core.note(wrong)
    if let ending { finish(ending) }
  }

  private func finish(_ ending: Ending) {
    core.note(.end(call: name, status: ending.outcome.status))
    lent.giveBack()
    for continuation in ending.waiting { continuation.resume(returning: ending.outcome) }
    // Last, and outside of the lock: this may destroy the instance.
    let instance = state.withLock { state in
      defer { state.instance = nil }
      return state.instance
    }
    withExtendedLifetime(instance) {}
  }

  // MARK: For the services

  func lendThread() {
    let thread = pthread_self()
    state.withLock { $0.thread = thread }
  }

  var isLentThisThread: Bool {
    let thread = pthread_self()
    return state.withLock { $0.thread == thread && $0.ledger.returned == nil }
  }

  var isClosed: Bool { state.withLock { $0.ledger.isClosed } }

  func addChildren(_ count: Int) {
    state.withLock { $0.ledger.childrenInFlight += count }
  }

  func config(at path: String) -> JSON? {
    path.isEmpty ? config : config.at(path)
  }
}
