internal import CTinyTroupe
internal import Synchronization

/// One instance of a component, as the host holds it.
final class Instance: Sendable {
  /// How the component answers.
  enum Style {
    case pending(any AsyncComponent)
    case blocking(any BlockingComponent, pendingOperations: [String])
  }

  private let style: Style
  private let host: Host
  private let running = Mutex<[UInt: PendingCall]>([:])

  init(_ style: Style, _ host: Host) {
    self.style = style
    self.host = host
  }

  /// Performs an operation, or starts it.
  func invoke(_ handle: OpaquePointer?, _ op: tt_str, _ json: tt_str, _ body: tt_bytes)
    -> tt_status
  {
    let call = Call(host, handle)
    guard let op = op.text else {
      return call.fail(PluginFailure(.invalid, "The operation's name is not UTF-8."))
    }
    let request = Request(bytes: json.bytes, body: body.bytes)
    switch style {
    case .pending(let component):
      start(call) { try await component.invoke(op, request, call) }
    case .blocking(let component, let pending) where pending.contains(op):
      start(call) { try await component.invokePending(op, request, call) }
    case .blocking(let component, _):
      do {
        return call.finish(try component.invoke(op, request, call))
      } catch {
        return call.fail(error)
      }
    }
    return TT_PENDING
  }

  /// Asks a pending call to stop; any other is the host's to stop.
  func cancel(_ handle: OpaquePointer?) {
    running.withLock { $0[UInt(bitPattern: handle)] }?.cancel()
  }

  private func start(_ call: Call, _ operation: @escaping @Sendable () async throws -> Response) {
    let pending = PendingCall()
    running.withLock { $0[call.handle] = pending }
    // Detached: the thread may run a task of the host, whose priority and task-local values are not
    // the plugin's. The task is owned by `pending` and ends with `complete`.
    pending.adopt(
      Task.detached(executorPreference: KitExecutor.shared) {
        let status: tt_status
        do {
          status = call.finish(try await operation())
        } catch {
          status = call.fail(error)
        }
        // Before `complete`, since the host may use the handle again afterwards.
        self.running.withLock { _ = $0.removeValue(forKey: call.handle) }
        self.host.table.complete(call.pointer, status)
      })
    // The host may have asked before the call was in `running`, where `cancel` could not find it.
    if call.isCancelled { pending.cancel() }
  }
}

/// The task of a pending call, which may be cancelled before it is known.
final class PendingCall: Sendable {
  private struct State {
    var task: Task<Void, Never>?
    var isCancelled = false
  }

  private let state = Mutex(State())

  func adopt(_ task: Task<Void, Never>) {
    let isCancelled = state.withLock { state in
      state.task = task
      return state.isCancelled
    }
    if isCancelled { task.cancel() }
  }

  func cancel() {
    let task = state.withLock { state in
      state.isCancelled = true
      return state.task
    }
    task?.cancel()
  }
}
