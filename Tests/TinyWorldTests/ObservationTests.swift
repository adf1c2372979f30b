import Testing
import TinyTroupeFakeHost
import TinyTroupeJSON
import TinyWorld

@Suite("What people can see and do")
struct ObservationTests {
  @Test("one answer serves everybody, however many there are")
  func compact() async throws {
    let scene = try await Scene.open((0..<1000).map { "P\($0)" })
    let observed = try await scene.observe()
    #expect(observed.object?.keys == ["everyone"])
    #expect(observed["everyone"]?.object?.keys == ["accessible", "action_kinds"])
    #expect(observed["everyone"]?["accessible"] == "all")
    #expect(scene.state == [:])
  }

  @Test("people can talk, think, reach out and end their turn")
  func actionKinds() async throws {
    let scene = try await Scene.open()
    let kinds = try #require(try await scene.observe()["everyone"]?["action_kinds"]?.array)
    #expect(kinds.compactMap { $0["type"]?.string } == ["TALK", "THINK", "REACH_OUT", "DONE"])
    #expect(
      kinds.compactMap { $0["target"]?.string } == ["anyone", "none", "person", "none"])
    #expect(kinds[0]["text"]?.string?.hasSuffix("everyone who can hear you is addressed.") == true)
    let quiet = try await Scene.open(config: ["broadcast_if_no_target": false])
    let text = try await quiet.observe()["everyone"]?["action_kinds"]?[0]?["text"]?.string
    #expect(text?.hasSuffix("Without a target, nobody hears it.") == true)
  }

  @Test("where not everyone is accessible, nobody is at first")
  func closed() async throws {
    let scene = try await Scene.open(config: ["everyone_accessible": false])
    #expect(try await scene.observe()["everyone"]?["accessible"] == "none")
  }

  @Test("a place and circumstances hold for all, and for some where they differ")
  func circumstances() async throws {
    let scene = try await Scene.open(config: ["place": "Butter Hall", "context": ["It rains."]])
    let observed = try await scene.observe([
      say("The tower", to: ["Reto"], as: "location"),
      say(["The key is broken.", "Nobody knows."], to: ["Tomasz", "Reto"], as: "context"),
    ])
    #expect(observed["everyone"]?["place"] == "Butter Hall")
    #expect(observed["everyone"]?["context"] == ["It rains."])
    #expect(
      observed["people"] == [
        "Tomasz": ["context": ["The key is broken.", "Nobody knows."]],
        "Reto": ["place": "The tower", "context": ["The key is broken.", "Nobody knows."]],
      ])
    #expect(
      observed["stimuli"] == [["type": "LOCATION", "content": "The tower", "to": ["Reto"]]])
    let later = try await scene.observe()
    #expect(later["people"] == observed["people"])
    #expect(later["state"] == nil)
    let together = try await scene.observe([
      broadcast("The market", as: "location"), broadcast("The sun shines.", as: "context"),
    ])
    #expect(together["everyone"]?["place"] == "The market")
    #expect(together["everyone"]?["context"] == ["The sun shines."])
    #expect(together["people"] == nil)
    #expect(try await scene.observe([broadcast("", as: "context")])["everyone"]?["context"] == nil)
  }

  @Test(
    "an entry is perceived as what the study says",
    arguments: [
      ("conversation", "CONVERSATION"), ("thought", "THOUGHT"),
      ("goal", "INTERNAL_GOAL_FORMULATION"), ("social", "SOCIAL"), ("visual", "VISUAL"),
      ("location", "LOCATION"),
    ])
  func forms(form: String, type: JSON) async throws {
    let scene = try await Scene.open()
    let observed = try await scene.observe([
      broadcast("Six.", as: form), say("Seven.", to: ["Reto", "Nuala"], as: form),
    ])
    #expect(
      observed["stimuli"] == [
        ["type": type, "content": "Six.", "to": "all"],
        ["type": type, "content": "Seven.", "to": ["Reto", "Nuala"]],
      ])
  }

  @Test("nobody perceives what comes from himself")
  func source() async throws {
    let scene = try await Scene.open()
    let observed = try await scene.observe([
      broadcast("Listen.", from: "Nuala"), say("Hm.", to: ["Reto", "Tomasz"], from: "Reto"),
      say("Hm.", to: ["Reto"], from: "Reto"), say("From afar.", to: ["Reto"], from: "The mayor"),
    ])
    #expect(
      observed["stimuli"]?.array?.map { $0["to"] ?? .null } == [
        ["Tomasz", "Adaeze", "Reto"], ["Tomasz"], ["Reto"],
      ])
    #expect(observed["stimuli"]?[2]?["source"] == "The mayor")
  }

  @Test("a broadcast by somebody whom few can hear reaches those few")
  func hearing() async throws {
    let scene = try await Scene.open(
      config: [
        "everyone_accessible": false, "relations_accessible": true, "hearing": "accessible",
      ], relations: ["Nuala": ["Reto"]])
    let observed = try await scene.observe([
      broadcast("Listen.", from: "Nuala"), broadcast("The bell rings."),
    ])
    #expect(observed["stimuli"]?.array?.map { $0["to"] ?? .null } == [["Reto"], "all"])
  }

  @Test("under 'addressed', those act whom something has reached")
  func addressed() async throws {
    let scene = try await Scene.open(config: ["activation": "addressed"])
    let observed = try await scene.observe(
      [say("Hm.", to: ["Reto"], as: "thought")], waiting: ["Nuala"])
    #expect(observed["everyone"]?["active"] == false)
    #expect(observed["people"] == ["Nuala": ["active": true], "Reto": ["active": true]])
    let all = try await scene.observe([broadcast("The bell rings.")])
    #expect(all["everyone"]?["active"] == nil)
    #expect(all["people"] == nil)
    let waiting = try await scene.observe(waiting: Scene.everyone)
    #expect(waiting["everyone"]?["active"] == nil)
    let nobody = try await scene.observe([broadcast("It is noon.", as: "context")])
    #expect(nobody["everyone"]?["active"] == false)
    #expect(nobody["people"] == nil)
  }

  @Test(
    "an entry that makes no sense is refused",
    arguments: [
      (
        say("Hm.", to: ["Bob"]),
        "tiny-world: the timeline says something to 'Bob', but nobody here is called that."
          + " Names must be exact. (invalid)"
      ),
      (
        broadcast("Hm.", as: "smell"),
        "tiny-world: nothing can be perceived as 'smell'. Use conversation, thought, goal,"
          + " context, social, visual or location. (invalid)"
      ),
      (
        broadcast(["Hm."]),
        "tiny-world: a timeline entry needs its 'content' as a text. (invalid)"
      ),
      (
        broadcast([7], as: "context"),
        "tiny-world: a timeline entry's context must be a text or a list of texts. (invalid)"
      ),
    ])
  func nonsense(entry: JSON, message: String) async throws {
    let scene = try await Scene.open()
    await #expect {
      try await scene.observe([entry])
    } throws: {
      "\($0)" == message
    }
  }
}
