public import TinyTroupeJSON

/// One operation of a service, ready to be sent, with the way to read its answer.
///
/// The services' files add a factory for each operation: `try await
/// call.send(.storeGet(["plan"]))`.
public struct ServiceRequest<Answer: Sendable>: Sendable {
  /// The service.
  public let service: ServiceID
  /// The operation.
  public let op: String
  /// The operation's own object as JSON text.
  public let bytes: [UInt8]
  /// The bytes that travel beside it.
  public let body: [UInt8]
  let read: @Sendable (ServiceReply) throws -> Answer

  /// Makes a request from JSON text; `read` turns the reply into the answer.
  public init(
    _ service: ServiceID, _ op: String, bytes: [UInt8], body: [UInt8] = [],
    read: @escaping @Sendable (ServiceReply) throws -> Answer
  ) {
    self.service = service
    self.op = op
    self.bytes = bytes
    self.body = body
    self.read = read
  }

  /// Makes a request from a value; `read` turns the reply into the answer.
  public init(
    _ service: ServiceID, _ op: String, _ request: JSON, body: [UInt8] = [],
    read: @escaping @Sendable (ServiceReply) throws -> Answer
  ) {
    self.init(service, op, bytes: request.bytes, body: body, read: read)
  }
}

// MARK: - Reading answers

extension JSON {
  /// The member that a service's contract promises.
  func member(_ key: String, of service: ServiceID) throws -> JSON {
    guard let value = self[key] else {
      throw PluginFailure(.internal, "The answer of '\(service.rawValue)' lacks '\(key)'.")
    }
    return value
  }
}
