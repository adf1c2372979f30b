import Testing
import TinyTroupeFakeHost
import TinyTroupeJSON

@Suite("Reaching out")
struct ReachOutTests {
  private let closed: JSON = ["everyone_accessible": false]

  @Test("both perceive it and can talk from then on, also within the same turn")
  func together() async throws {
    let scene = try await Scene.open(config: closed)
    let result = try await scene.step(
      intent("Reto", "REACH_OUT", to: "Nuala"), intent("Reto", "TALK", "Hello.", to: "Nuala"),
      intent("Nuala", "TALK", "Hello.", to: "Reto"))
    #expect(
      result["stimuli"] == [
        [
          "type": "SOCIAL", "to": ["Reto"],
          "content": "You have reached out to Nuala: you can talk to each other now.",
        ],
        [
          "type": "SOCIAL", "to": ["Nuala"], "source": "Reto",
          "content": "Reto has reached out to you: you can talk to each other now.",
        ],
      ])
    #expect(result["deliveries"]?[0]?["to"] == ["Nuala"])
    #expect(result["deliveries"]?[1]?["to"] == ["Reto"])
    let people = try await scene.observe()["people"]
    #expect(people == ["Nuala": ["accessible": ["Reto"]], "Reto": ["accessible": ["Nuala"]]])
  }

  @Test("who reaches out to nobody, to an unknown name or to himself is told so")
  func inVain() async throws {
    let scene = try await Scene.open(config: closed)
    let result = try await scene.step(
      intent("Reto", "REACH_OUT"), intent("Nuala", "REACH_OUT", to: "Bob"),
      intent("Adaeze", "REACH_OUT", to: "Adaeze"))
    #expect(result.told("Reto") == ["You reached out to nobody. Name somebody as the target."])
    #expect(result.told("Nuala") == ["Nobody here is called 'Bob'. Use exact names."])
    #expect(result.told("Adaeze") == ["You reached out to nobody. Name somebody as the target."])
    #expect(result["state"] == nil)
  }

  @Test("where everyone is accessible, it is perceived and nothing is stored")
  func needless() async throws {
    let scene = try await Scene.open()
    let result = try await scene.step(intent("Reto", "REACH_OUT", to: "Nuala"))
    #expect(result.told("Nuala").count == 1)
    #expect(result["state"] == nil)
    #expect(scene.store.keys == ["people"])
  }

  @Test("a link is stored once, whoever reaches out how often")
  func once() async throws {
    let scene = try await Scene.open(config: closed)
    for _ in 0..<2 {
      _ = try await scene.step(
        intent("Reto", "REACH_OUT", to: "Nuala"), intent("Nuala", "REACH_OUT", to: "Reto"))
    }
    #expect(scene.store.keys == ["link/0/3", "people"])
    #expect(scene.state == ["links": 1])
  }

  @Test("relations of personas count only when the study says so, and then both ways")
  func relations() async throws {
    let relations: JSON = ["Nuala": ["Reto", "Nuala", "Somebody Else"], "Reto": ["Nuala"]]
    let without = try await Scene.open(config: closed, relations: relations)
    #expect(try await without.observe()["people"] == nil)
    let with = try await Scene.open(
      config: ["everyone_accessible": false, "relations_accessible": true], relations: relations)
    #expect(
      try await with.observe()["people"] == [
        "Nuala": ["accessible": ["Reto"]], "Reto": ["accessible": ["Nuala"]],
      ])
  }

  @Test("thousands of links come back from the store")
  func many() async throws {
    let people = (0..<60).map { "P\($0)" }
    let scene = try await Scene.open(people, config: closed, isForgetful: true)
    for name in people {
      _ = try await scene.step(
        intent(name, "REACH_OUT", to: people.prefix(30).joined(separator: ",")),
        intent(name, "REACH_OUT", to: people.suffix(30).joined(separator: ",")))
    }
    let observed = try await scene.observe()["people"]
    #expect(scene.state == ["links": 1770])
    for name in people {
      let others = people.filter { $0 != name }.map(JSON.string)
      #expect(observed?[name]?["accessible"] == .array(others))
    }
  }
}
