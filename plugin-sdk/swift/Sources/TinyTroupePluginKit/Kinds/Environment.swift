/// A world, written with async code.
///
/// An instance is one world; it alone says what happens there.
public protocol Environment: AsyncComponent {
  /// Begins the world.
  func open(_ request: Request, _ call: Call) async throws -> Response
  /// Says what each person can see and do now, and turns what is due into stimuli.
  func observe(_ request: Request, _ call: Call) async throws -> Response
  /// Decides what the intents come to.
  func step(_ request: Request, _ call: Call) async throws -> Response
  /// Ends the world.
  func close(_ request: Request, _ call: Call) async throws -> Response
}

extension Environment {
  /// The kind `environment`.
  public static var kind: String { "environment" }

  /// Calls the method of the operation.
  public func invoke(_ op: String, _ request: Request, _ call: Call) async throws -> Response {
    switch op {
    case "open": try await open(request, call)
    case "observe": try await observe(request, call)
    case "step": try await step(request, call)
    case "close": try await close(request, call)
    default: throw PluginFailure.unsupported(op, by: Self.self)
    }
  }
}

/// A world, written with blocking code.
///
/// An instance is one world; it alone says what happens there.
public protocol BlockingEnvironment: BlockingComponent {
  /// Begins the world.
  func open(_ request: Request, _ call: Call) throws -> Response
  /// Says what each person can see and do now, and turns what is due into stimuli.
  func observe(_ request: Request, _ call: Call) throws -> Response
  /// Decides what the intents come to.
  func step(_ request: Request, _ call: Call) throws -> Response
  /// Ends the world.
  func close(_ request: Request, _ call: Call) throws -> Response
}

extension BlockingEnvironment {
  /// The kind `environment`.
  public static var kind: String { "environment" }

  /// Calls the method of the operation.
  public func invoke(_ op: String, _ request: Request, _ call: Call) throws -> Response {
    switch op {
    case "open": try open(request, call)
    case "observe": try observe(request, call)
    case "step": try step(request, call)
    case "close": try close(request, call)
    default: throw PluginFailure.unsupported(op, by: Self.self)
    }
  }
}
