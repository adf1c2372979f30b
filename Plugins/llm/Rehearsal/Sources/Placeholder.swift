public import TinyTroupeJSON
public import TinyTroupePluginKit

/// Placeholder.
public struct RehearsalModel: LanguageModel {
  /// x.
  public static let identity = Identity(
    plugin: "org.tinytroupe.rehearsal", version: "0.1.0", name: "rehearsal")
  /// x.
  public init(config: JSON) throws {}
  /// x.
  public func complete(_ request: Request, _ call: Call) async throws -> Response { Response([:]) }
}
