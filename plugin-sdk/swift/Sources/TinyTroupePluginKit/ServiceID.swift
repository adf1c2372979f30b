/// Names a service of the host and its revision.
public struct ServiceID: RawRepresentable, Sendable, Hashable, ExpressibleByStringLiteral {
  /// The id, such as `tt.llm/1`.
  public let rawValue: String

  /// Makes an id.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// Makes an id from a literal.
  public init(stringLiteral value: String) { rawValue = value }

  /// Language models: `complete`, `embed`.
  public static let llm: ServiceID = "tt.llm/1"
  /// The tools of the calling person: `list`, `perform`.
  public static let tools: ServiceID = "tt.tools/1"
  /// The memory of the calling person: `write`, `query`.
  public static let memory: ServiceID = "tt.memory/1"
  /// The run's event log: `query`.
  public static let events: ServiceID = "tt.events/1"
  /// Durable keys and values: `get`, `put`, `scan`, `delete`.
  public static let store: ServiceID = "tt.store/1"
  /// HTTP: `request`.
  public static let http: ServiceID = "tt.http/1"
  /// Files of the folders that the study grants: `list`, `read`.
  public static let files: ServiceID = "tt.files/1"
  /// Programs that the manifest declares: `run`.
  public static let exec: ServiceID = "tt.exec/1"
  /// Copies of people: `ask`.
  public static let people: ServiceID = "tt.people/1"
  /// Judges: `check`, `score`; one answer tells both.
  public static let judge: ServiceID = "tt.judge/1"
  /// Enrichers: `enrich`.
  public static let enricher: ServiceID = "tt.enricher/1"
}
