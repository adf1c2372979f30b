internal import Recollection
public import TinyTroupeJSON
public import TinyTroupePluginKit

/// Remembers as the episodic memory does, and finds by words (BM25) and, if wanted, by meaning.
///
/// Vectors are made when events are consolidated, in one call for all that are new. An instance keeps nothing.
public struct SemanticMemory: BlockingMemory {
  /// The component `semantic`.
  public static let identity = Identity(
    plugin: "org.tinytroupe.semantic-memory", version: "0.1.0", name: "semantic")

  private let size: WindowSize
  private let usesMeaning: Bool

  /// Reads `window` and `embeddings`.
  public init(config: JSON) throws {
    size = try WindowSize(config)
    usesMeaning = config["embeddings"]?.bool ?? false
  }

  /// Appends events, and asks for their vectors to be made.
  public func write(_ request: Request, _ call: Call) throws -> Response {
    guard let events = try MemoryQuery.numbers("events", of: try request.json()) else {
      throw PluginFailure(.invalid, "The memory was asked to write without 'events'.")
    }
    var experience = try Experience(reading: call)
    try experience.append(events, call)
    guard usesMeaning, !events.isEmpty else { return Response([:]) }
    try Vectors.request(events, call)
    return Response(["consolidate": true])
  }

  /// Recalls the window, what fits a text, or everything.
  public func query(_ request: Request, _ call: Call) throws -> Response {
    let query = try request.json()
    let experience = try Experience(reading: call)
    switch query["mode"]?.string {
    case "recent":
      let window = size.window(over: experience.count)
      return try RecentRecall(experience, window, call).answer(query)
    case "search": return try search(query, experience, call)
    case "all": return try experience.all(query, call)
    default: throw MemoryQuery.unknownMode(query)
    }
  }

  /// Makes the vectors of events that have none; a backend without embeddings leaves them to their words.
  public func consolidate(_ request: Request, _ call: Call) async throws -> Response {
    try await Vectors.makeRequested(call)
    return Response([:])
  }

  /// Drops events by number, those before a number, or all, with their vectors.
  public func forget(_ request: Request, _ call: Call) throws -> Response {
    var experience = try Experience(reading: call)
    let forgotten = try experience.forget(try request.json(), call)
    if !forgotten.isEmpty { try Vectors.forget(forgotten, call) }
    return Response(["forgotten": .integer(Int64(forgotten.count))])
  }

  private func search(_ query: JSON, _ experience: Experience, _ call: Call) throws -> Response {
    let text = try MemoryQuery.text(of: query)
    let limit = try MemoryQuery.limit(of: query) ?? 20
    let items = try call.remembered(try experience.numbers(at: 0..<experience.count, call))
    var words = LexicalSearch(question: text)
    for item in items { words.add(item.texts) }
    var ranking = HybridRanking(lexical: words.ranking(limit: items.count))
    if usesMeaning, let similarities = try Vectors.similarities(to: text, of: items, call) {
      ranking.add(similarities: similarities)
    }
    let best = ranking.best(limit)
    return Response { writer in
      writer.object { writer in
        writer.key("items")
        writer.array { writer in
          for found in best {
            items[found.position].write(to: &writer, score: found.score, why: found.why)
          }
        }
      }
    }
  }
}
