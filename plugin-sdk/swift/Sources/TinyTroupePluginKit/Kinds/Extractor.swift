/// Turns what happened into records.
public protocol Extractor: AsyncComponent {
  /// Extracts records for an objective and fields.
  func extract(_ request: Request, _ call: Call) async throws -> Response
}

extension Extractor {
  /// The kind `extractor`.
  public static var kind: String { "extractor" }

  /// Calls the method of the operation.
  public func invoke(_ op: String, _ request: Request, _ call: Call) async throws -> Response {
    guard op == "extract" else { throw PluginFailure.unsupported(op, by: Self.self) }
    return try await extract(request, call)
  }
}
