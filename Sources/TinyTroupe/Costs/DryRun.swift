import Foundation
import TinyTroupeJSON
import TinyTroupeKernel

/// Rehearses a study to see what it will use: nothing is sent, spent or kept.
public struct DryRun: Sendable {
  private let preparation: RunPreparation

  /// Makes a dry run.
  ///
  /// - Parameter preparation: Where plugins come from; its folder, observer and origin are not used.
  public init(_ preparation: RunPreparation) {
    self.preparation = preparation
  }

  /// What a plan will use.
  ///
  /// - Throws: What would stop the rehearsal; where it gets stuck, the study would.
  public func estimate(_ plan: SimulationPlan) async throws(RunError) -> CostEstimate {
    let folder =
      FileManager.default.temporaryDirectory.path + "/tinytroupe-dry-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var rehearsal = preparation
    rehearsal.runsFolder = folder
    rehearsal.observer = SilentObserver()
    rehearsal.origin = .new
    rehearsal.sendsNothing = true
    let outcome = try await rehearsal.run(try rehearsed(plan))
    if let failure = outcome.failure { throw failure }
    let calls: [RehearsedCalls]
    do throws(RunStoreError) {
      calls = try await offPool { () throws(RunStoreError) in
        try RunReader.open(RunFolder(path: outcome.folder)).rehearsedCalls()
      }
    } catch {
      throw RunError(error)
    }
    return estimate(plan, calls, steps: outcome.steps)
  }

  private func estimate(
    _ plan: SimulationPlan, _ calls: [RehearsedCalls], steps: Int
  ) -> CostEstimate {
    let rows = calls.map {
      CostEstimate.Row($0, price: plan.models[$0.llm]?.price ?? .unknown)
    }
    let unpriced = Set(calls.map(\.llm)).sorted().compactMap { llm -> String? in
      guard let model = plan.models[llm], model.price == .unknown else { return nil }
      return model.component.config["model"]?.string ?? model.component.name
    }
    return CostEstimate(
      people: plan.peopleCount, steps: steps, rows: rows, unpriced: unpriced)
  }

  /// The same study with a stand-in for each of its models, no effects and no limits.
  private func rehearsed(_ plan: SimulationPlan) throws(RunError) -> SimulationPlan {
    let free = preparation.registry.candidates(ofKind: "llm").filter(\.provided.isFree)
    guard let choice = free.first(where: \.provided.isDefault) else {
      throw .preparation(
        "A dry run needs a model that costs nothing, and no plugin provides one by default. Build the plugins (swift build); see: tinytroupe plugin list"
      )
    }
    let standIn = ComponentPlan(
      kind: "llm", plugin: choice.manifest.id, name: choice.provided.name)
    var rehearsal = plan
    rehearsal.models = plan.models.mapValues { model in
      // What costs nothing by its nature needs no stand-in; a server may be there for other work.
      let isFree = free.contains {
        $0.manifest.id == model.component.plugin && $0.provided.name == model.component.name
      }
      return ModelPlan(component: isFree ? model.component : standIn)
    }
    for generation in rehearsal.generations.indices {
      for tool in rehearsal.generations[generation].template.tools.indices {
        rehearsal.generations[generation].template.tools[tool].allowsSideEffects = false
      }
    }
    for agent in rehearsal.agents.indices {
      for tool in rehearsal.agents[agent].tools.indices {
        rehearsal.agents[agent].tools[tool].allowsSideEffects = false
      }
    }
    return rehearsal
  }
}
