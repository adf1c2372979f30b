import EpisodicMemory
import Synchronization
import Testing
import TinyTroupeFakeHost
import TinyTroupeJSON
import TinyTroupePluginKit

/// A memory in the hands of one person, with a store and an event log made of dictionaries.
final class MemoryStage: Sendable {
  struct World {
    var store: [String: [UInt8]] = [:]
    var events: [Int: JSON] = [:]
    /// The keys of each `put`, with the bytes that it wrote.
    var puts: [(keys: [String], bytes: Int)] = []
    /// The numbers of each `tt.events` query.
    var reads: [[Int]] = []
  }

  let host = FakeHost()
  private let world = Mutex(World())
  private let config: JSON
  private let kept = Mutex<FakeInstance?>(nil)

  init(prefix: Int? = nil, recent: Int? = nil) throws {
    var window = JSONObject()
    window["prefix"] = prefix.map { .integer(Int64($0)) }
    window["recent"] = recent.map { .integer(Int64($0)) }
    config = window.isEmpty ? [:] : ["window": .object(window)]
    host.services = [
      "tt.store/1": { [unowned self] in try self.store($0, $1, $2) },
      "tt.events/1": { [unowned self] _, request, _ in self.read(request) },
    ]
    try forgetInstance()
  }

  /// Does what a host may do between any two calls.
  func forgetInstance() throws {
    let instance = try host.create(EpisodicMemory.self, config: config)
    kept.withLock { $0 = instance }
  }

  func invoke(_ op: String, _ request: JSON) async throws -> JSON {
    try await #require(kept.withLock { $0 }).invoke(op, request).get()
  }

  var puts: [(keys: [String], bytes: Int)] { world.withLock { $0.puts } }
  var reads: [[Int]] { world.withLock { $0.reads } }
  var keys: [String] { world.withLock { $0.store.keys.sorted() } }

  func lose(_ id: Int) { world.withLock { $0.events[id] = nil } }

  func damage(_ key: String) { world.withLock { $0.store[key] = [0xFF] } }

  /// Lets events happen and be remembered, with `text` as their content.
  @discardableResult
  func live(_ ids: some Sequence<Int>, _ text: (Int) -> String = { "event \($0)" }) async throws
    -> JSON
  {
    let ids = Array(ids)
    world.withLock { world in
      for id in ids {
        world.events[id] = [
          "id": .integer(Int64(id)), "kind": "stimulus", "type": "CONVERSATION",
          "content": .string(text(id)), "source": "Oscar", "agent": "Oscar",
          "time": "2026-01-05T09:00:00",
        ]
      }
    }
    return try await invoke("write", ["events": .array(ids.map { .integer(Int64($0)) })])
  }

  func recall(after: Int? = nil, start: Int? = nil) async throws -> JSON {
    var request: JSONObject = ["mode": "recent"]
    request["after"] = after.map { .integer(Int64($0)) }
    request["start"] = start.map { .integer(Int64($0)) }
    return try await invoke("query", .object(request))
  }

  // MARK: Services

  private func store(_ op: String, _ request: JSON, _ body: [UInt8]) throws -> FakeAnswer {
    let keys = (request["keys"]?.array ?? []).compactMap(\.string)
    #expect(request["scope"] == "agent")
    return world.withLock { world in
      switch op {
      case "get":
        let values = keys.map { world.store[$0] }
        return FakeAnswer(
          [
            "found": .array(values.map { .bool($0 != nil) }),
            "lengths": .array(values.map { .integer(Int64($0?.count ?? 0)) }),
          ], body: values.flatMap { $0 ?? [] })
      case "put":
        var rest = body[...]
        for (key, length) in zip(keys, (request["lengths"]?.array ?? []).compactMap(\.integer)) {
          world.store[key] = Array(rest.prefix(length))
          rest = rest.dropFirst(length)
        }
        world.puts.append((keys, body.count))
        return FakeAnswer([:])
      default:
        for key in keys { world.store[key] = nil }
        return FakeAnswer([:])
      }
    }
  }

  private func read(_ request: JSON) -> FakeAnswer {
    let ids = (request["ids"]?.array ?? []).compactMap(\.integer)
    return world.withLock { world in
      world.reads.append(ids)
      return FakeAnswer(["events": .array(ids.compactMap { world.events[$0] })])
    }
  }
}

/// The numbers of an answer's items.
func ids(_ answer: JSON) -> [Int] {
  (answer["items"]?.array ?? []).compactMap { $0["id"]?.integer }
}
