public import CTinyTroupe

/// Makes the descriptor that a plugin's entry point returns.
public enum PluginExport {
  /// Describes a plugin that provides these components.
  ///
  /// The table is immortal; make it once.
  ///
  /// All components must name the same plugin and version.
  public static func table(
    _ first: any Component.Type, _ others: any Component.Type...
  ) -> UnsafePointer<tt_plugin> {
    let plugin = first.identity
    let components = [first] + others
    precondition(
      components.allSatisfy { $0.identity.plugin == plugin.plugin }
        && components.allSatisfy { $0.identity.version == plugin.version },
      "all components of a library must name one plugin id and version")
    return PluginTable.make(plugin, components)
  }
}
