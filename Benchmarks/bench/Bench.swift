import Foundation
import TinyTroupe
import TinyTroupeJSON
import TinyTroupeKernel
import TinyTroupeYAML

/// Prints the project's figures as JSON lines; see `Benchmarks/README.md`.
@main
struct Bench {
  static func main() async throws {
    raiseFileLimit()
    let executable = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    let folder = (executable as NSString).deletingLastPathComponent
    let checkout = FileManager.default.currentDirectoryPath
    let path = SearchPath(
      folders: [
        SearchPath.Folder(path: "\(checkout)/Plugins", origin: .firstParty),
        SearchPath.Folder(path: "\(checkout)/Benchmarks", origin: .firstParty),
      ], libraryFolder: folder)
    let registry = try PluginRegistry(searching: path)
    let worlds = Worlds(registry: registry, persona: try persona(checkout))
    let chosen = Set(CommandLine.arguments.dropFirst())
    let known: Set = ["abi", "step", "network", "append", "prompts", "server", "start"]
    if let stray = chosen.subtracting(known).min() {
      throw UnknownBench(name: stray, known: known.sorted())
    }
    func wanted(_ name: String) -> Bool { chosen.isEmpty || chosen.contains(name) }
    if wanted("abi") { try await RoundTrip.run(registry) }
    if wanted("step") { try await AgentStep.run(registry, worlds) }
    if wanted("network") { try await NetworkStep.run(registry) }
    if wanted("append") { try await Appends.run() }
    if wanted("prompts") { try await Prompts.run(registry, checkout: checkout) }
    if wanted("server") { try await ServerRuns.run(registry, worlds, folder: folder) }
    if wanted("start") { try await StartTime.run(folder: folder, checkout: checkout) }
    Measurement.print("memory", ["peak_mib": Measurement.rounded(Measurement.peakMemory)])
  }

  private static func persona(_ checkout: String) throws -> JSONObject {
    let file = "\(checkout)/examples/personas/nuala.agent.yaml"
    let bytes = Array(FileManager.default.contents(atPath: file) ?? Data())
    return try YAMLReader.read(bytes, file: file)["persona"]?.json.object ?? [:]
  }

  private static func raiseFileLimit() {
    var limit = rlimit()
    getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    limit.rlim_cur = limit.rlim_max
    setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
  }
}

/// A name on the command line that no benchmark has.
private struct UnknownBench: Error, CustomStringConvertible {
  let name: String
  let known: [String]

  var description: String {
    "No benchmark is called '\(name)'. There are: \(known.joined(separator: ", "))."
  }
}

extension RunPreparation {
  /// A preparation for benchmarks: nobody watches, runs go to a temporary folder.
  static func bench(_ registry: PluginRegistry) -> RunPreparation {
    RunPreparation(
      registry: registry,
      runsFolder: FileManager.default.temporaryDirectory.appending(path: "tinytroupe-bench").path,
      observer: Silence(), environment: ProcessInfo.processInfo.environment)
  }
}
