import Recollection
import Synchronization
import Testing
import TinyPerson
import TinyTroupeFakeHost
import TinyTroupeJSON
import TinyTroupePluginKit

/// A person on a stage of its own: a scripted model, tools, and a memory that records each turn.
final class Stage: Sendable {
  /// A model call as the gateway would see it.
  struct Asked: Sendable {
    let envelope: JSON
    let body: [UInt8]

    var messages: [JSON] { (try? JSON(parsing: body))?.array ?? [] }
    var texts: [String] { messages.compactMap { $0["content"]?.string } }
    var tail: String { texts.last ?? "" }
    /// The bytes before the last message.
    var stable: ArraySlice<UInt8> {
      let marker = Array(#",{"role":"user","content":"#.utf8)
      let start = body.indices.last { body[$0...].starts(with: marker) } ?? 0
      return body[..<start]
    }
  }

  struct World {
    var items: [JSON] = []
    var nextID = 1
    var replies: [FakeAnswer] = []
    var asked: [Asked] = []
    var tools: [JSON] = []
    var performed: [JSON] = []
    var queries: [JSON] = []
    var state: (version: Int, json: JSON?) = (0, nil)
    var isStateKnown = false
    var digest: String?
  }

  let host = FakeHost()
  let config: JSON
  private let world = Mutex(World())
  private let kept = Mutex<FakeInstance?>(nil)
  private let window: (prefix: Int, recent: Int)

  init(
    persona: JSON = ["name": "Lisa Carter", "age": 28], config: JSONObject = [:],
    tools: [JSON] = [], window: (prefix: Int, recent: Int) = (10, 20)
  ) throws {
    var config = config
    config["persona"] = persona
    self.config = .object(config)
    self.window = window
    world.withLock { $0.tools = tools }
    host.services = [
      "tt.llm/1": { [unowned self] _, envelope, body in self.complete(envelope, body) },
      "tt.tools/1": { [unowned self] op, request, _ in self.use(op, request) },
      "tt.memory/1": { [unowned self] _, request, _ in self.remember(request) },
    ]
    try forgetInstance()
  }

  /// Does what a host may do between any two calls.
  func forgetInstance() throws {
    let instance = try host.create(TinyPerson.self, config: config)
    kept.withLock { $0 = instance }
    world.withLock { $0.isStateKnown = false }
  }

  func invoke(_ op: String, _ request: JSON) async throws -> JSON {
    try await #require(kept.withLock { $0 }).invoke(op, request).get()
  }

  var asked: [Asked] { world.withLock { $0.asked } }
  var performed: [JSON] { world.withLock { $0.performed } }
  var queries: [JSON] { world.withLock { $0.queries } }
  var state: JSON? { world.withLock { $0.state.json } }

