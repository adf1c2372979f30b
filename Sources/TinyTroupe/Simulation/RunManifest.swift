import TinyTroupeJSON
import TinyTroupeKernel

/// What a run's manifest keeps, so that a reader knows exactly what was run.
enum RunManifest {
  /// The study as resolved, the seed, the people, and the plugins with their versions.
  ///
  /// Secrets stand in it by name only, since configurations never hold them.
  static func json(_ plan: SimulationPlan, registry: PluginRegistry) -> JSON {
    let used = Set(
      plan.models.values.map(\.component.plugin) + [plan.environment.component.plugin]
        + plan.agents.flatMap { [$0.component.plugin, $0.memory.plugin] + $0.tools.map(\.plugin) }
        + plan.extracts.map(\.component.plugin))
    let plugins = registry.entries.filter { used.contains($0.manifest.id) }.map { entry -> JSON in
      ["id": .string(entry.manifest.id), "version": .string(entry.manifest.version)]
    }
    let backend = plan.models[plan.purposes["act"] ?? "default"]?.component.name
    return [
      "name": .string(plan.name), "seed": .integer(Int64(bitPattern: plan.seed)),
      "study": plan.study, "agents": .array(plan.agents.map { .string($0.name) }),
      "backend": backend.map { .string($0) } ?? .null,
      "plugins": .array(plugins), "version": .string(Version.current),
    ]
  }
}

/// The version of this program.
public enum Version {
  /// Semantic version.
  public static let current = "0.1.0"
}
