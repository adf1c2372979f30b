public import TinyTroupeJSON

/// What the host offers to plugins under an id such as `tt.llm/1`.
public protocol Service: Sendable {
  /// Answers a request, or says how it will be answered. It never blocks: it may run on a plugin's thread.
  func answer(_ request: ServiceRequest) -> ServiceAnswer
}

/// A nested call as a service sees it.
public struct ServiceRequest: Sendable {
  /// The operation.
  public let op: String
  /// What tells twins in flight apart; may be empty.
  public let label: String
  /// The request's JSON, unchecked.
  public let json: [UInt8]
  /// Raw bytes beside it.
  public let body: [UInt8]
  /// The identity of this nested call.
  public let path: String
  /// What the whole root call shares.
  public let root: RootContext
  /// The component that asks: its plugin's id.
  public let pluginID: String
  /// The component that asks: its name.
  public let componentName: String
  /// The component that asks: its own configuration.
  public let config: JSON

  let caller: Call
}

/// How a service answers.
public enum ServiceAnswer: Sendable {
  /// The answer is known at once.
  case now(Result<Reply, PluginError>)
  /// The answer needs waiting, as a task; deltas go through the sink, in order.
  case later(@Sendable (@escaping DeltaSink) async throws(PluginError) -> Reply)
  /// The answer is what a component says. Beneath a blocking call it runs on the caller's own thread.
  case invoke(
    Instance, op: String, json: [UInt8], body: [UInt8],
    then: (@Sendable (Result<Reply, PluginError>) -> Result<Reply, PluginError>)?)

  /// Receives the JSON that stands under `delta`, and raw bytes.
  public typealias DeltaSink = @Sendable (_ json: [UInt8], _ body: [UInt8]) -> Void
}

/// The services of a run, by id.
public struct ServiceRegistry: Sendable {
  private var services: [String: any Service]

  /// Makes a registry.
  public init(_ services: [String: any Service] = [:]) {
    self.services = services
  }

  /// The service with an id, or nil.
  public subscript(id: String) -> (any Service)? {
    get { services[id] }
    set { services[id] = newValue }
  }

  /// The typed services, which the kernel answers itself.
  public static let typed: Set<String> = ["tt.rng/1", "tt.clock/1", "tt.config/1", "tt.log/1"]

  /// Every service id of this version of the ABI.
  public static let known: Set<String> = typed.union([
    "tt.llm/1", "tt.tools/1", "tt.memory/1", "tt.events/1", "tt.store/1", "tt.http/1",
    "tt.enricher/1", "tt.people/1", "tt.judge/1", "tt.files/1", "tt.exec/1",
  ])
}
