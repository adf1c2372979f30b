/// A person.
///
/// An instance is one person; its configuration carries the persona under `persona`.
public protocol Agent: AsyncComponent {
  /// Describes the person. Refused unless implemented.
  func describe(_ request: Request, _ call: Call) async throws -> Response
  /// Takes a turn: from what is perceived to what the person does.
  func act(_ request: Request, _ call: Call) async throws -> Response
}

extension Agent {
  /// The kind `agent`.
  public static var kind: String { "agent" }

  /// Refuses.
  public func describe(_ request: Request, _ call: Call) async throws -> Response {
    throw PluginFailure.unsupported("describe", by: Self.self)
  }

  /// Calls the method of the operation.
  public func invoke(_ op: String, _ request: Request, _ call: Call) async throws -> Response {
    switch op {
    case "act": try await act(request, call)
    case "describe": try await describe(request, call)
    default: throw PluginFailure.unsupported(op, by: Self.self)
    }
  }
}
