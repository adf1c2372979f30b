public import TinyTroupeJSON
public import TinyTroupePluginKit

/// Remembers what happened, in order: the numbers of events, whose texts stay in the log.
///
/// An instance keeps nothing, since everything lives in the store.
public struct EpisodicMemory: BlockingMemory {
  /// The component `episodic`.
  public static let identity = Identity(
    plugin: "org.tinytroupe.episodic-memory", version: "0.1.0", name: "episodic")

  private let prefix: Int
  private let recent: Int

  /// Reads the size of the window: `window.prefix`, `window.recent`.
  public init(config: JSON) throws {
    prefix = try Self.size("prefix", of: config, in: 0...1000, default: 10)
    recent = try Self.size("recent", of: config, in: 1...1000, default: 20)
  }

  private static func size(
    _ key: String, of config: JSON, in range: ClosedRange<Int>, default standard: Int
  ) throws -> Int {
    guard let value = config["window"]?[key] else { return standard }
    guard let size = value.integer, range.contains(size) else {
      throw PluginFailure(
        .invalid,
        "'window.\(key)' must be a whole number from \(range.lowerBound) to \(range.upperBound).",
        detail: ["path": .string("window.\(key)")])
    }
    return size
  }

  /// Appends events; never asks for consolidation.
  public func write(_ request: Request, _ call: Call) throws -> Response {
    let events = try Self.numbers("events", of: try request.json())
    guard let events else {
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
      let window = RecallWindow(prefix: prefix, recent: recent, count: experience.count)
      return try RecentRecall(experience, window, call).answer(query)
    case "search": return try search(query, experience, call)
    case "all": return try all(query, experience, call)
    default:
      throw PluginFailure(
        .invalid,
        "The memory knows the modes 'recent', 'search' and 'all', and was asked for"
          + " '\(query["mode"]?.string ?? "none")'.")
    }
  }

  /// Drops events by number, those before a number, or all.
  public func forget(_ request: Request, _ call: Call) throws -> Response {
    let query = try request.json()
    let ids = try Self.numbers("ids", of: query).map(Set.init)
    let before = query["before"]?.integer
    var experience = try Experience(reading: call)
    let numbers = try experience.numbers(at: 0..<experience.count, call)
    let isEverything = ids == nil && before == nil
    let kept = numbers.filter { number in
      !isEverything && number >= before ?? .min && ids?.contains(number) != true
    }
    if kept.count < numbers.count { try experience.keep(kept, call) }
    return Response(["forgotten": .integer(Int64(numbers.count - kept.count))])
  }

  private static func numbers(_ key: String, of request: JSON) throws -> [Int]? {
    guard let value = request[key] else { return nil }
    let numbers = (value.array ?? []).compactMap(\.integer)
    guard let list = value.array, numbers.count == list.count, numbers.allSatisfy({ $0 >= 0 })
    else {
      throw PluginFailure(.invalid, "'\(key)' must be a list of event numbers.")
    }
    return numbers
  }
}

// MARK: - Searching

extension EpisodicMemory {
  private func search(_ query: JSON, _ experience: Experience, _ call: Call) throws -> Response {
    guard let text = query["text"]?.string else {
      throw PluginFailure(.invalid, "A search in memory needs 'text', what to look for.")
    }
    let items = try call.remembered(try experience.numbers(at: 0..<experience.count, call))
    var search = LexicalSearch(question: text)
    for item in items { search.add(item.texts) }
    let ranking = search.ranking(limit: try Self.limit(of: query) ?? 20)
    return Response { writer in
      writer.object { writer in
        writer.key("items")
        writer.array { writer in
          for (position, score) in ranking { items[position].write(to: &writer, score: score) }
        }
      }
    }
  }

  private static func limit(of query: JSON) throws -> Int? {
    guard let value = query["limit"] else { return nil }
    guard let limit = value.integer, limit >= 1 else {
      throw PluginFailure(.invalid, "'limit' must be a whole number from 1 on.")
    }
    return limit
  }

  private func all(_ query: JSON, _ experience: Experience, _ call: Call) throws -> Response {
    let start = max(experience.count - (try Self.limit(of: query) ?? experience.count), 0)
    let items = try call.remembered(try experience.numbers(at: start..<experience.count, call))
    return Response { writer in
      writer.object { writer in
        writer.key("items")
        writer.array { writer in for item in items { item.write(to: &writer) } }
      }
    }
  }
}
