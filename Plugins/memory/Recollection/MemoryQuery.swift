package import TinyTroupeJSON
package import TinyTroupePluginKit

/// What is asked of a memory, checked.
package enum MemoryQuery {
  /// A list of event numbers under a key; nil when it is not there.
  package static func numbers(_ key: String, of request: JSON) throws -> [Int]? {
    guard let value = request[key] else { return nil }
    let numbers = (value.array ?? []).compactMap(\.integer)
    guard let list = value.array, numbers.count == list.count, numbers.allSatisfy({ $0 >= 0 })
    else {
      throw PluginFailure(.invalid, "'\(key)' must be a list of event numbers.")
    }
    return numbers
  }

  /// How many items are wanted; nil for as many as there are.
  package static func limit(of query: JSON) throws -> Int? {
    guard let value = query["limit"] else { return nil }
    guard let limit = value.integer, limit >= 1 else {
      throw PluginFailure(.invalid, "'limit' must be a whole number from 1 on.")
    }
    return limit
  }

  /// What a search looks for.
  package static func text(of query: JSON) throws -> String {
    guard let text = query["text"]?.string else {
      throw PluginFailure(.invalid, "A search in memory needs 'text', what to look for.")
    }
    return text
  }

  /// The refusal of a mode that there is not.
  package static func unknownMode(_ query: JSON) -> PluginFailure {
    PluginFailure(
      .invalid,
      "The memory knows the modes 'recent', 'search' and 'all', and was asked for"
        + " '\(query["mode"]?.string ?? "none")'.")
  }
}

/// How much of the past stands in a prompt, by the configuration `window`.
package struct WindowSize: Sendable {
  /// How many of the first events are always told.
  package let prefix: Int
  /// To how many events the recent part is cut back.
  package let recent: Int

  /// Reads `window.prefix` and `window.recent`.
  package init(_ config: JSON) throws {
    prefix = try Self.number("prefix", of: config, in: 0...1000, default: 10)
    recent = try Self.number("recent", of: config, in: 1...1000, default: 20)
  }

  private static func number(
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

  /// The window over so many events.
  package func window(over count: Int) -> RecallWindow {
    RecallWindow(prefix: prefix, recent: recent, count: count)
  }
}

extension Experience {
  /// Answers `query all`: the latest items, in order of experience.
  package func all(_ query: JSON, _ call: Call) throws -> Response {
    let start = max(count - (try MemoryQuery.limit(of: query) ?? count), 0)
    let items = try call.remembered(try numbers(at: start..<count, call))
    return Response { writer in
      writer.object { writer in
        writer.key("items")
        writer.array { writer in for item in items { item.write(to: &writer) } }
      }
    }
  }

  /// Drops events by number, those before a number, or all, and answers which were dropped.
  package mutating func forget(_ query: JSON, _ call: Call) throws -> [Int] {
    let ids = try MemoryQuery.numbers("ids", of: query).map(Set.init)
    let before = query["before"]?.integer
    let numbers = try numbers(at: 0..<count, call)
    let isEverything = ids == nil && before == nil
    let isKept = { (number: Int) in
      !isEverything && number >= before ?? .min && ids?.contains(number) != true
    }
    let kept = numbers.filter(isKept)
    if kept.count < numbers.count { try keep(kept, call) }
    return numbers.filter { !isKept($0) }
  }
}
