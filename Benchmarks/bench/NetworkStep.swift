import TinyTroupeJSON
import TinyTroupeKernel

/// What a social network costs an agent-step: the CPU time within `observe` and `step`, across the ABI and with
/// their JSON, where everybody thinks, talks to a neighbour, posts, and likes what somebody posted.
enum NetworkStep {
  private static let people = 10_000
  private static let neighbours = 10
  private static let steps = 10

  static func run(_ registry: PluginRegistry) async throws {
    let plugin = try await registry.load("org.tinytroupe.tiny-social-network")
    let root = RootContext(
      path: "1/world/environment.step", seed: 1, timeNS: 0,
      services: ServiceRegistry(["tt.store/1": Forgetful()]))
    for order in ["recency", "interest"] {
      let instance = try await plugin.makeInstance(
        of: plugin.components[0], config: config(order), in: root)
      _ = try instance.invokeHere("open", json: opening, in: root).get()
      var seconds = 0.0
      for step in 0...steps {
        let intents = intents(of: step)
        let (_, cpu) = try await Measurement.time {
          _ = try instance.invokeHere("observe", json: Array(#"{"due":[]}"#.utf8), in: root).get()
          _ = try instance.invokeHere("step", json: intents, in: root).get()
        }
        // In the first step feeds are empty.
        if step > 0 { seconds += cpu }
      }
      Measurement.print(
        "network-step",
        [
          "cpu_us": Measurement.rounded(seconds / Double(people * steps) * 1e6), "target_us": 20,
          "feed": .string(order), "people": .integer(Int64(people)),
          "relations": .integer(Int64(neighbours)), "steps": .integer(Int64(steps)),
        ])
    }
  }

  private static func config(_ order: String) -> JSON {
    [
      "relations": [
        "friends": ["small_world": ["neighbours": .integer(Int64(neighbours)), "rewire": 0.1]]
      ],
      "feed": ["order": .string(order)],
    ]
  }

  private static func name(_ number: Int) -> String { "Person \(number % people)" }

  private static let topics = [
    "herring", "weather", "ropes", "engines", "tides", "bread", "radio", "ferries", "painting",
    "football", "knots", "gulls",
  ]

  private static var opening: [UInt8] {
    var personas: JSONObject = [:]
    for number in 0..<people {
      let interests = (0..<4).map { JSON.string(topics[(number + $0 * 5) % topics.count]) }
      personas[name(number)] = ["preferences.interests": .array(interests)]
    }
    let names = (0..<people).map { JSON.string(name($0)) }
    return (["agents": .array(names), "personas": .object(personas)] as JSON).bytes
  }

  private static func intents(of step: Int) -> [UInt8] {
    var writer = JSONWriter(capacity: people * 600)
    writer.object { writer in
      writer.key("intents")
      writer.array { writer in
        for number in 0..<people { write(number, step, to: &writer) }
      }
    }
    return writer.bytes
  }

  /// What one person does.
  private static func write(_ number: Int, _ step: Int, to writer: inout JSONWriter) {
    let topic = topics[(number + step) % topics.count]
    let liked = step > 0 ? "#\((step - 1) * people + (number + 1) % people + 1)" : ""
    let actions = [
      ("THINK", "Somebody should say something about \(topic) before the day is over.", ""),
      ("TALK", "Have you heard about the \(topic)? Nobody tells me anything.", name(number + 1)),
      ("POST", "Nothing about \(topic) is as it was when the quay was new, and nobody minds.", ""),
      ("LIKE", liked, ""), ("DONE", "", ""),
    ]
    for (position, action) in actions.enumerated() {
      writer.object { writer in
        writer.member("id", (step * people + number) * actions.count + position)
        writer.member("agent", name(number))
        writer.member("type", action.0)
        if !action.1.isEmpty { writer.member("content", action.1) }
        if !action.2.isEmpty { writer.member("target", action.2) }
      }
    }
  }
}

/// A store that takes everything and is never asked, since the benchmark keeps its instance.
private struct Forgetful: Service {
  func answer(_ request: ServiceRequest) -> ServiceAnswer { .now(.success(Reply([:]))) }
}
