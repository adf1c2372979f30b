import Foundation
public import TinyTroupeJSON
public import TinyTroupeKernel

/// What the people of a program have in common: plugins, the model that plays them, where runs are kept.
///
/// Everything can be changed until people begin to act; each world takes a copy.
public struct Troupe: Sendable {
  /// The plugins.
  public var registry: PluginRegistry
  /// The models, by name; `default` plays people where nothing else is said.
  public var models: [String: ModelPlan]
  /// Which model serves which purpose.
  public var purposes: [String: String] = [:]
  /// The folder in which runs are kept.
  public var runsFolder = "runs"
  /// The seed of everything random.
  public var seed: UInt64 = 1
  /// The language that people speak, such as "English"; nil leaves it to the personas.
  public var language: String?

  /// Makes a troupe that costs nothing: the default model is the one that plugins provide for trying out.
  ///
  /// It reads the plugins' manifests: not for Swift's cooperative pool.
  ///
  /// - Parameter folders: Where plugins are, besides the checkout that the program was built in, the folder
  ///   `../lib/tinytroupe/plugins` from its executable, and the user's own. They may run in this process: it is
  ///   the program that names them.
  /// - Throws: `preparation` when a manifest cannot be read or there is no default of a kind that people need.
  public init(plugins folders: [String] = []) throws(RunError) {
    let executable =
      (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    let usual = SearchPath(
      executable: executable, home: ProcessInfo.processInfo.environment["HOME"], study: [])
    let named = folders.map { SearchPath.Folder(path: $0, origin: .firstParty) }
    try self.init(
      searching: SearchPath(folders: named + usual.folders, libraryFolder: usual.libraryFolder))
  }

  /// Makes a troupe with the plugins of a checkout of this project, as a program in another package does.
  ///
  /// - Parameters:
  ///   - path: The checkout's folder, in which `make demo` or `swift build` has built the plugins.
  ///   - build: Which build is used: `release` or `debug`.
  /// - Throws: `preparation` when there is no such build.
  public init(checkout path: String, build: String = "release") throws(RunError) {
    let libraries = "\(path)/.build/\(build)"
    guard FileManager.default.fileExists(atPath: libraries) else {
      throw .preparation(
        "There is no build in \(libraries). Build the plugins there: make demo, or swift build -c \(build)."
      )
    }
    try self.init(
      searching: SearchPath(
        folders: [SearchPath.Folder(path: "\(path)/Plugins", origin: .firstParty)],
        libraryFolder: libraries))
  }

  /// Makes a troupe with plugins from an explicit search path.
  public init(searching path: SearchPath) throws(RunError) {
    let found: PluginRegistry
    do {
      found = try PluginRegistry(searching: path)
    } catch {
      throw .preparation("The plugins cannot be used: \(error)")
    }
    try self.init(registry: found)
  }

  /// Makes a troupe with plugins that were found before.
  public init(registry: PluginRegistry) throws(RunError) {
    self.registry = registry
    models = [ModelPlan.standardName: ModelPlan(component: try registry.standard("llm"))]
  }

  /// Lets a model play people: `use("openai", config: ["model": "gpt-5-mini"])`.
  ///
  /// - Parameters:
  ///   - name: What a plugin calls the backend.
  ///   - config: The backend's own configuration. Keys are never in it: they come from the environment.
  ///   - budget: What may be used; nil for as much as is wanted.
  /// - Throws: `preparation` when no plugin provides it.
  public mutating func use(
    _ name: String, config: JSON = [:], budget: BudgetPlan? = nil
  ) throws(RunError) {
    let component = try component("llm", name, config)
    let isFree = registry.candidates(ofKind: "llm").contains {
      $0.manifest.id == component.plugin && $0.provided.name == name && $0.provided.isFree
    }
    let listed = config["model"]?.string.flatMap { PriceTable.standard.price(of: $0) }
    models[ModelPlan.standardName] = ModelPlan(
      component: component, price: isFree ? .free : listed.map { .known($0) } ?? .unknown,
      budget: budget)
  }

  /// A component by its name, for a person's tools or memory.
  ///
  /// - Throws: `preparation` when no plugin provides it, or several do.
  public func component(
    _ kind: String, _ name: String, _ config: JSON = [:]
  ) throws(RunError) -> ComponentPlan {
    let found = registry.candidates(ofKind: kind).filter { $0.provided.name == name }
    guard let choice = found.first, found.count == 1 else {
      let names = registry.candidates(ofKind: kind).map(\.provided.name).joined(separator: ", ")
      throw .preparation(
        found.isEmpty
          ? "No plugin provides the \(kind) '\(name)'. There are: \(names)."
          : "\(found.count) plugins provide the \(kind) '\(name)'. Remove one of them.")
    }
    return ComponentPlan(kind: kind, plugin: choice.manifest.id, name: name, config: config)
  }
}
