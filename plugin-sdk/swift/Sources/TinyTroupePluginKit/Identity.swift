/// Names a component: the plugin that it comes in, that plugin's version, and its own name.
public struct Identity: Sendable, Hashable {
  /// The plugin's id in reverse domain form, such as `org.example.weather`.
  public let plugin: String
  /// The plugin's version, such as `1.2.0`.
  public let version: String
  /// The component's name, which a study writes after `use:`.
  public let name: String

  /// Makes an identity.
  ///
  /// It must agree with `plugin.yaml`.
  public init(plugin: String, version: String, name: String) {
    self.plugin = plugin
    self.version = version
    self.name = name
  }
}
