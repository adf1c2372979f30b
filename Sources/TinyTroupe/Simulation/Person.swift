import TinyTroupeJSON
import TinyTroupeKernel

/// A person during a run: the plan and the instances.
final class Person: Sendable {
  /// The position in canonical order.
  let index: Int
  let plan: AgentPlan
  var name: String { plan.name }

  let mind: InstanceSlot
  let memory: InstanceSlot
  let tools: [InstanceSlot]

  init(index: Int, plan: AgentPlan, language: String? = nil, maker: InstanceMaker) {
    self.index = index
    self.plan = plan
    var component = plan.component
    var config = component.config.object ?? [:]
    config["persona"] = plan.persona
    if let language, config["language"] == nil { config["language"] = .string(language) }
    component.config = .object(config)
    mind = InstanceSlot(component, maker: maker)
    memory = InstanceSlot(plan.memory, maker: maker)
    tools = plan.tools.map { InstanceSlot($0, maker: maker) }
  }
}
