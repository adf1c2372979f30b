/// Writes people.
public protocol Factory: AsyncComponent {
  /// Writes one person.
  func generate(_ request: Request, _ call: Call) async throws -> Response
}

extension Factory {
  /// The kind `factory`.
  public static var kind: String { "factory" }

  /// Calls the method of the operation.
  public func invoke(_ op: String, _ request: Request, _ call: Call) async throws -> Response {
    guard op == "generate" else { throw PluginFailure.unsupported(op, by: Self.self) }
    return try await generate(request, call)
  }
}
