import Foundation
import Testing
import TinyTroupeJSON
import TinyTroupeKernel

@testable import TinyTroupe

/// The network in whole runs: with the engine's store, events, files and chance.
@Suite("A social network in a run")
struct SocialNetworkTests {
  private static let names = ["Ana", "Ben", "Cleo", "Dag"]

  private func plan(
    _ troupe: Troupe, _ world: JSON, _ replies: [JSON], steps: Int = 3,
    order: EnvironmentPlan.Order = .simultaneous
  ) throws -> SimulationPlan {
    var plan = try troupe.plan(
      Self.names, replies, order: order, timeline: [.run(steps: steps)])
    plan.environment.component = ComponentPlan(
      kind: "environment", plugin: "org.tinytroupe.tiny-social-network",
      name: "tiny-social-network", config: world)
    plan.agents[2].persona = ["name": "Cleo", "preferences": ["interests": ["herring"]]]
    return plan
  }

  private static let world: JSON = [
    "relations": ["friends": ["adjacency": ["Cleo": ["Ana", "Ben"]]]],
    "reach": ["types": []], "feed": ["order": "interest", "length": 1],
  ]

  private static let script = [
    Troupe.line("Ana", turn: 1, ("POST", "", "The herring is in.")),
    Troupe.line("Ben", turn: 1, ("POST", "", "The tram is late."), ("REACH_OUT", "Cleo", "")),
    Troupe.line("Cleo", turn: 2, ("LIKE", "", "#1"), ("TALK", "Ben", "Hello.")),
    Troupe.line("Dag", turn: 2, ("FOLLOW", "Cleo", "")),
    Troupe.line("Cleo", turn: 3, ("REPOST", "", "#2")),
  ]

  @Test("posts are ranked by what personas say, read, liked and passed on, step after step")
  func feed() async throws {
    let troupe = try Troupe()
    let record = try await troupe.run(plan(troupe, Self.world, Self.script, steps: 4))
    #expect(record.outcome.failure == nil)
    func told(_ type: String) -> [JSON] {
      record.events(.stimulus).filter { $0.payload["type"]?.string == type }
        .map {
          [.integer(Int64($0.step)), $0.payload["to"] ?? .null, $0.payload["content"] ?? .null]
        }
    }
    #expect(
      told("FEED") == [
        [2, ["Cleo"], "#1 Ana: The herring is in."],
        [4, ["Ana"], "#2 Ben: The tram is late. (reposted by Cleo)"],
        [4, ["Dag"], "#2 Ben: The tram is late. (reposted by Cleo)"],
      ])
    #expect(
      told("SOCIAL").map { $0[2] } == [
        "You have reached out to Cleo: you can talk to each other now.",
        "Ben has reached out to you: you can talk to each other now.",
        "Cleo likes your post #1.", "Dag follows you now.", "Cleo reposted your post #2.",
      ])
    #expect(record.events(.delivered).map { $0.payload["to"] } == [["Ben"]])
    #expect(try record.prompt("2/Cleo/agent.act/tt.llm.complete:#0").contains("Your feed shows"))
  }

  @Test(
    "a run whose instances are dropped at random comes to the same",
    arguments: [
      EnvironmentPlan.Order.simultaneous, .sequential,
    ])
  func forgetful(order: EnvironmentPlan.Order) async throws {
    var hashes: Set<String> = []
    for check in ["0", "1", "1"] {
      var troupe = try Troupe()
      troupe.environment = ["TINYTROUPE_CHECK": check]
      let world: JSON = [
        "relations": ["r": ["small_world": ["neighbours": 2, "rewire": 0.5]]],
        "feed": ["order": "interest"],
      ]
      let record = try await troupe.run(
        plan(troupe, world, Self.script, steps: 6, order: order))
      #expect(record.outcome.failure == nil)
      hashes.insert(record.outcome.traceHash)
    }
    #expect(hashes.count == 1)
  }

  @Test(
    "relations come from a file that the study names, and a mistake in it is told with its place")
  func file() async throws {
    for (text, message) in [
      ("Ana,Cleo\n", nil), ("Ana,Cleo\nAna,Bob\n", ":2:5: nobody here is called 'Bob'."),
    ] as [(String, String?)] {
      let troupe = try Troupe()
      let path = troupe.scratch.path + "/friends.csv"
      try Data(text.utf8).write(to: URL(filePath: path))
      let world: JSON = ["relations": ["friends": ["file": .string(path)]]]
      let script = [Troupe.line("Ana", turn: 1, ("TALK", "Cleo", "Hello."))]
      let record = try await troupe.run(plan(troupe, world, script, steps: 1))
      if let message {
        #expect("\(String(describing: record.outcome.failure))".contains(path + message))
      } else {
        #expect(record.events(.delivered).map { $0.payload["to"] } == [["Cleo"]])
      }
    }
  }

  @Test("the study of the quay is right for the real plugins, and is played to its end")
  func study() async throws {
    let troupe = try Troupe()
    let report = StudyChecker(catalog: troupe.registry).check(
      StudySource(reading: Checkout.root + "/examples/studies/quay-network.yaml"))
    #expect(report.rendered() == "")
    let record = try await troupe.run(try #require(report.plan))
    #expect(record.outcome.failure == nil)
    #expect(record.outcome.steps == 6)
    let types = Set(record.events(.action).compactMap { $0.payload["action"]?["type"]?.string })
    #expect(types.isSuperset(of: ["POST", "LIKE", "REPOST", "FOLLOW"]))
    #expect(record.events(.stimulus).contains { $0.payload["type"] == "FEED" })
  }
}
