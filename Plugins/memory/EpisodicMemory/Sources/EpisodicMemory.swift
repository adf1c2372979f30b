internal import Recollection
public import TinyTroupeJSON
public import TinyTroupePluginKit

/// Remembers what happened, in order: the numbers of events, whose texts stay in the log.
///
/// An instance keeps nothing, since everything lives in the store.
public struct EpisodicMemory: BlockingMemory {
  /// The component `episodic`.
  public static let identity = Identity(
    plugin: "org.tinytroupe.episodic-memory", version: "0.1.0", name: "episodic")

  private let size: WindowSize

  /// Reads the size of the window: `window.prefix`, `window.recent`.
  public init(config: JSON) throws {
    size = try WindowSize(config)
  }

  /// Appends events; never asks for consolidation.
  public func write(_ request: Request, _ call: Call) throws -> Response {
    guard let events = try MemoryQuery.numbers("events", of: try request.json()) else {
      throw PluginFailure(.invalid, "The memory was asked to write without 'events'.")
    }
    var experience = try Experience(reading: call)
    try experience.append(events, call)
    return Response([:])
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

  /// Drops events by number, those before a number, or all.
  public func forget(_ request: Request, _ call: Call) throws -> Response {
    var experience = try Experience(reading: call)
    let forgotten = try experience.forget(try request.json(), call)
    return Response(["forgotten": .integer(Int64(forgotten.count))])
  }

  private func search(_ query: JSON, _ experience: Experience, _ call: Call) throws -> Response {
    var search = LexicalSearch(question: try MemoryQuery.text(of: query))
    let items = try call.remembered(try experience.numbers(at: 0..<experience.count, call))
    for item in items { search.add(item.texts) }
    let ranking = search.ranking(limit: try MemoryQuery.limit(of: query) ?? 20)
    return Response { writer in
      writer.object { writer in
        writer.key("items")
        writer.array { writer in
          for (position, score) in ranking {
            items[position].write(
              to: &writer, score: score, why: ["lexical": .number(score)])
          }
        }
      }
    }
  }
}
