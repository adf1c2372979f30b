/// What a person remembers, written with async code.
///
/// An instance serves one person.
public protocol Memory: AsyncComponent {
  /// Records what the person experienced in a unit.
  func write(_ request: Request, _ call: Call) async throws -> Response
  /// Recalls.
  func query(_ request: Request, _ call: Call) async throws -> Response
  /// Drops memories.
  func forget(_ request: Request, _ call: Call) async throws -> Response
  /// Condenses experience; may use a model. Refused unless implemented.
  func consolidate(_ request: Request, _ call: Call) async throws -> Response
}

extension Memory {
  /// The kind `memory`.
  public static var kind: String { "memory" }

  /// Refuses.
  public func consolidate(_ request: Request, _ call: Call) async throws -> Response {
    throw PluginFailure.unsupported("consolidate", by: Self.self)
  }

  /// Calls the method of the operation.
  public func invoke(_ op: String, _ request: Request, _ call: Call) async throws -> Response {
    switch op {
    case "write": try await write(request, call)
    case "query": try await query(request, call)
    case "forget": try await forget(request, call)
    case "consolidate": try await consolidate(request, call)
    default: throw PluginFailure.unsupported(op, by: Self.self)
    }
  }
}

/// What a person remembers, written with blocking code.
///
/// An instance serves one person.
public protocol BlockingMemory: BlockingComponent {
  /// Records what the person experienced in a unit.
  func write(_ request: Request, _ call: Call) throws -> Response
  /// Recalls.
  func query(_ request: Request, _ call: Call) throws -> Response
  /// Drops memories.
  func forget(_ request: Request, _ call: Call) throws -> Response
  /// Condenses experience; may use a model. Refused unless implemented.
  func consolidate(_ request: Request, _ call: Call) async throws -> Response
}

extension BlockingMemory {
  /// The kind `memory`.
  public static var kind: String { "memory" }

  /// Refuses.
  public func consolidate(_ request: Request, _ call: Call) async throws -> Response {
    throw PluginFailure.unsupported("consolidate", by: Self.self)
  }

  /// Calls the method of the operation.
  public func invoke(_ op: String, _ request: Request, _ call: Call) throws -> Response {
    switch op {
    case "write": try write(request, call)
    case "query": try query(request, call)
    case "forget": try forget(request, call)
    default: throw PluginFailure.unsupported(op, by: Self.self)
    }
  }

  /// `consolidate`, since it may wait for a model.
  public static var pendingOperations: [String] { ["consolidate"] }

  /// Calls `consolidate`.
  public func invokePending(
    _ op: String, _ request: Request, _ call: Call
  ) async throws -> Response {
    try await consolidate(request, call)
  }
}
