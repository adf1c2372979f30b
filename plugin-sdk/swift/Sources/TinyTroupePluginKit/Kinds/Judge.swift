/// Decides whether a claim about people or a world holds, and how far.
public protocol Judge: AsyncComponent {
  /// Judges a claim.
  func judge(_ request: Request, _ call: Call) async throws -> Response
}

extension Judge {
  /// The kind `judge`.
  public static var kind: String { "judge" }

  /// Calls the method of the operation.
  public func invoke(_ op: String, _ request: Request, _ call: Call) async throws -> Response {
    guard op == "judge" else { throw PluginFailure.unsupported(op, by: Self.self) }
    return try await judge(request, call)
  }
}
