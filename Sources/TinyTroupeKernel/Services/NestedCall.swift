import CTinyTroupe
import CTrampoline
import Synchronization

/// A call that a plugin made to a service, from its start until its `done` has been delivered.
final class NestedCall: Sendable {
  /// Where the answer is delivered.
  enum Delivery {
    /// On the reply threads: the plugin used `start`.
    case threads
    /// On the plugin's own thread, which waits: the plugin used `call`.
    case waiting(Semaphore)
  }

  private enum Event {
    case chunk([UInt8], [UInt8])
    case done(tt_status, [UInt8])
  }

  private struct State {
    var events: [Event] = []
    var isDelivering = false
    var isFinished = false
    /// True until `begin` has returned: `done` must not come inside `start`.
    var isStarting = true
    var isAbandoned = false
    var onAbandon: (@Sendable () -> Void)?
  }

  private static let lastID = Atomic<UInt64>(0)
  private static let running = Mutex<[UInt64: NestedCall]>([:])

  let id: UInt64
  private let parent: Call
  private let key: Call.NestedKey
  private let delivery: Delivery
  private let reply: ReplyTable
  private let state = Mutex(State())

  init(parent: Call, key: Call.NestedKey, reply: ReplyTable, delivery: Delivery) {
    id = Self.lastID.add(1, ordering: .relaxed).newValue
    self.parent = parent
    self.key = key
    self.reply = reply
    self.delivery = delivery
    Self.running.withLock { $0[id] = self }
  }

  /// Asks the call with an id to stop; an unknown id is ignored.
  static func abandon(_ id: UInt64) {
    running.withLock { $0[id] }?.abandon()
  }

  /// Asks for an early end.
  ///
  /// `done` still comes.
  func abandon() {
    let action = state.withLock { state in
      state.isAbandoned = true
      return state.onAbandon
    }
    action?()
  }

  /// Puts the request to the service.
  func begin(_ service: any Service, _ request: ServiceRequest) {
    defer { state.withLock { $0.isStarting = false } }
    switch service.answer(request) {
    case .now(let result): finish(result)
    case .later(let operation): beginTask(operation)
    case .invoke(let instance, let op, let json, let body, let then):
      let options = Call.Options(path: request.path, parent: parent, onDelta: nil)
      let end: @Sendable (Result<Reply, PluginError>) -> Void = { self.finish(then?($0) ?? $0) }
      if case .waiting = delivery {
        end(instance.runHere(op, json, body, request.root, options))
      } else {
        let call = instance.start(op, json, body, request.root, options, onEnd: end)
        whenAbandoned { call?.cancel() }
      }
    }
  }

  private func beginTask(
    _ operation:
      @escaping @Sendable (@escaping ServiceAnswer.DeltaSink) async throws(PluginError) -> Reply
  ) {
    // Owned by this nested call: it is cancelled by `abandon` and always ends in `finish`.
    let task = Task {
      let sink: ServiceAnswer.DeltaSink = { json, body in
        self.deliver([.chunk(Chunk.wire(delta: json), body)])
      }
      do throws(PluginError) {
        finish(.success(try await operation(sink)))
      } catch {
        finish(.failure(error))
      }
    }
    whenAbandoned { task.cancel() }
  }

  private func whenAbandoned(_ action: @escaping @Sendable () -> Void) {
    let isAbandoned = state.withLock { state in
      state.onAbandon = state.isFinished ? nil : action
      return state.isAbandoned
    }
    if isAbandoned { action() }
  }

  /// Ends the call with an outcome; only the first one counts.
  func finish(_ outcome: Result<Reply, PluginError>) {
    let isFirst = state.withLock { state in
      defer {
        state.isFinished = true
        state.onAbandon = nil
      }
      return !state.isFinished
    }
    guard isFirst else { return }
    switch outcome {
    case .success(let reply):
      let usage = reply.usage.map { [Event.chunk(Chunk.wire(usage: $0), [])] } ?? []
      deliver(usage + [.chunk(Chunk.wire(result: reply.result), reply.body), .done(TT_OK, [])])
    case .failure(let error):
      deliver([.done(error.code.rawValue, error.wire)])
    }
  }
}

// MARK: - Delivery

extension NestedCall {
  private func deliver(_ events: [Event]) {
    let (mustSchedule, mayRunHere) = state.withLock { state in
      state.events += events
      defer { state.isDelivering = true }
      return (!state.isDelivering, !state.isStarting)
    }
    switch delivery {
    case .threads: if mustSchedule { schedule(mayRunHere) }
    case .waiting(let semaphore): semaphore.signal()
    }
  }

  /// Hands over on this thread where it is one of the host's and nothing of the plugin's lies beneath;
  /// otherwise on a reply thread.
  private func schedule(_ mayRunHere: Bool) {
    if mayRunHere, tt_thread_is_lane() != 0, LentThread.call == nil {
      drain()
    } else {
      Lanes.replies.enqueue { self.drain() }
    }
  }

  private func nextEvent() -> Event? {
    state.withLock { state in
      guard !state.events.isEmpty else {
        state.isDelivering = false
        return nil
      }
      return state.events.removeFirst()
    }
  }

  private func drain() {
    while let event = nextEvent() { _ = hand(over: event) }
  }

  /// Waits on the plugin's own thread, delivering there, until the end has been delivered.
  func waitHere(_ semaphore: Semaphore) -> tt_status {
    while true {
      semaphore.wait()
      while let event = nextEvent() {
        if let status = hand(over: event) { return status }
      }
    }
  }

  /// Hands one event to the plugin; answers the final status once it was the end.
  private func hand(over event: Event) -> tt_status? {
    var thrown = tt_exception()
    var final: tt_status?
    switch event {
    case .chunk(let json, let body):
      withStr(json) { json in
        withBytes(body) { body in reply.withTable { tt_trampoline_chunk($0, json, body, &thrown) } }
      }
    case .done(let status, let error):
      // Before the plugin hears of it: in `done` it may well end its own call.
      parent.release(key, id: id)
      Self.running.withLock { _ = $0.removeValue(forKey: id) }
      withStr(error) { error in reply.withTable { tt_trampoline_done($0, status, error, &thrown) } }
      final = status
    }
    if let text = thrown.message {
      parent.misbehaved(
        "'\(final == nil ? "chunk" : "done")' of \(key.service).\(key.op) threw: \(text)")
      parent.fail(PluginError(.internal, "The plugin threw an exception in a reply: \(text)"))
      parent.cancel()
      // Nobody in the plugin will end a call whose reply was lost in an exception.
      if case .threads = delivery, final != nil { parent.end(TT_E_INTERNAL) }
    }
    return final
  }
}

/// A plugin's `tt_reply`, copied.
struct ReplyTable: @unchecked Sendable {
  // SAFETY: function pointers and a context that the plugin keeps alive until `done` has returned; the
  // host calls them one at a time.
  private let table: tt_reply

  /// Copies the table; nil when it lacks what it must have.
  init?(_ source: UnsafePointer<tt_reply>) {
    let copy = UnsafeMutablePointer<tt_reply>.allocate(capacity: 1)
    defer { copy.deallocate() }
    guard tt_read_reply(source, copy) == nil else { return nil }
    table = copy.pointee
  }

  func withTable<R>(_ body: (UnsafePointer<tt_reply>) -> R) -> R {
    withUnsafePointer(to: table, body)
  }
}
