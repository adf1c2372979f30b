internal import CTinyTroupe
public import TinyTroupeJSON

extension Call {
  /// Sends one of the services' typed requests and suspends until the answer is there.
  ///
  /// Calls of one service and operation that are in flight together need different labels.
  public func send<Answer>(
    _ request: ServiceRequest<Answer>, label: String = ""
  ) async throws -> Answer {
    try request.read(
      try await send(
        request.service, request.op, request.bytes, body: request.body, label: label))
  }

  /// Sends a request to a service and suspends until the answer is there; throws what it failed
  /// with.
  public func send(
    _ service: ServiceID, _ op: String, _ request: JSON, body: [UInt8] = [], label: String = ""
  ) async throws -> ServiceReply {
    try await send(service, op, request.bytes, body: body, label: label)
  }

  /// Sends a request that is JSON text already.
  public func send(
    _ service: ServiceID, _ op: String, _ request: [UInt8], body: [UInt8] = [], label: String = ""
  ) async throws -> ServiceReply {
    try await perform(service, op, request, body, label, onDelta: nil)
  }

  /// Sends a request and hands over the parts of its answer as they come.
  ///
  /// `onDelta` runs on a thread of the host, one part at a time, and must return soon. When it
  /// throws, the call is given up.
  public func stream<Answer>(
    _ request: ServiceRequest<Answer>, label: String = "",
    onDelta: @escaping @Sendable (ServiceDelta) throws -> Void
  ) async throws -> Answer {
    try request.read(
      try await perform(
        request.service, request.op, request.bytes, request.body, label, onDelta: onDelta))
  }

  /// Sends a request that is JSON text already and hands over the parts of its answer as they come.
  public func stream(
    _ service: ServiceID, _ op: String, _ request: [UInt8], body: [UInt8] = [], label: String = "",
    onDelta: @escaping @Sendable (ServiceDelta) throws -> Void
  ) async throws -> ServiceReply {
    try await perform(service, op, request, body, label, onDelta: onDelta)
  }

  private func perform(
    _ id: ServiceID, _ op: String, _ request: [UInt8], _ body: [UInt8], _ label: String,
    onDelta: (@Sendable (ServiceDelta) throws -> Void)?
  ) async throws -> ServiceReply {
    guard let service = host.service(id) else { throw PluginFailure.missing(id.rawValue) }
    if Task.isCancelled { throw PluginFailure(.cancelled, "The call was cancelled.") }
    let nested = NestedCall(service, onDelta: onDelta)
    await withTaskCancellationHandler {
      // SAFETY: resumed exactly once: by `done`, which the host calls once after TT_OK and never
      // otherwise, or by `start`.
      await withUnsafeContinuation { continuation in
        nested.wait(with: continuation)
        start(nested, service, op, request, body, label)
      }
    } onCancel: {
      nested.abandon()
    }
    return try nested.reply()
  }

  private func start(
    _ nested: NestedCall, _ service: Service, _ op: String, _ request: [UInt8], _ body: [UInt8],
    _ label: String
  ) {
    var reply = NestedCallReply.suspending(nested)
    var id: UInt64 = 0
    let table = service.table
    let status = withBorrowed(label, op, request, body) {
      table.start(table.ctx, pointer, $0, $1, $2, $3, &reply, &id)
    }
    if status == TT_OK {
      nested.started(id)
    } else {
      NestedCallReply.release(reply)
      nested.refused(status, op: op)
    }
  }

  func withBorrowed(
    _ label: String, _ op: String, _ request: [UInt8], _ body: [UInt8],
    _ use: (tt_str, tt_str, tt_str, tt_bytes) -> tt_status
  ) -> tt_status {
    label.withBorrowed { label in
      op.withBorrowed { op in
        request.withBorrowedText { request in
          body.withBorrowed { use(label, op, request, $0) }
        }
      }
    }
  }
}
