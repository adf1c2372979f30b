import Synchronization

/// Something that waits for the writer.
protocol WriteJob: AnyObject, Sendable {
  /// True for what has a transaction of its own, so that it alone fails when it fails.
  var isAlone: Bool { get }
  /// What it is about, for messages.
  var subject: String { get }
  /// Writes, on the writer's thread, within a transaction.
  func perform(_ session: WriteSession) throws
  /// Learns that the transaction is committed, or why not. Must not block.
  func end(_ error: RunStoreError?)
}

/// A job that gives a value.
final class Write<Value: Sendable>: WriteJob {
  let isAlone: Bool
  let subject: String
  private let body: @Sendable (WriteSession) throws -> Value
  private let completion: @Sendable (Result<Value, RunStoreError>) -> Void
  private let value = Mutex<Value?>(nil)

  init(
    _ subject: String, isAlone: Bool = false,
    _ body: @escaping @Sendable (WriteSession) throws -> Value,
    completion: @escaping @Sendable (Result<Value, RunStoreError>) -> Void
  ) {
    self.subject = subject
    self.isAlone = isAlone
    self.body = body
    self.completion = completion
  }

  func perform(_ session: WriteSession) throws {
    let result = try body(session)
    value.withLock { $0 = result }
  }

  func end(_ error: RunStoreError?) {
    if let error {
      completion(.failure(error))
    } else if let value = value.withLock({ $0 }) {
      completion(.success(value))
    }
  }
}
