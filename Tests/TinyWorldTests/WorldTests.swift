import Testing
import TinyTroupeFakeHost
import TinyTroupeJSON
import TinyTroupePluginKit

@testable import TinyWorld

@Suite("A tiny world")
struct WorldTests {
  @Test("C40: an empty world runs two steps")
  func emptyWorld() async throws {
    let scene = try await Scene.open([])
    for _ in 0..<2 {
      #expect(try await scene.observe([broadcast("Anybody?")])["everyone"] != nil)
      #expect(try await scene.step() == [:])
    }
    #expect(try await scene.close() == ["text": "The world has closed."])
    #expect(scene.host.misbehaviours == [])
  }

  @Test("C41: a broadcast reaches all but its source, with the words that were said")
  func broadcastReachesOthers() async throws {
    let scene = try await Scene.open()
    let text = "Would you repair the clock?"
    let observed = try await scene.observe([broadcast(.string(text), from: "Adaeze")])
    for name in Scene.everyone {
      #expect(observed.told(name).first == (name == "Adaeze" ? nil : text))
    }
  }

  @Test("C42: no action reaches its own author")
  func notToOneself() async throws {
    for accessible in [true, false] {
      let scene = try await Scene.open(config: ["everyone_accessible": .bool(accessible)])
      let result = try await scene.step(
        intent("Nuala", "REACH_OUT", to: "Nuala, Reto"),
        intent("Nuala", "TALK", "Me.", to: "Nuala"),
        intent("Nuala", "TALK", "Us.", to: "Nuala,Reto"),
        intent("Nuala", "TALK", "All."))
      #expect(
        result["deliveries"]?.array?.map { $0["to"] ?? .null } == [["Reto"], "others"])
    }
  }

  @Test("C45: reaching out makes related people accessible to each other")
  func reachingOut() async throws {
    let scene = try await Scene.open(
      config: ["everyone_accessible": false], relations: ["Nuala": ["Reto"]])
    let result = try await scene.step(intent("Nuala", "REACH_OUT", to: "Reto"))
    #expect(result.told("Nuala").count == 1)
    #expect(result.told("Reto").count == 1)
    let people = try await scene.observe()["people"]
    #expect(people?["Nuala"]?["accessible"] == ["Reto"])
    #expect(people?["Reto"]?["accessible"] == ["Nuala"])
  }

  @Test("a world whose instance is dropped before every call comes to the same")
  func forgetful() async throws {
    var runs: [[JSON]] = []
    for isForgetful in [false, true] {
      let scene = try await Scene.open(
        config: ["everyone_accessible": false, "relations_accessible": true, "place": "Hall"],
        relations: ["Reto": ["Tomasz"]], isForgetful: isForgetful)
      runs.append([
        try await scene.observe([say("Tower", to: ["Reto"], as: "location")]),
        try await scene.step(intent("Nuala", "REACH_OUT", to: "Reto")),
        try await scene.observe([say(["Late."], to: ["Adaeze"], as: "context")]),
        try await scene.step(intent("Nuala", "TALK", "Hi.", to: "Reto, Tomasz")),
        try await scene.observe(), scene.state, try await scene.close(),
      ])
    }
    #expect(runs[0] == runs[1])
    #expect(runs[0][4]["people"]?.object?.keys == ["Nuala", "Tomasz", "Adaeze", "Reto"])
  }

  @Test("an instance that never had the state says so")
  func missingState() async throws {
    let host = FakeHost(services: ["tt.store/1": FakeStore().service])
    let instance = try host.create(TinyWorld.self)
    let without = await instance.invoke("observe", ["due": [], "state_version": 1])
    #expect(without.failure?.message == "tiny-world: the request lacks the world's state.")
    let unopened = await instance.invoke("observe", ["due": [], "state_version": 1, "state": [:]])
    #expect(
      unopened.failure?.message == "tiny-world: the store has no names. 'open' must come first.")
    #expect(unopened.failure?.code == .state)
  }

  @Test("two people of one name are refused")
  func twins() async throws {
    await #expect {
      try await Scene.open(["Reto", "Nuala", "Reto"])
    } throws: {
      "\($0)" == "tiny-world: two people are called 'Reto'. Rename one. (invalid)"
    }
  }

  @Test(
    "a setting of the wrong kind is refused by its name",
    arguments: [
      (
        ["everyone_accessible": "yes"],
        "tiny-world: 'everyone_accessible' must be true or false, not a text."
      ),
      (
        ["hearing": "nobody"], "tiny-world: 'hearing' must be 'all' or 'accessible', not 'nobody'."
      ),
      (
        ["activation": 1], "tiny-world: 'activation' must be a text, not a whole number."
      ),
      (["context": "Rain"], "tiny-world: 'context' must be a list of texts, not a text."),
      (["place": []], "tiny-world: 'place' must be a text, not a list."),
    ] as [(JSON, String)])
  func settings(config: JSON, message: String) throws {
    #expect {
      try FakeHost().create(TinyWorld.self, config: config)
    } throws: { error in
      (error as? PluginFailure)?.message == message
    }
  }

  @Test(
    "a request that is not what the contract says is refused with the reason",
    arguments: [
      ("open", "{}", "tiny-world: 'open' needs everybody's names as 'agents'."),
      ("open", #"{"agents": [7]}"#, "tiny-world: 'open' needs everybody's names as 'agents'."),
      ("observe", "null", "tiny-world: the request lacks the world's state."),
      ("step", "[]", "tiny-world: the request lacks the world's state."),
      (
        "observe", #"{"state": 7, "due": [1]}"#,
        "tiny-world: a timeline entry needs its 'content' as a text."
      ),
      (
        "step", #"{"state": {}, "intents": [{"type": "TALK"}]}"#,
        "tiny-world: an intent needs an 'id' and, as 'agent', somebody of this world."
      ),
      (
        "observe", #"{"state": {"places": {"Bob": "Hall"}}}"#,
        "tiny-world: the state speaks of 'Bob', who is not in this world."
      ),
      ("dance", "{}", "The environment 'tiny-world' has no operation 'dance'."),
    ])
  func hostileRequests(operation: String, request: String, message: String) async throws {
    let scene = try await Scene.open()
    let instance = try scene.host.create(TinyWorld.self)
    let outcome = await instance.start(operation, bytes: Array(request.utf8)).outcome()
    #expect(outcome.failure?.message == message)
    #expect(scene.host.misbehaviours == [])
  }

  @Test("a link in the store that is none is told, not followed")
  func brokenLink() async throws {
    let host = FakeHost(services: [
      "tt.store/1": { op, _, _ in
        op == "get"
          ? FakeAnswer(["found": [true], "lengths": [7]], body: Array(#"["Al"]"#.utf8) + [32])
          : FakeAnswer(["keys": ["link/0/9"], "lengths": [0]])
      }
    ])
    let instance = try host.create(TinyWorld.self)
    let outcome = await instance.invoke("observe", ["state": ["links": 1]])
    #expect(outcome.failure?.message == "tiny-world: the store has a broken link, 'link/0/9'.")
  }
}
