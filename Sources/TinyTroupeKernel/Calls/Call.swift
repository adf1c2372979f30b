import CTinyTroupe
import Synchronization
import TinyTroupeJSON

/// One running call of a component's operation: its identity, its output so far, and what it waits for.
final class Call: Sendable {
  /// Receives deltas while the call runs, in order, on the thread that emits them.
  typealias DeltaSink = @Sendable (_ json: [UInt8], _ body: [UInt8]) -> Void

  /// What a call was given besides its request.
  struct Options: Sendable {
    var path: String
    var parent: Call?
    var onDelta: DeltaSink?
  }

  private struct State {
    var result: ([UInt8], [UInt8])?
    var usage: [UInt8]?
    var failure: PluginError?
    var isCancelled = false
    var hasEnded = false
    var emittedElsewhere = false
    var children: [UInt64: NestedCall] = [:]
    var inFlight: Set<NestedKey> = []
    var counts: [NestedKey: Int] = [:]
    var texts: [RequestBuffer] = []
  }

  /// What must differ between two nested calls in flight.
  struct NestedKey: Hashable {
    let service: String
    let op: String
    let label: String
  }

  let handle: CallHandle
  let owner: CallOwner
  let root: RootContext
  let path: String
  let parent: Call?
  let request: RequestBuffer
  private let onDelta: DeltaSink?
  private let onEnd: @Sendable (Result<Reply, PluginError>) -> Void
  private let state = Mutex(State())

  init(
    handle: CallHandle, owner: CallOwner, root: RootContext, request: RequestBuffer,
    options: Options, onEnd: @escaping @Sendable (Result<Reply, PluginError>) -> Void
  ) {
    self.handle = handle
    self.owner = owner
    self.root = root
    self.request = request
    path = options.path
    parent = options.parent
    onDelta = options.onDelta
    self.onEnd = onEnd
  }

  var isCancelled: Bool { state.withLock { $0.isCancelled } }

  /// Asks the call, and everything beneath it, to stop.
  func cancel() {
    let children = state.withLock { state -> [NestedCall] in
      guard !state.hasEnded else { return [] }
      state.isCancelled = true
      return Array(state.children.values)
    }
    for child in children { child.abandon() }
    owner.cancel(handle)
  }

  /// Copies a text that the plugin may read until the call ends.
  func keep(_ bytes: [UInt8]) -> tt_str {
    let copy = RequestBuffer(op: "", json: bytes, body: [])
    state.withLock { $0.texts.append(copy) }
    return copy.json
  }
}

// MARK: - Output

extension Call {
  /// Takes a chunk that the plugin emitted.
  func emit(json: UnsafeRawBufferPointer, body: [UInt8]) -> tt_status {
    let chunk: Chunk
    do throws(JSONError) {
      chunk = try Chunk(json: json, body: body)
    } catch {
      misbehaved("emitted what is no chunk: \(error)")
      fail(PluginError(.internal, "The plugin emitted what is no chunk: \(error)."))
      return TT_E_INVALID
    }
    if case .delta(let json, let body) = chunk {
      if isCancelled { return TT_E_CANCELLED }
      onDelta?(json, body)
      return TT_OK
    }
    let (status, complaint) = state.withLock { state -> (tt_status, String?) in
      if state.hasEnded { return (TT_E_STATE, "emitted after its call had ended") }
      if state.isCancelled { return (TT_E_CANCELLED, nil) }
      if LentThread.call != handle.pointer { state.emittedElsewhere = true }
      switch chunk {
      case .usage(let usage): state.usage = usage
      case .result(let result, let body):
        if state.result != nil { return (TT_E_STATE, "emitted a second result") }
        state.result = (result, body)
      case .delta: break
      }
      return (TT_OK, nil)
    }
    if let complaint { misbehaved(complaint) }
    return status
  }

  /// True when output came from a thread that was not lent to this call, as in pending style it may.
  var emittedElsewhere: Bool { state.withLock { $0.emittedElsewhere } }

  /// Keeps the text of the error that the call is about to end with.
  func fail(_ error: PluginError) {
    state.withLock { state in
      if state.failure == nil { state.failure = error }
    }
  }

  /// Ends the call, exactly once; a second end is misbehaviour and ignored.
  func end(_ status: tt_status) {
    let ending = state.withLock { state -> (Result<Reply, PluginError>, [NestedCall])? in
      guard !state.hasEnded else { return nil }
      state.hasEnded = true
      return (outcome(status, state), Array(state.children.values))
    }
    guard let (outcome, children) = ending else {
      misbehaved("completed its call twice")
      return
    }
    CallTable.remove(handle)
    for child in children { child.abandon() }
    onEnd(outcome)
  }

  private func outcome(_ status: tt_status, _ state: borrowing State) -> Result<Reply, PluginError>
  {
    if !state.children.isEmpty {
      misbehaved("completed while \(state.children.count) nested calls were in flight")
      return .failure(
        error(.state, "The plugin ended its call while calls beneath it were in flight."))
    }
    guard status == TT_OK else {
      var failure =
        state.failure
        ?? error(
          PluginError.Code(rawValue: status < 0 ? status : TT_E_INTERNAL),
          "The plugin failed without saying why (status \(status)).")
      failure.plugin = failure.plugin ?? owner.plugin.id
      failure.path = failure.path ?? path
      return .failure(failure)
    }
    if let failure = state.failure { return .failure(failure) }
    guard let (result, body) = state.result else {
      return .failure(error(.internal, "The plugin ended its call without a result."))
    }
    return .success(Reply(result: result, body: body, usage: state.usage))
  }

  private func error(_ code: PluginError.Code, _ message: String) -> PluginError {
    PluginError(code, message, plugin: owner.plugin.id, path: path)
  }

  func misbehaved(_ what: String) {
    KernelLog.misbehaviour(plugin: owner.plugin.id, path: path, what)
  }
}

// MARK: - Nested calls

extension Call {
  /// Admits a nested call and gives it its path: `PARENT/SERVICE.OP:LABEL#N`.
  func admit(_ key: NestedKey) -> Result<String, PluginError> {
    state.withLock { state in
      guard !state.hasEnded else {
        return .failure(PluginError(.state, "The call that asks has ended."))
      }
      guard state.inFlight.insert(key).inserted else {
        return .failure(
          PluginError(
            .state,
            "Concurrent calls need labels: \(key.service).\(key.op) is in flight with the label '\(key.label)'."
          ))
      }
      let number = state.counts[key, default: 0]
      state.counts[key] = number + 1
      return .success(
        "\(path)/\(key.service).\(key.op):\(RootContext.pathElement(key.label))#\(number)")
    }
  }

  /// Remembers a nested call until it is done.
  func adopt(_ child: NestedCall) {
    let isCancelled = state.withLock { state in
      state.children[child.id] = child
      return state.isCancelled
    }
    if isCancelled { child.abandon() }
  }

  /// Forgets a nested call that is done.
  func release(_ key: NestedKey, id: UInt64) {
    state.withLock { state in
      state.inFlight.remove(key)
      state.children[id] = nil
    }
  }
}
