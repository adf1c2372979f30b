internal import CTinyTroupe
public import TinyTroupeJSON

extension Call {
  /// Sends one of the services' typed requests and blocks until the answer is there.
  ///
  /// Only on the thread that the host lent to a blocking operation; elsewhere it throws
  /// `PluginFailure(.state, …)`.
  public func sendAndWait<Answer>(
    _ request: ServiceRequest<Answer>, label: String = ""
  ) throws -> Answer {
    try request.read(
      try sendAndWait(
        request.service, request.op, request.bytes, body: request.body, label: label))
  }

  /// Sends a request to a service and blocks until the answer is there; throws what it failed with.
  public func sendAndWait(
    _ service: ServiceID, _ op: String, _ request: JSON, body: [UInt8] = [], label: String = ""
  ) throws -> ServiceReply {
    try sendAndWait(service, op, request.bytes, body: body, label: label)
  }

  /// Sends a request that is JSON text already and blocks; `onDelta` gets the parts of its answer
  /// as they come.
  public func sendAndWait(
    _ id: ServiceID, _ op: String, _ request: [UInt8], body: [UInt8] = [], label: String = "",
    onDelta: (@Sendable (ServiceDelta) throws -> Void)? = nil
  ) throws -> ServiceReply {
    guard let service = host.service(id) else { throw PluginFailure.missing(id.rawValue) }
    let nested = NestedCall(service, onDelta: onDelta)
    let table = service.table
    try withExtendedLifetime(nested) {
      var reply = NestedCallReply.waiting(nested)
      let status = withBorrowed(label, op, request, body) {
        table.call(table.ctx, pointer, $0, $1, $2, $3, &reply)
      }
      guard status == TT_E_STATE, !nested.isFinished else { return }
      throw PluginFailure(
        .state,
        "'\(op)' may not wait here: use 'send', or call from the thread of a blocking operation.")
    }
    return try nested.reply()
  }
}
