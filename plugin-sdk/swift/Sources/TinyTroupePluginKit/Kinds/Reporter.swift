/// Writes texts about a run.
public protocol Reporter: AsyncComponent {
  /// Writes one text.
  func write(_ request: Request, _ call: Call) async throws -> Response
}

extension Reporter {
  /// The kind `reporter`.
  public static var kind: String { "reporter" }

  /// Calls the method of the operation.
  public func invoke(_ op: String, _ request: Request, _ call: Call) async throws -> Response {
    guard op == "write" else { throw PluginFailure.unsupported(op, by: Self.self) }
    return try await write(request, call)
  }
}
