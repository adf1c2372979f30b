/// Something that a person can use, written with async code.
public protocol Tool: AsyncComponent {
  /// Lists the actions that the tool adds.
  func describe(_ request: Request, _ call: Call) async throws -> Response
  /// Performs one action.
  func perform(_ request: Request, _ call: Call) async throws -> Response
}

extension Tool {
  /// The kind `tool`.
  public static var kind: String { "tool" }

  /// Calls the method of the operation.
  public func invoke(_ op: String, _ request: Request, _ call: Call) async throws -> Response {
    switch op {
    case "perform": try await perform(request, call)
    case "describe": try await describe(request, call)
    default: throw PluginFailure.unsupported(op, by: Self.self)
    }
  }
}

/// Something that a person can use, written with blocking code.
public protocol BlockingTool: BlockingComponent {
  /// Lists the actions that the tool adds.
  func describe(_ request: Request, _ call: Call) throws -> Response
  /// Performs one action.
  func perform(_ request: Request, _ call: Call) throws -> Response
}

extension BlockingTool {
  /// The kind `tool`.
  public static var kind: String { "tool" }

  /// Calls the method of the operation.
  public func invoke(_ op: String, _ request: Request, _ call: Call) throws -> Response {
    switch op {
    case "perform": try perform(request, call)
    case "describe": try describe(request, call)
    default: throw PluginFailure.unsupported(op, by: Self.self)
    }
  }
}
