public import TinyTroupeJSON
public import TinyTroupeKernel

extension PluginRegistry {
  /// The component that is used where a study names none of its kind.
  ///
  /// - Throws: That no plugin provides one, or that several claim to be it.
  public func standard(_ kind: String, config: JSON = [:]) throws(RunError) -> ComponentPlan {
    let candidates = candidates(ofKind: kind).filter(\.provided.isDefault)
    guard let choice = candidates.first else {
      throw .preparation(
        "No plugin provides a default \(kind). Build the plugins (swift build), and see: tinytroupe plugin list"
      )
    }
    guard candidates.count == 1 else {
      let names = candidates.map { "\($0.manifest.id)/\($0.provided.name)" }
      throw .preparation(
        "Several plugins want to be the default \(kind): \(names.joined(separator: ", ")). Name one with 'use:'."
      )
    }
    return ComponentPlan(
      kind: kind, plugin: choice.manifest.id, name: choice.provided.name, config: config)
  }
}
