import Synchronization

/// The plugins that were found, and those of them that are loaded.
///
/// Finding reads manifests only; a plugin's code runs when something of it is first needed.
public final class PluginRegistry: Sendable {
  /// A plugin that was found.
  public struct Entry: Sendable {
    /// What its manifest says.
    public let manifest: Manifest
    /// Whose folder it was found in.
    public let origin: SearchPath.Origin
  }

  /// A component that a study can name.
  public struct Candidate: Sendable {
    /// The plugin that provides it.
    public let manifest: Manifest
    /// What the manifest says of it.
    public let provided: Manifest.Provided
  }

  /// The plugins, in order of their ids.
  public let entries: [Entry]
  private let trusted: Set<String>
  private let loads = Mutex<[String: Task<Result<LoadedPlugin, LoadError>, Never>]>([:])

  /// Finds plugins along a search path.
  ///
  /// It reads files: not for the cooperative pool.
  ///
  /// - Parameters:
  ///   - path: Where to look.
  ///   - trusted: Ids of third parties' plugins that the user allows to run in this process.
  /// - Throws: The first manifest that cannot be read, or two plugins with one id.
  public init(searching path: SearchPath, trusted: Set<String> = []) throws {
    var found: [String: Entry] = [:]
    for folder in path.folders {
      for file in SearchPath.manifests(below: folder.path) {
        let manifest = try Manifest(readingFile: file, libraryFolder: path.libraryFolder)
        if let first = found[manifest.id] {
          if first.manifest.path == manifest.path { continue }
          throw LoadError.duplicate(manifest.id, first.manifest.path, manifest.path)
        }
        found[manifest.id] = Entry(manifest: manifest, origin: folder.origin)
      }
    }
    entries = found.values.sorted { $0.manifest.id < $1.manifest.id }
    self.trusted = trusted
  }

  /// The components of a kind, in order of plugin id and name.
  public func candidates(ofKind kind: String) -> [Candidate] {
    entries.flatMap { entry in
      entry.manifest.provides.filter { $0.kind == kind }
        .map { Candidate(manifest: entry.manifest, provided: $0) }
    }
  }

  /// The plugin with an id.
  public func entry(_ id: String) -> Entry? {
    entries.first { $0.manifest.id == id }
  }

  /// Loads a plugin, once, whoever asks.
  ///
  /// - Throws: Why it cannot be loaded, or that the user has not allowed it.
  public func load(_ id: String) async throws(LoadError) -> LoadedPlugin {
    guard let entry = entry(id) else {
      throw LoadError(.missing, "No plugin has the id '\(id)'. See: tinytroupe plugin list")
    }
    guard entry.origin == .firstParty || trusted.contains(id) else {
      throw .notTrusted(id, folderOf(entry.manifest.path))
    }
    let task = loads.withLock { loads in
      if let running = loads[id] { return running }
      // Shared by all who ask for this plugin; it ends when the library is loaded or refused.
      let task = Task<Result<LoadedPlugin, LoadError>, Never> {
        do throws(LoadError) {
          return .success(try await LoadedPlugin.load(entry.manifest))
        } catch {
          return .failure(error)
        }
      }
      loads[id] = task
      return task
    }
    return try await task.value.get()
  }
}
