import CTinyTroupe
import CTrampoline

/// One instance of a plugin's component: a person, a world, a tool in somebody's hands, a backend.
///
/// An instance is a cache. When the last reference to it goes, the plugin is asked to destroy it, on a
/// thread of the kernel's own.
public final class Instance: Sendable {
  let owner: CallOwner
  private let gate: SerialGate?

  /// The component that it is an instance of.
  public var component: LoadedComponent { owner.component }

  /// The id of the plugin that made it.
  public var pluginID: String { owner.plugin.id }

  init(owner: CallOwner) {
    self.owner = owner
    gate = owner.component.isSerial ? SerialGate() : nil
  }

  deinit {
    let owner = owner
    owner.plugin.control.enqueue {
      var thrown = tt_exception()
      tt_trampoline_destroy(owner.component.table, owner.instance, &thrown)
      if let text = thrown.message {
        KernelLog.misbehaviour(plugin: owner.plugin.id, "'destroy' threw: \(text)")
      }
    }
  }

  /// Performs an operation as the root call of `root`.
  ///
  /// It suspends without holding a thread. When the task is cancelled, the plugin is asked to stop, and
  /// the call ends as the plugin ends it.
  ///
  /// - Parameters:
  ///   - op: An operation of the kind's contract.
  ///   - json: The request.
  ///   - body: Raw bytes beside it.
  ///   - root: Identity, time, services.
  ///   - onDelta: Receives deltas while the call runs, on the thread that emits them.
  /// - Throws: What the plugin failed with, or what the kernel found wrong with its answer.
  public func invoke(
    _ op: String, json: [UInt8], body: [UInt8] = [], in root: RootContext,
    onDelta: (@Sendable ([UInt8], [UInt8]) -> Void)? = nil
  ) async throws(PluginError) -> Reply {
    let options = Call.Options(path: root.path, parent: nil, onDelta: onDelta)
    return try await run(op, json, body, root, options).get()
  }

  /// Performs an operation beneath the call that asked a service for it.
  ///
  /// The nested call's path is that of the request, so that the log finds it again.
  public func invoke(
    _ op: String, json: [UInt8], body: [UInt8] = [], beneath request: ServiceRequest,
    onDelta: (@Sendable ([UInt8], [UInt8]) -> Void)? = nil
  ) async throws(PluginError) -> Reply {
    let options = Call.Options(path: request.path, parent: request.caller, onDelta: onDelta)
    return try await run(op, json, body, request.root, options).get()
  }

  private func run(
    _ op: String, _ json: [UInt8], _ body: [UInt8], _ root: RootContext, _ options: Call.Options
  ) async -> Result<Reply, PluginError> {
    let cancellation = CallCancellation()
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        cancellation.adopt(
          start(op, json, body, root, options) { continuation.resume(returning: $0) })
      }
    } onCancel: {
      cancellation.cancel()
    }
  }

  /// Performs an operation on the calling thread and waits for its end.
  ///
  /// For threads that may block: a thread of the kernel's, a benchmark's; never one of the cooperative pool.
  package func invokeHere(
    _ op: String, json: [UInt8], body: [UInt8] = [], in root: RootContext
  ) -> Result<Reply, PluginError> {
    runHere(op, json, body, root, Call.Options(path: root.path, parent: nil, onDelta: nil))
  }

  /// Starts an operation on a thread of the kernel's; `onEnd` comes exactly once.
  @discardableResult
  func start(
    _ op: String, _ json: [UInt8], _ body: [UInt8], _ root: RootContext, _ options: Call.Options,
    onEnd: @escaping @Sendable (Result<Reply, PluginError>) -> Void
  ) -> Call? {
    if let refusal = reentry(options) {
      onEnd(.failure(refusal))
      return nil
    }
    let call = makeCall(op, json, body, root, options, onEnd: onEnd)
    let isPendingOnly = component.isPendingOnly(op)
    let lane = isPendingOnly ? Lanes.pending : Lanes.blocking
    let job: @Sendable () -> Void = {
      lane.enqueue { self.perform(call, isPendingOnly: isPendingOnly) }
    }
    if let gate { gate.enter(job) } else { job() }
    return call
  }

  /// Performs an operation on the calling thread, which a blocking `invoke` was given, and waits for its end.
  func runHere(
    _ op: String, _ json: [UInt8], _ body: [UInt8], _ root: RootContext, _ options: Call.Options
  ) -> Result<Reply, PluginError> {
    if let refusal = reentry(options) { return .failure(refusal) }
    gate?.enterAndWait()
    let outcome = OutcomeBox()
    let call = makeCall(op, json, body, root, options) { outcome.set($0) }
    perform(call, isPendingOnly: component.isPendingOnly(op))
    return outcome.wait()
  }

  private func makeCall(
    _ op: String, _ json: [UInt8], _ body: [UInt8], _ root: RootContext, _ options: Call.Options,
    onEnd: @escaping @Sendable (Result<Reply, PluginError>) -> Void
  ) -> Call {
    let request = RequestBuffer(op: op, json: json, body: body)
    return CallTable.insert { handle in
      // The closure keeps the instance alive until its call has ended.
      Call(handle: handle, owner: owner, root: root, request: request, options: options) {
        outcome in
        self.gate?.leave()
        onEnd(outcome)
      }
    }
  }

  /// A serial instance that is called beneath its own call would wait for itself for ever.
  private func reentry(_ options: Call.Options) -> PluginError? {
    guard gate != nil, !component.isReentrant else { return nil }
    var ancestor = options.parent
    while let call = ancestor {
      if call.owner.instance == owner.instance, call.owner.component === component {
        return PluginError(
          .state, "\(component.kind) '\(component.name)' was called beneath its own call.",
          plugin: owner.plugin.id, path: options.path)
      }
      ancestor = call.parent
    }
    return nil
  }

  private func perform(_ call: Call, isPendingOnly: Bool) {
    var thrown = tt_exception()
    let status = tt_trampoline_invoke(
      component.table, owner.instance, call.handle.pointer,
      isPendingOnly ? nil : call.handle.pointer,
      call.request.op, call.request.json, call.request.body, &thrown)
    if let text = thrown.message {
      call.fail(PluginError(.internal, "The plugin threw an exception: \(text)"))
    } else if status == TT_PENDING {
      return
    } else if isPendingOnly, status == TT_OK {
      call.misbehaved("answered an operation with TT_OK that must answer TT_PENDING")
    } else if call.emittedElsewhere {
      call.misbehaved("emitted from a thread that its call was not lent")
    }
    call.end(status > 0 ? TT_E_INTERNAL : status)
  }
}
