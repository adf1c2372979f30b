/// Turns tables and texts of a run into files of another format.
public protocol Exporter: AsyncComponent {
  /// Makes the content of one file.
  func export(_ request: Request, _ call: Call) async throws -> Response
}

extension Exporter {
  /// The kind `exporter`.
  public static var kind: String { "exporter" }

  /// Calls the method of the operation.
  public func invoke(_ op: String, _ request: Request, _ call: Call) async throws -> Response {
    guard op == "export" else { throw PluginFailure.unsupported(op, by: Self.self) }
    return try await export(request, call)
  }
}
