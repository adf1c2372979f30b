/// Turns what happened into records.
public protocol Extractor: AsyncComponent {
  /// Extracts records for an objective and fields.
  func extract(_ request: Request, _ call: Call) async throws -> Response
  /// Throws what is wrong with an extraction, before the run has cost anything.
  func check(_ request: Request, _ call: Call) async throws -> Response
}

extension Extractor {
  /// The kind `extractor`.
  public static var kind: String { "extractor" }

  /// Has nothing to say.
  public func check(_ request: Request, _ call: Call) async throws -> Response {
    throw PluginFailure.unsupported("check", by: Self.self)
  }

  /// Calls the method of the operation.
  public func invoke(_ op: String, _ request: Request, _ call: Call) async throws -> Response {
    switch op {
    case "extract": return try await extract(request, call)
    case "check": return try await check(request, call)
    default: throw PluginFailure.unsupported(op, by: Self.self)
    }
  }
}
