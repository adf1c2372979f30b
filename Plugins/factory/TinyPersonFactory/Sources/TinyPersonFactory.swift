public import TinyTroupeJSON
public import TinyTroupePluginKit

/// Has a model write people, one call each.
public struct TinyPersonFactory: Factory {
  /// The factory `tiny-person-factory` of the plugin `org.tinytroupe.factory`.
  public static let identity = Identity(
    plugin: "org.tinytroupe.factory", version: "0.1.0", name: "tiny-person-factory")

  private let author: Author

  /// Reads the settings; throws when one is not of its kind.
  public init(config: JSON) throws { author = try Author(config) }

  /// Writes one person.
  public func generate(_ request: Request, _ call: Call) async throws -> Response {
    Response(try await author.write(try Commission(request.json()), call))
  }
}
