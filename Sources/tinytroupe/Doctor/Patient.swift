import Foundation
import Synchronization
import TinyTroupe
import TinyTroupeJSON
import TinyTroupeKernel
import TinyTroupeYAML

/// The plugin that is examined, in the process that examines it.
struct Patient: Sendable {
  /// The path of the manifest.
  let manifestPath: String
  /// The configuration with which instances are made.
  let config: JSON

  private var folder: String { (manifestPath as NSString).deletingLastPathComponent }
  private var libraryFolder: String { (Process.executable as NSString).deletingLastPathComponent }

  /// Reads the manifest.
  func manifest() throws(DiagnosticList) -> Manifest {
    try Manifest(readingFile: manifestPath, libraryFolder: libraryFolder)
  }

  /// Loads the plugin; the user asked for it, so no further trust is needed.
  func load() async throws -> LoadedPlugin {
    let registry = try PluginRegistry(
      searching: SearchPath(
        folders: [SearchPath.Folder(path: folder, origin: .firstParty)],
        libraryFolder: libraryFolder))
    return try await registry.load(try manifest().id)
  }

  /// Makes an instance of a component.
  func instance(
    _ component: LoadedComponent, of plugin: LoadedPlugin
  ) async throws(PluginError) -> Instance {
    try await plugin.makeInstance(of: component, config: config, in: root("create"))
  }

  /// The identity of a call under the doctor's seed, with services that answer that they are not there.
  func root(_ operation: String, number: Int = 0) -> RootContext {
    var services = ServiceRegistry()
    for id in ServiceRegistry.known.subtracting(ServiceRegistry.typed) {
      services[id] = AbsentService(id: id)
    }
    return RootContext(
      path: "1/doctor/\(operation):\(number)", seed: 7, timeNS: 1_767_603_600_000_000_000,
      agent: "Nuala", services: services)
  }
}

/// A service of a run that there is not while a plugin is examined.
private struct AbsentService: Service {
  let id: String

  func answer(_ request: ServiceRequest) -> ServiceAnswer {
    .now(.failure(PluginError(.unavailable, "\(id) is not there while a plugin is examined.")))
  }
}

/// Rules of the interface that were broken, as the kernel saw it.
final class Misdeeds: Sendable {
  private let seen = Mutex<[String]>([])

  /// Begins to listen; log lines of this process go nowhere else from then on.
  init() {
    KernelLog.setSink { [weak self] line in
      guard line.level == .pluginMisbehaving else { return }
      self?.seen.withLock { $0.append(line.message) }
    }
  }

  var all: [String] { seen.withLock { $0 } }
}
