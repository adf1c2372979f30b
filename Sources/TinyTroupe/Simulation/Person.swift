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

extension Person {
  /// What stands in the persona at paths such as `persona.age`; null where nothing does.
  func values(at columns: [String]) -> [JSON] {
    columns.map { plan.persona.at(String($0.trimmingPrefix("persona."))) ?? .null }
  }

  /// Forgets the instances, after a turn of which nothing lasts.
  func forget() {
    mind.forget()
    memory.forget()
    for tool in tools { tool.forget() }
  }
}
