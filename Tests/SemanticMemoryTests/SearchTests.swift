import SemanticMemory
import Synchronization
import Testing
import TinyTroupeFakeHost
import TinyTroupeJSON
import TinyTroupePluginKit

/// A semantic memory with a store, an event log and a backend made of dictionaries.
private final class Stage: Sendable {
  struct World {
    var store: [String: [UInt8]] = [:]
    var events: [Int: JSON] = [:]
    var embedded: [String] = []
    /// The meaning of a text; nil where the backend has no embeddings.
    var meaning: (@Sendable (String) -> [Float])?
  }

  let host = FakeHost()
  private let world = Mutex(World())
  private let config: JSON

  init(embeddings: Bool, meaning: (@Sendable (String) -> [Float])? = nil) throws {
    config = ["embeddings": .bool(embeddings)]
    world.withLock { $0.meaning = meaning }
    host.services = [
      "tt.store/1": { [unowned self] in try self.store($0, $1, $2) },
      "tt.events/1": { [unowned self] _, request, _ in self.read(request) },
      "tt.llm/1": { [unowned self] _, request, _ in try self.embed(request) },
    ]
  }

  var embedded: [String] { world.withLock { $0.embedded } }
  var keys: [String] { world.withLock { $0.store.keys.sorted() } }

  /// A new instance for each call, as a host may make one.
  func invoke(_ op: String, _ request: JSON) async throws -> JSON {
    try await host.create(SemanticMemory.self, config: config).invoke(op, request).get()
  }

  func live(_ texts: [String]) async throws {
    world.withLock { world in
      for (index, text) in texts.enumerated() {
        world.events[index] = [
          "id": .integer(Int64(index)), "kind": "stimulus", "type": "CONVERSATION",
          "content": .string(text), "time": "2026-01-05T09:00:00",
        ]
      }
    }
    let ids = texts.indices.map { JSON.integer(Int64($0)) }
    let answer = try await invoke("write", ["events": .array(ids)])
    if answer["consolidate"] == true { _ = try await invoke("consolidate", [:]) }
  }

  func search(_ text: String, limit: Int = 20) async throws -> [JSON] {
    let query: JSON = [
      "mode": "search", "text": .string(text), "limit": .integer(Int64(limit)),
    ]
    return try await invoke("query", query)["items"]?.array ?? []
  }

  private func embed(_ request: JSON) throws -> FakeAnswer {
    let texts = (request["texts"]?.array ?? []).compactMap(\.string)
    return try world.withLock { world in
      world.embedded += texts
      guard let meaning = world.meaning else {
        throw PluginFailure(.unsupported, "no embeddings here")
      }
      let vectors = texts.map(meaning)
      let body = vectors.flatMap { $0 }.flatMap { number in
        (0..<4).map { UInt8(truncatingIfNeeded: number.bitPattern >> UInt32(8 * $0)) }
      }
      return FakeAnswer(
        [
          "count": .integer(Int64(texts.count)),
          "dimensions": .integer(Int64(vectors.first?.count ?? 0)), "model": "m",
        ], body: body)
    }
  }

  private func store(_ op: String, _ request: JSON, _ body: [UInt8]) throws -> FakeAnswer {
    let keys = (request["keys"]?.array ?? []).compactMap(\.string)
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
      default: for key in keys { world.store[key] = nil }
      }
      return FakeAnswer([:])
    }
  }

  private func read(_ request: JSON) -> FakeAnswer {
    let ids = (request["ids"]?.array ?? []).compactMap(\.integer)
    return world.withLock { world in
      FakeAnswer(["events": .array(ids.compactMap { world.events[$0] })])
    }
  }
}

@Suite("What the semantic memory finds, and why")
struct SearchTests {
  private static let texts = [
    "The bakery sells rye bread.", "A dog barked all night.", "The puppy sleeps in the kitchen.",
    "Rye bread and more rye bread.",
  ]

  /// Animals lie along the first axis, food along the second.
  private static let meaning: @Sendable (String) -> [Float] = { text in
    let animal: Float = ["dog", "puppy", "pet"].contains { text.contains($0) } ? 1 : 0
    let food: Float = ["bread", "bakery", "food"].contains { text.contains($0) } ? 1 : 0
    return [animal, food, 0.01]
  }

  private func ids(_ items: [JSON]) -> [Int] { items.compactMap { $0["id"]?.integer } }

  @Test("by words alone, without asking a model, with the score of BM25 as the reason")
  func words() async throws {
    let stage = try Stage(embeddings: false, meaning: Self.meaning)
    try await stage.live(Self.texts)
    let found = try await stage.search("rye bread")
    #expect(ids(found) == [3, 0])
    #expect(found[0]["why"]?["lexical"] == found[0]["score"])
    #expect(try await stage.search("pets").isEmpty)
    #expect(stage.embedded.isEmpty)
  }

  @Test("by meaning what shares no word, with both ranks as the reason")
  func meaning() async throws {
    let stage = try Stage(embeddings: true, meaning: Self.meaning)
    try await stage.live(Self.texts)
    #expect(stage.embedded == Self.texts, "all in one call")
    let pets = try await stage.search("a pet")
    #expect(Set(ids(pets).prefix(2)) == [1, 2])
    #expect(pets[0]["why"]?["similarity"]?.double ?? 0 > 0.99)
    #expect(pets[0]["why"]?["similarity_rank"] != nil)
    let both = try await stage.search("rye food")
    #expect(Set(ids(both).prefix(2)) == [0, 3])
    #expect(both[0]["why"]?["lexical_rank"] != nil && both[0]["why"]?["similarity_rank"] != nil)
    #expect(ids(try await stage.search("a pet", limit: 1)).count == 1)
  }

  @Test("by words where the backend has no embeddings")
  func withoutBackend() async throws {
    let stage = try Stage(embeddings: true)
    try await stage.live(Self.texts)
    #expect(ids(try await stage.search("rye bread")) == [3, 0])
    #expect(stage.keys == ["head"], "nothing waits for ever")
  }

  @Test("nothing that was forgotten, and keeps no vector of it")
  func forgetting() async throws {
    let stage = try Stage(embeddings: true, meaning: Self.meaning)
    try await stage.live(Self.texts)
    #expect(try await stage.invoke("forget", ["ids": [1]])["forgotten"] == 1)
    #expect(ids(try await stage.search("a pet")).first == 2)
    #expect(!stage.keys.contains("vector/1") && stage.keys.contains("vector/2"))
  }

  @Test("and its window is that of the episodic memory")
  func window() async throws {
    let stage = try Stage(embeddings: false)
    try await stage.live((0..<60).map { "event \($0)" })
    let recent = try await stage.invoke("query", ["mode": "recent"])
    #expect(recent["prefix"] == 10 && recent["omitted"]?.integer ?? 0 > 0)
    let all = try await stage.invoke("query", ["mode": "all", "limit": 3])
    #expect(ids(all["items"]?.array ?? []) == [57, 58, 59])
    await #expect(throws: (any Error).self) { try await stage.invoke("query", ["mode": "dream"]) }
  }
}
