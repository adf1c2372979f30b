/// A model backend.
///
/// An instance serves many calls at once.
public protocol LanguageModel: AsyncComponent {
  /// Completes the conversation in the request's body.
  func complete(_ request: Request, _ call: Call) async throws -> Response
  /// Embeds texts; the response's body is float32. Refused unless implemented.
  func embed(_ request: Request, _ call: Call) async throws -> Response
  /// Lists the models that the backend offers. Refused unless implemented.
  func models(_ request: Request, _ call: Call) async throws -> Response
}

extension LanguageModel {
  /// The kind `llm`.
  public static var kind: String { "llm" }

  /// Refuses.
  public func embed(_ request: Request, _ call: Call) async throws -> Response {
    throw PluginFailure.unsupported("embed", by: Self.self)
  }

  /// Refuses.
  public func models(_ request: Request, _ call: Call) async throws -> Response {
    throw PluginFailure.unsupported("models", by: Self.self)
  }

  /// Calls the method of the operation.
  public func invoke(_ op: String, _ request: Request, _ call: Call) async throws -> Response {
    switch op {
    case "complete": try await complete(request, call)
    case "embed": try await embed(request, call)
    case "models": try await models(request, call)
    default: throw PluginFailure.unsupported(op, by: Self.self)
    }
  }
}
