import Foundation
import Synchronization
import TinyTroupeJSON

@testable import TinyTroupe
@testable import TinyTroupeKernel

/// A run of scripted people, and what came of it.
struct Troupe {
  let scratch: Scratch
  let registry: PluginRegistry
  var environment: [String: String] = [:]

  init() throws {
    scratch = try Scratch()
    registry = try Checkout.registry()
  }

  /// People who say what the script says; nothing in it means that they do nothing.
  func plan(
    _ names: [String], _ replies: [JSON] = [], order: EnvironmentPlan.Order = .simultaneous,
    timeline: [TimelineEntry] = [.run(steps: 1)], world: JSON = [:],
    tools: [ComponentPlan] = [], onError: ErrorPolicy = .stop, seed: UInt64 = 1
  ) throws -> SimulationPlan {
    let agents = try names.enumerated().map { number, name in
      AgentPlan(
        name: name, persona: ["name": .string(name), "age": .integer(Int64(30 + number))],
        component: try registry.standard("agent", config: ["prevent_repetition": false]),
        memory: try registry.standard("memory"),
        tools: tools)
    }
    let environment = EnvironmentPlan(
      component: try registry.standard("environment", config: world), order: order)
    return SimulationPlan(
      name: "troupe", seed: seed, models: ["default": Self.scripted(replies)], agents: agents,
      environment: environment, timeline: timeline, onError: onError)
  }

  static func scripted(_ replies: [JSON], concurrency: Int = 64, attempts: Int = 1) -> ModelPlan {
    let config: JSON = ["replies": .array(replies), "default": ["json": says([])]]
    return ModelPlan(
      component: ComponentPlan(
        kind: "llm", plugin: "org.tinytroupe.scripted", name: "scripted", config: config),
      concurrency: concurrency, attempts: attempts)
  }

  /// The tool that the puppet plays.
  static let puppet = ComponentPlan(kind: "tool", plugin: "org.example.puppet", name: "puppet")

  func run(_ plan: SimulationPlan) async throws -> Record {
    let watcher = Watcher()
    let preparation = RunPreparation(
      registry: registry, runsFolder: scratch.path + "/runs", observer: watcher,
      environment: environment)
    return Record(outcome: try await preparation.run(plan), watcher: watcher)
  }

  /// The body of a turn: actions as `TYPE TARGET: CONTENT` triples, ended by DONE.
  static func says(_ actions: [(type: String, target: String, content: String)]) -> JSON {
    let list = (actions + [(type: "DONE", target: "", content: "")]).map { action -> JSON in
      [
        "type": .string(action.type), "target": .string(action.target),
        "content": .string(action.content),
      ]
    }
    return [
      "actions": .array(list), "state": ["goals": "g", "attention": "a", "emotions": "e"],
    ]
  }

  /// A line of the script: what a person does in a turn, in every turn if none is given.
  static func line(
    _ persona: String?, turn: Int? = nil, contains: String? = nil,
    _ actions: (type: String, target: String, content: String)...
  ) -> JSON {
    ["when": when(persona, turn, contains), "json": says(actions)]
  }

  /// A line on which the model fails.
  static func failure(
    _ persona: String?, turn: Int? = nil, contains: String? = nil, code: String = "invalid"
  ) -> JSON {
    [
      "when": when(persona, turn, contains),
      "error": ["code": .string(code), "message": "The model is tired."],
    ]
  }

  private static func when(_ persona: String?, _ turn: Int?, _ contains: String?) -> JSON {
    var when: JSONObject = [:]
    when["persona"] = persona.map { .string($0) }
    when["turn"] = turn.map { .integer(Int64($0)) }
    when["contains"] = contains.map { .string($0) }
    return .object(when)
  }
}

/// What a run left behind.
struct Record {
  let outcome: RunOutcome
  let watcher: Watcher

  var events: [Event] { watcher.events }
  var kinds: [String] { events.map(\.kind.rawValue) }

  func events(_ kind: EventKind) -> [Event] { events.filter { $0.kind == kind } }

  /// A golden line for each event: step, kind, person, and what it did.
  var lines: [String] {
    events.map { event in
      var words = ["\(event.step)", event.kind.rawValue]
      if let agent = event.agent { words.append(agent) }
      if let action = event.payload["action"], let type = action["type"]?.string {
        words.append(type)
      }
      return words.joined(separator: " ")
    }
  }

  var calls: [CallEntry] {
    get throws { try RunReader.open(RunFolder(path: outcome.folder)).calls() }
  }

  func call(_ path: String) throws -> CallRecord? {
    try RunReader.open(RunFolder(path: outcome.folder)).call(at: path)
  }

  /// The texts of a model call's messages.
  func prompt(_ path: String) throws -> String {
    String(decoding: try call(path)?.request.body ?? [], as: UTF8.self)
  }

  /// Files below `results/`, in order.
  var files: [String] {
    let found = FileManager.default.enumerator(atPath: outcome.folder + "/results")
    var names: [String] = []
    while let name = found?.nextObject() as? String {
      if found?.fileAttributes?[.type] as? FileAttributeType == .typeRegular { names.append(name) }
    }
    return names.sorted()
  }

  func file(_ name: String) -> String? {
    try? String(contentsOfFile: outcome.folder + "/results/" + name, encoding: .utf8)
  }
}

/// Collects what a run shows.
final class Watcher: RunObserver {
  private struct Seen {
    var events: [Event] = []
    var tables: [ResultTable] = []
  }
  private let seen = Mutex(Seen())

  var events: [Event] { seen.withLock { $0.events } }
  var tables: [ResultTable] { seen.withLock { $0.tables } }

  func started(_ run: RunOverture) {}
  func observed(_ event: Event) { seen.withLock { $0.events.append(event) } }
  func tabulated(_ table: ResultTable, path: String) { seen.withLock { $0.tables.append(table) } }
}
