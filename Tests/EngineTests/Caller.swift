import TinyTroupeJSON

@testable import TinyTroupe
@testable import TinyTroupeKernel

/// The puppet, asking services on behalf of Lisa or of the world.
final class Caller: Sendable {
  let scope: CallScope
  let log = EventLog()
  private let puppet: Instance
  private let services: ServiceRegistry
  private let troupe: Troupe

  init(isWorld: Bool = false, services: [String: any Service] = [:], config: JSON = [:])
    async throws
  {
    let troupe = try Troupe()
    self.troupe = troupe
    let maker = InstanceMaker(registry: troupe.registry, seed: 1, forgetsAtRandom: false)
    var component = Troupe.puppet
    component.config = config
    puppet = try await maker.make(component)
    let plan = try troupe.plan(["Lisa"], tools: [Troupe.puppet]).agents[0]
    let lisa = Person(index: 0, plan: plan, maker: maker)
    let toolbox = try await Toolbox.describe([lisa]) { tool in
      RootContext(path: "0/\(tool)/tool.describe", seed: 1, timeNS: 0, services: ServiceRegistry())
    }
    let calls = CallJournal(
      store: try await RunStore.create(
        in: troupe.scratch.path, name: "caller", startedAt: 0, manifest: [:]))
    scope = CallScope(
      person: isWorld ? nil : lisa, experience: isWorld ? .world(log) : .person(0, log),
      writes: WriteBuffer(CommittedStore()))
    var known: [String: any Service] = [
      "tt.store/1": StoreService(), "tt.events/1": EventsService(),
      "tt.tools/1": ToolsService(toolbox: toolbox, calls: calls), "tt.memory/1": MemoryService(),
    ]
    known.merge(services) { _, given in given }
    self.services = ServiceRegistry(known)
  }

  /// Asks `tt.store/1 put` and the like, in a certain step.
  @discardableResult
  func ask(
    _ op: String, _ json: String = "{}", _ body: String = "", step: Int = 1
  ) async throws(PluginError) -> Reply {
    let root = RootContext(
      path: "\(step)/Lisa/tool.perform", seed: 1, timeNS: 0, services: services, scope: scope)
    return try await puppet.invoke(op, json: Array(json.utf8), body: Array(body.utf8), in: root)
  }

  /// The sentence with which a request is refused.
  func refusal(_ op: String, _ json: String = "{}", _ body: String = "") async -> String? {
    do throws(PluginError) {
      try await ask(op, json, body)
      return nil
    } catch {
      return error.message
    }
  }

  /// Lisa is 0, Oscar is 1: a broadcast, a word of Lisa's, one of Oscar's, which a third hears, which
  /// reaches Lisa, and what a tool told Lisa.
  func happen() {
    log.join(0, at: 0)
    log.join(1, at: 0)
    note(.stimulus, nil, ["type": "CONVERSATION", "content": "to all"], .everyone)
    note(
      .action, "Lisa", ["action": ["type": "TALK", "content": "mine", "target": ""]], .these([0]))
    note(
      .action, "Oscar", ["action": ["type": "TALK", "content": "heard", "target": ""]], .these([1]))
    note(.delivered, "Oscar", ["action": 2, "as": "CONVERSATION"], .these([2]))
    note(.delivered, "Oscar", ["action": 2, "as": "CONVERSATION"], .these([0]))
    note(.toolPerformed, "Lisa", ["tool": "t", "type": "X", "text": "tool says"], .these([0]))
    log.perceived(by: .everyone, before: log.count)
  }

  private func note(
    _ kind: EventKind, _ agent: String?, _ payload: JSONObject, _ witnesses: WitnessSet
  ) {
    log.append(
      Event(kind: kind, step: 1, seq: log.count, timeNS: 0, agent: agent, payload: payload),
      witnesses: witnesses)
  }
}
