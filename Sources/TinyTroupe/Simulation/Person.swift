import Synchronization
import TinyTroupeJSON
import TinyTroupeKernel

/// A person during a run: the plan, the instances, and what has reached it but was not perceived yet.
final class Person: Sendable {
  /// The position in canonical order.
  let index: Int
  let plan: AgentPlan
  var name: String { plan.name }

  let mind: InstanceSlot
  let memory: InstanceSlot
  let tools: [InstanceSlot]
  private let inbox = Mutex<[Int]>([])

  init(index: Int, plan: AgentPlan, maker: InstanceMaker) {
    self.index = index
    self.plan = plan
    var component = plan.component
    var config = component.config.object ?? [:]
    config["persona"] = plan.persona
    component.config = .object(config)
    mind = InstanceSlot(component, maker: maker)
    memory = InstanceSlot(plan.memory, maker: maker)
    tools = plan.tools.map { InstanceSlot($0, maker: maker) }
  }

  /// Puts an event where the person perceives it in its next turn.
  func receive(_ event: Int) {
    inbox.withLock { $0.append(event) }
  }

  /// Events that reached the person since its last turn, in order.
  var waiting: [Int] { inbox.withLock { $0 } }

  /// Forgets the events that a turn has perceived.
  func perceived(_ count: Int) {
    inbox.withLock { $0.removeFirst(count) }
  }
}
