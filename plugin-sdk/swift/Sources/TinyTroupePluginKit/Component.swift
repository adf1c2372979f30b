public import TinyTroupeJSON

/// Makes one kind of thing available to studies; a value is one instance: a person, a world, a tool
/// in somebody's hands.
///
/// An instance is a cache. The host may drop it and make it again between any two calls, so what
/// must last belongs into the result's `state` or into the store.
public protocol Component: Sendable {
  /// The name under which studies and the manifest know the component.
  static var identity: Identity { get }
  /// The kind, such as `tool`; the protocols of the kinds supply it.
  static var kind: String { get }
  /// Whether the host may call an instance again beneath its own calls. False unless overridden.
  static var isReentrant: Bool { get }

  /// Makes an instance from the component's own configuration, on the host's control thread.
  ///
  /// An agent finds its persona under `persona`. Throw `PluginFailure(.invalid, …)` for what is
  /// wrong with it.
  init(config: JSON) throws
}

extension Component {
  /// False: most components never meet themselves beneath their own calls.
  public static var isReentrant: Bool { false }
}

/// A component that answers in pending style: its async code runs on the kit's own threads.
public protocol AsyncComponent: Component {
  /// Performs an operation of the kind's contract.
  func invoke(_ op: String, _ request: Request, _ call: Call) async throws -> Response
}

/// A component that answers on the thread that the host lends to the call, where it may block.
public protocol BlockingComponent: Component {
  /// The operations answered by `invokePending` instead. None unless overridden.
  static var pendingOperations: [String] { get }

  /// Performs an operation of the kind's contract, on the host's worker thread.
  func invoke(_ op: String, _ request: Request, _ call: Call) throws -> Response

  /// Performs one of the `pendingOperations`, on the kit's own threads.
  func invokePending(_ op: String, _ request: Request, _ call: Call) async throws -> Response
}

extension BlockingComponent {
  /// None: every operation is answered on the host's worker thread.
  public static var pendingOperations: [String] { [] }

  /// Refuses: without pending operations there is nothing to perform.
  public func invokePending(
    _ op: String, _ request: Request, _ call: Call
  ) async throws -> Response {
    throw PluginFailure.unsupported(op, by: Self.self)
  }
}
