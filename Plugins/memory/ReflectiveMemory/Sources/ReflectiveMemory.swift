internal import Recollection
public import TinyTroupeJSON
public import TinyTroupePluginKit

/// Remembers as the episodic memory does; now and then condenses what is new and draws insights from it.
///
/// After Park et al., "Generative Agents: Interactive Simulacra of Human Behavior" (2023): what is looked for is
/// ranked by recency, importance and relevance, and insights rest on events that they name. Unlike there,
/// a model is asked in bursts, so that prompts keep their beginnings in between. An instance keeps nothing.
public struct ReflectiveMemory: BlockingMemory {
  /// The component `reflective`.
  public static let identity = Identity(
    plugin: "org.tinytroupe.reflective-memory", version: "0.1.0", name: "reflective")

  private let size: WindowSize
  private let every: Int
  private let capacity: Int
  private let weights: RecallWeights

  /// Reads `window`, `every`, `capacity` and `weights`.
  public init(config: JSON) throws {
    size = try WindowSize(config)
    every = config["every"]?.integer ?? 30
    capacity = config["capacity"]?.integer ?? 2000
    weights = RecallWeights(config["weights"] ?? [:])
    guard every > 0, capacity >= 10 else {
      throw PluginFailure(.invalid, "'every' must be at least 1, and 'capacity' at least 10.")
    }
  }

  /// Appends events; asks for consolidation when there are enough new ones.
  public func write(_ request: Request, _ call: Call) throws -> Response {
    guard let events = try MemoryQuery.numbers("events", of: try request.json()) else {
      throw PluginFailure(.invalid, "The memory was asked to write without 'events'.")
    }
    var experience = try Experience(reading: call)
    try experience.append(events, call)
    try forgetOldest(&experience, call)
    let fresh = try Insights.addFresh(events, call)
    return Response(fresh >= every ? ["consolidate": true] : [:])
  }

  /// Recalls the window, what fits a text, or everything.
  public func query(_ request: Request, _ call: Call) throws -> Response {
    let query = try request.json()
    let experience = try Experience(reading: call)
    switch query["mode"]?.string {
    case "recent":
      let window = size.window(over: experience.count)
      return try RecentRecall(experience, window, call).answer(
        query, digest: try Insights.digest(call))
    case "search": return try search(query, experience, call)
    case "all": return try experience.all(query, call)
    default: throw MemoryQuery.unknownMode(query)
    }
  }

  /// Condenses what is new, in one call to the model.
  ///
  /// When the model fails nothing is lost: the events stay as they are, and are condensed the next time.
  public func consolidate(_ request: Request, _ call: Call) async throws -> Response {
    do {
      return Response(["text": .string(try await Reflection(call).condense())])
    } catch let failure as PluginFailure where failure.isOfTheModel {
      return Response(["text": "", "problem": .string(failure.message)])
    }
  }

  /// Drops events by number, those before a number, or all with everything that was made of them.
  public func forget(_ request: Request, _ call: Call) throws -> Response {
    let query = try request.json()
    var experience = try Experience(reading: call)
    let forgotten = try experience.forget(query, call)
    try Insights.forget(forgotten, everything: experience.count == 0, call)
    return Response(["forgotten": .integer(Int64(forgotten.count))])
  }

  /// Forgets the oldest events beyond the capacity: not those always told, nor what important insights rest on.
  private func forgetOldest(_ experience: inout Experience, _ call: Call) throws {
    guard experience.count > capacity + every else { return }
    let numbers = Array(try experience.numbers(at: 0..<experience.count, call))
    let kept = Set(
      numbers.prefix(size.prefix) + numbers.suffix(max(capacity - size.prefix, 2 * size.recent))
    )
    .union(try Insights.all(call).filter(\.isImportant).flatMap(\.evidence))
    guard kept.count < numbers.count else { return }
    try experience.keep(numbers.filter(kept.contains), call)
  }

  private func search(_ query: JSON, _ experience: Experience, _ call: Call) throws -> Response {
    let text = try MemoryQuery.text(of: query)
    let events = try call.remembered(try experience.numbers(at: 0..<experience.count, call))
    let insights = try Insights.all(call)
    let ranking = RecallRanking(
      events: events, insights: insights, question: text, now: try call.now, weights)
    let best = ranking.best(try MemoryQuery.limit(of: query) ?? 20)
    return Response { writer in
      writer.object { writer in
        writer.key("items")
        writer.array { writer in
          for found in best { found.item.write(to: &writer, score: found.score, why: found.why) }
        }
      }
    }
  }
}

extension PluginFailure {
  /// True for what a model or its server did wrong; the run's own limits and log are another matter.
  fileprivate var isOfTheModel: Bool {
    let reason = detail["reason"]?.string
    guard reason != "log", reason != "budget" else { return false }
    return code == .unavailable || code == .invalid || code == .deadline || code == .exhausted
  }
}