  func lastAsked() throws -> Asked { try #require(asked.last) }

  // MARK: The model

  /// Lets the model answer so, after what it was told to answer before.
  func reply(
    _ actions: [(String, String, String)], goals: String = "", attention: String = "",
    emotions: String = ""
  ) {
    let list = actions.map { type, target, content -> JSON in
      ["type": .string(type), "target": .string(target), "content": .string(content)]
    }
    let content: JSON = [
      "actions": .array(list),
      "state": [
        "goals": .string(goals), "attention": .string(attention), "emotions": .string(emotions),
      ],
    ]
    reply(content: content.text)
  }

  func reply(content: String, finish: String = "stop") {
    world.withLock {
      $0.replies.append(
        FakeAnswer(["content": .string(content), "finish": .string(finish)]))
    }
  }

  private func complete(_ envelope: JSON, _ body: [UInt8]) -> FakeAnswer {
    world.withLock { world in
      world.asked.append(Asked(envelope: envelope, body: body))
      return world.replies.isEmpty
        ? FakeAnswer(["content": "", "finish": "stop"]) : world.replies.removeFirst()
    }
  }

  // MARK: Tools

  private func use(_ op: String, _ request: JSON) -> FakeAnswer {
    world.withLock { world in
      if op == "list" { return FakeAnswer(["actions": .array(world.tools)]) }
      world.performed.append(request)
      return FakeAnswer(["text": .string("\(request["type"]?.string ?? "") worked")])
    }
  }

  // MARK: Memory

  /// Puts what happened before the test into memory.
  func remember(_ items: [JSONObject]) {
    world.withLock { world in for item in items { Self.record(item, &world) } }
  }

  func setDigest(_ digest: String) { world.withLock { $0.digest = digest } }

  private static func record(_ item: JSONObject, _ world: inout World) {
    var item = item
    item["id"] = .integer(Int64(world.nextID))
    world.nextID += 1
    world.items.append(.object(item))
  }

  private func remember(_ request: JSON) -> FakeAnswer {
    world.withLock { world in
      world.queries.append(request)
      guard request["mode"] == "recent" else { return FakeAnswer(["items": .array(world.items)]) }
      return FakeAnswer(recent(world, request))
    }
  }

  private func recent(_ world: World, _ request: JSON) -> JSON {
    let count = world.items.count
    let present = RecallWindow(prefix: window.prefix, recent: window.recent, count: count)
    let known = world.items.firstIndex { $0["id"] == request["after"] }.map { $0 + 1 } ?? 0
    let isPartial = known > 0 && present.before(known).omitted == present.omitted
    let full = Array(world.items[present.prefix] + world.items[present.recent])
    var answer: JSONObject = ["omitted": .integer(Int64(present.omitted))]
    answer["items"] = .array(isPartial ? Array(world.items[known...]) : full)
    answer["prefix"] = .integer(Int64(isPartial ? 0 : present.prefix.count))
    if isPartial { answer["partial"] = true }
    if let first = world.items[present.recent].first { answer["start"] = first["id"] }
    if let digest = world.digest { answer["digest"] = .string(digest) }
    return .object(answer)
  }

  // MARK: Turns

  /// Lets the person take a turn and remember it, as the engine does.
  @discardableResult
  func turn(
    _ perceives: [(type: String, content: String, source: String)] = [],
    time: String = "2026-01-05T09:00:00", accessible: JSON = ["Oscar Jensen", "Ana Lee"],
    extra: JSONObject = [:]
  ) async throws -> JSON {
    let stimuli = world.withLock { world in
      perceives.enumerated().map { offset, stimulus -> JSONObject in
        var item: JSONObject = [
          "id": .integer(Int64(world.nextID + offset)), "type": .string(stimulus.type),
          "content": .string(stimulus.content),
        ]
        if !stimulus.source.isEmpty { item["source"] = .string(stimulus.source) }
        return item
      }
    }
    let result = try await invoke("act", request(stimuli, time, accessible, extra))
    commit(stimuli, result, time)
    return result
  }

  private func request(
    _ stimuli: [JSONObject], _ time: String, _ accessible: JSON, _ extra: JSONObject
  ) -> JSON {
    var request: JSONObject = [
      "time": .string(time), "perceives": .array(stimuli.map(JSON.object)),
      "accessible": accessible, "action_kinds": [],
    ]
    let (state, isKnown) = world.withLock { ($0.state, $0.isStateKnown) }
    request["state_version"] = .integer(Int64(state.version))
    if !isKnown, let json = state.json { request["state"] = json }
    for (key, value) in extra { request[key] = value }
    return .object(request)
  }

  private func commit(_ stimuli: [JSONObject], _ result: JSON, _ time: String) {
    world.withLock { world in
      world.state = (world.state.version + 1, result["state"])
      world.isStateKnown = true
      for var stimulus in stimuli {
        stimulus["kind"] = "stimulus"
        stimulus["time"] = .string(time)
        Self.record(stimulus, &world)
      }
      let now = world.tools.filter { $0["when"] != "step-end" }.map { $0["type"] }
      for action in result["actions"]?.array ?? [] {
        var item = action.object ?? [:]
        item["kind"] = "action"
        item["time"] = .string(time)
        if item["target"] == "" { item["target"] = nil }
        Self.record(item, &world)
        guard now.contains(action["type"]) else { continue }
        Self.record(
          [
            "kind": "result", "type": action["type"] ?? "", "time": .string(time),
            "content": .string("\(action["type"]?.string ?? "") worked"),
          ], &world)
      }
    }
  }
}

/// An answer's actions as `TYPE>target: content`.
func actions(_ result: JSON) -> [String] {
  (result["actions"]?.array ?? []).map { action in
    let target = action["target"]?.string ?? ""
    let content = action["content"]?.string ?? ""
    return (action["type"]?.string ?? "") + (target.isEmpty ? "" : ">\(target)")
      + (content.isEmpty ? "" : ": \(content)")
  }
}

/// Speech that reaches the person.
func says(_ source: String, _ content: String) -> (type: String, content: String, source: String) {
  ("CONVERSATION", content, source)
}
