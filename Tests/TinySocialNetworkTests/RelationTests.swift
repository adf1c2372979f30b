import Testing
import TinyTroupeFakeHost
import TinyTroupeJSON
import TinyTroupePluginKit

@testable import TinySocialNetwork
@testable import Worlds

@Suite("Relations of a network")
struct RelationTests {
  @Test(
    "C44: relations of several types are added, tested either way, and change who is accessible")
  func conformance() async throws {
    let config: JSON = [
      "relations": [
        "friends": [["Ana", "Ben"], ["Ben", "Cleo"], ["Ana", "Ben"]],
        "crew": [["Ana", "Dag"]],
      ]
    ]
    let rules = try NetworkRules(config)
    let network = Network(
      rules, try People(Stage.everyone, of: "n"), edges: [[Edge(0, 1), Edge(1, 2)], [Edge(0, 3)]])
    #expect(network.isRelated(0, to: 1) && network.isRelated(1, to: 0))
    #expect(network.isRelated(0, to: 3, by: "crew") && !network.isRelated(0, to: 3, by: "friends"))
    #expect(!network.isRelated(0, to: 1, by: "rivals") && !network.isRelated(2, to: 3))

    let alone = try await Stage.open()
    #expect(try await alone.observe()["people"] == nil)
    #expect(try await alone.step(intent("Ana", "TALK", "Hello?")) == [:])

    let stage = try await Stage.open(Stage.everyone, config)
    let observed = try await stage.observe()
    #expect(observed["everyone"]?["accessible"] == "none")
    #expect(observed.accessible("Ana") == ["Ben", "Dag"])
    #expect(observed.accessible("Ben") == ["Ana", "Cleo"])
    let result = try await stage.step(intent("Ana", "TALK", "Hello.", to: "Ben, Cleo"))
    #expect(result["deliveries"]?[0]?["to"] == ["Ben"])
    #expect(result.told("Ana").first?.hasPrefix("Cleo cannot be reached") == true)
    #expect(stage.host.misbehaviours == [])
  }

  @Test("C44: twenty people, all of them related, run for several steps")
  func twenty() async throws {
    let names = (1...20).map { "P\($0)" }
    let stage = try await Stage.open(names, ["relations": ["all": ["ring": ["neighbours": 18]]]])
    for _ in 0..<3 {
      #expect(try await stage.observe().accessible("P1").count == 18)
      _ = try await stage.step(names.map { intent($0, "TALK", "Hi.") })
    }
  }

  @Test("C45: reaching out makes related people accessible to each other, and nobody else")
  func reachingOut() async throws {
    let stage = try await Stage.open(
      Stage.everyone,
      ["relations": ["crew": [["Ana", "Ben"]]], "reach": ["types": []]])
    #expect(try await stage.observe()["people"] == nil)
    let result = try await stage.step(
      intent("Ana", "REACH_OUT", to: "Ben"), intent("Ana", "REACH_OUT", to: "Cleo"))
    #expect(
      result.told("Ana") == [
        "You have reached out to Ben: you can talk to each other now.",
        "You and Cleo are not related in any way, so you cannot reach out.",
      ])
    #expect(result.told("Ben") == ["Ana has reached out to you: you can talk to each other now."])
    #expect(result.told("Cleo") == [])
    let observed = try await stage.observe()
    #expect(observed.accessible("Ana") == ["Ben"] && observed.accessible("Ben") == ["Ana"])
  }

  @Test(
    "however relations are given, they come to the same",
    arguments: [
      ["pairs": [["Ana", "Ben"], ["Cleo", "Ana"]]],
      ["adjacency": ["Ana": ["Ben", "Cleo"]]],
      ["adjacency": ["Ana": ["Ben"], "Cleo": ["Ana"], "Ben": ["Ana"]]],
      ["file": "friends.csv"], ["personas": true], [["Ana", "Ben"], ["Cleo", "Ana"]],
    ] as [JSON])
  func forms(form: JSON) async throws {
    let stage = try await Stage.open(
      Stage.everyone, ["relations": ["friends": form]],
      related: ["Ana": ["Ben", "A stranger"], "Cleo": ["Ana", "Cleo"]],
      files: [
        "friends.csv": "\u{FEFF}# Friends\nAna,Ben\r\n\n \"Cleo\"\t Ana \n"
      ])
    let observed = try await stage.observe()
    #expect(observed.accessible("Ana") == ["Ben", "Cleo"])
    #expect(observed.accessible("Ben") == ["Ana"] && observed.accessible("Cleo") == ["Ana"])
    #expect(observed.accessible("Dag") == [])
  }

  @Test(
    "the rule of reach follows types and directions",
    arguments: [
      (["direction": "out"], ["Ben"], ["Cleo"], []), (["direction": "in"], [], ["Ana"], ["Ben"]),
      (["direction": "either"], ["Ben"], ["Ana", "Cleo"], ["Ben"]),
      (["direction": "both"], [], ["Cleo"], ["Ben"]), (["types": ["kin"]], ["Dag"], [], []),
      (["types": ["kin", "heeds"], "direction": "out"], ["Ben", "Dag"], ["Cleo"], []),
    ] as [(JSON, [String], [String], [String])])
  func reach(rule: JSON, ana: [String], ben: [String], cleo: [String]) async throws {
    var heeds: JSON = [["Ana", "Ben"], ["Ben", "Cleo"]]
    if rule["direction"] == "both" {
      heeds = [["Ana", "Ben"], ["Ben", "Cleo"], ["Cleo", "Ben"]]
    }
    var relations: JSONObject = ["heeds": ["directed": true, "pairs": heeds]]
    if rule["types"] != nil { relations["kin"] = [["Dag", "Ana"]] }
    let stage = try await Stage.open(
      Stage.everyone, ["relations": .object(relations), "reach": rule])
    let observed = try await stage.observe()
    #expect(observed.accessible("Ana") == ana)
    #expect(observed.accessible("Ben") == ben)
    #expect(observed.accessible("Cleo") == cleo)
  }

  @Test("where everyone is reached, one answer serves all")
  func everyone() async throws {
    let stage = try await Stage.open(
      (0..<1000).map { "P\($0)" },
      ["reach": "everyone", "relations": ["r": ["scale_free": ["links": 3]]]])
    let observed = try await stage.observe()
    #expect(observed.object?.keys == ["everyone"])
    #expect(observed["everyone"]?["accessible"] == "all")
    let result = try await stage.step(intent("P1", "TALK", "Hi."))
    #expect(result["deliveries"]?[0]?["to"] == "others")
  }

  @Test("what is said to nobody in particular is heard by those who can be talked to, or by all")
  func hearing() async throws {
    for (hearing, expected) in [("accessible", ["Ben"]), ("all", "others")] as [(JSON, JSON)] {
      let stage = try await Stage.open(
        Stage.everyone, ["relations": ["r": [["Ana", "Ben"]]], "hearing": hearing])
      let result = try await stage.step(intent("Ana", "TALK", "Anyone?"))
      #expect(result["deliveries"]?[0]?["to"] == expected)
    }
  }
}
