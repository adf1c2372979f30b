import TinyTroupe
import TinyTroupeJSON
import TinyTroupeKernel

/// What one agent-step costs in CPU: observe, turn, model call, consequences, memory, commit, with everything
/// logged and the Scripted backend.
enum AgentStep {
  static func run(_ registry: PluginRegistry, _ worlds: Worlds) async throws {
    let people = 20
    let short = try await cpu(registry, worlds, people, steps: 10)
    let long = try await cpu(registry, worlds, people, steps: 60)
    // The difference leaves out the start and measures turns whose window of history is full.
    let steps = Double(people * 50)
    Measurement.print(
      "agent-step",
      [
        "cpu_us": Measurement.rounded((long - short) / steps * 1e6), "target_us": 300,
        "people": .integer(Int64(people)), "steps": 50,
      ])
  }

  private static func cpu(
    _ registry: PluginRegistry, _ worlds: Worlds, _ people: Int, steps: Int
  ) async throws -> Double {
    let plan = try worlds.ring(
      people, steps: steps, model: worlds.scripted(target: Worlds.name(1)))
    let (_, cpu) = try await Measurement.time {
      let outcome = try await RunPreparation.bench(registry).run(plan)
      if let failure = outcome.failure { throw failure }
    }
    return cpu
  }
}
