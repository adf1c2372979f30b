/// Makes content or a persona richer.
public protocol Enricher: AsyncComponent {
  /// Enriches what the request carries.
  func enrich(_ request: Request, _ call: Call) async throws -> Response
}

extension Enricher {
  /// The kind `enricher`.
  public static var kind: String { "enricher" }

  /// Calls the method of the operation.
  public func invoke(_ op: String, _ request: Request, _ call: Call) async throws -> Response {
    guard op == "enrich" else { throw PluginFailure.unsupported(op, by: Self.self) }
    return try await enrich(request, call)
  }
}
