public import TinyTroupeJSON
public import TinyTroupeKernel

/// Knows which components the plugins provide.
public protocol ComponentCatalog: Sendable {
  /// The components of a kind, in a fixed order.
  func components(ofKind kind: String) -> [ComponentEntry]
}

/// A component that a study can name.
public struct ComponentEntry: Sendable {
  /// The id of the plugin that provides it.
  public let plugin: String
  /// Its name within its kind.
  public let name: String
  /// The JSON Schema of its own configuration; nil when it takes none.
  public let schema: JSON?
  /// True when it is used where a study names nothing of its kind.
  public let isDefault: Bool
  /// True when using it costs nothing.
  public let isFree: Bool
  /// When `use: auto` may take it; nil for never.
  public let auto: Manifest.Auto?

  /// Makes an entry.
  public init(
    plugin: String, name: String, schema: JSON? = nil, isDefault: Bool = false,
    isFree: Bool = false,
    auto: Manifest.Auto? = nil
  ) {
    self.plugin = plugin
    self.name = name
    self.schema = schema
    self.isDefault = isDefault
    self.isFree = isFree
    self.auto = auto
  }
}

// MARK: - PluginRegistry

extension PluginRegistry: ComponentCatalog {
  /// The components of a kind, in order of plugin id and name.
  public func components(ofKind kind: String) -> [ComponentEntry] {
    candidates(ofKind: kind).map { candidate in
      ComponentEntry(
        plugin: candidate.manifest.id, name: candidate.provided.name,
        schema: candidate.provided.schema, isDefault: candidate.provided.isDefault,
        isFree: candidate.provided.isFree, auto: candidate.provided.auto)
    }
  }
}
