import Foundation
import TinyTroupeDigest
import TinyTroupeJSON
import TinyTroupeKernel

/// What a study was read from: all that is needed to read it again, and to tell whether it has changed.
package struct StudyProvenance: Sendable {
  /// The study's file as the user named it; nil where a program made the plan.
  package var study: String?
  /// The folder from which the file was named.
  package var folder = ""
  /// What stood behind each `--set`.
  package var settings: [String] = []
  /// The files that were read, the study first.
  package var inputs: [RunInput] = []

  /// Makes the provenance of a plan that was not read from files.
  package init() {}
}

/// What a run's manifest keeps, so that a reader knows exactly what was run.
struct RunManifest: Sendable {
  private let plan: SimulationPlan
  private let registry: PluginRegistry
  private let sources: StudyProvenance

  init(_ plan: SimulationPlan, _ registry: PluginRegistry, _ sources: StudyProvenance) {
    self.plan = plan
    self.registry = registry
    self.sources = sources
  }

  /// The study as resolved, its files and settings, the seed, the people, the plugins with their digests, and
  /// the program and system that ran it.
  ///
  /// Secrets stand in it by name only, since configurations never hold them.
  func json() async throws(RunError) -> JSONObject {
    let backend = plan.models[plan.purposes["act"] ?? "default"]?.component.name
    var json: JSONObject = [
      "name": .string(plan.name), "seed": .integer(Int64(bitPattern: plan.seed)),
      "study": plan.study, "agents": .array(plan.agents.map { .string($0.name) }),
      "backend": backend.map { .string($0) } ?? .null, "plugins": .array(try await plugins()),
      "inputs": .array(sources.inputs.map(Self.json)), "version": .string(Version.current),
      "system": .string(ProcessInfo.processInfo.operatingSystemVersionString),
    ]
    json["prices"] = .object(JSONObject(plan.models.map { ($0.key, $0.value.price.json) }))
    if let study = sources.study {
      json["study_file"] = .string(study)
      json["folder"] = .string(sources.folder)
      json["settings"] = .array(sources.settings.map { .string($0) })
    }
    return json
  }

  private static func json(_ input: RunInput) -> JSON {
    ["path": .string(input.path), "sha256": .string(input.digest.description)]
  }

  private func plugins() async throws(RunError) -> [JSON] {
    let used = Set(
      plan.models.values.map(\.component.plugin) + [plan.environment.component.plugin]
        + plan.agents.flatMap { [$0.component.plugin, $0.memory.plugin] + $0.tools.map(\.plugin) }
        + plan.extracts.map(\.component.plugin) + plan.reports.map(\.component.plugin)
        + plan.exports.map(\.component.plugin) + plan.generations.flatMap(\.plugins))
    var plugins: [JSON] = []
    for manifest in registry.entries.map(\.manifest) where used.contains(manifest.id) {
      let plugin: LoadedPlugin
      do throws(LoadError) {
        plugin = try await registry.load(manifest.id)
      } catch {
        throw .preparation(error.description)
      }
      plugins.append([
        "id": .string(manifest.id), "version": .string(manifest.version),
        "library": .string(manifest.library), "sha256": .string(plugin.digest.description),
      ])
    }
    return plugins
  }
}

/// The version of this program.
public enum Version {
  /// Semantic version.
  public static let current = "0.1.0"
}
