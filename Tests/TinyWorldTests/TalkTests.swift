import Testing
import TinyTroupeJSON

@Suite("Talking")
struct TalkTests {
  private let closed: JSON = ["everyone_accessible": false]

  @Test("what is said to somebody reaches that person as conversation, and nobody else")
  func target() async throws {
    let scene = try await Scene.open()
    let result = try await scene.step(intent("Nuala", "TALK", "Repair it.", to: "Reto"))
    #expect(result == ["deliveries": [["intent": 1, "as": "CONVERSATION", "to": ["Reto"]]]])
  }

  @Test("several exact names are all reached, however they are separated")
  func several() async throws {
    let scene = try await Scene.open()
    let result = try await scene.step(
      intent("Nuala", "TALK", "You two.", to: "Reto, Adaeze"),
      intent("Nuala", "TALK", "You two.", to: " Tomasz;Reto ;; Reto"))
    #expect(result["deliveries"]?[0]?["to"] == ["Reto", "Adaeze"])
    #expect(result["deliveries"]?[1]?["to"] == ["Tomasz", "Reto"])
    #expect(result["stimuli"] == nil)
  }

  @Test("a name that has a comma is one person")
  func comma() async throws {
    let scene = try await Scene.open(["Sam, Jr.", "Sam"])
    let result = try await scene.step(intent("Sam", "TALK", "Hello.", to: "Sam, Jr."))
    #expect(result["deliveries"]?[0]?["to"] == ["Sam, Jr."])
  }

  @Test("what is said to nobody or to an unknown name is heard by the others")
  func others() async throws {
    let scene = try await Scene.open()
    let result = try await scene.step(
      intent("Nuala", "TALK", "Listen!"), intent("Reto", "TALK", "Who?", to: "everyone"))
    #expect(result["deliveries"]?[0]?["to"] == "others")
    #expect(result["deliveries"]?[1]?["to"] == "others")
    #expect(result["stimuli"] == nil)
  }

  @Test("without broadcasting, it is heard by nobody, and its author perceives that")
  func silence() async throws {
    let scene = try await Scene.open(config: ["broadcast_if_no_target": false])
    let result = try await scene.step(
      intent("Nuala", "TALK", "Listen!"), intent("Reto", "TALK", "Who?", to: "Bob"))
    #expect(result["deliveries"] == nil)
    #expect(
      result["stimuli"] == [
        [
          "type": "SOCIAL", "to": ["Nuala"],
          "content":
            "Nobody heard you, since you addressed nobody. Name somebody as the target.",
        ],
        [
          "type": "SOCIAL", "to": ["Reto"],
          "content": "Nobody here is called 'Bob'. Use exact names.",
        ],
      ])
  }

  @Test("of several names the known ones are reached, and the author is told of the others")
  func partlyKnown() async throws {
    let scene = try await Scene.open()
    let result = try await scene.step(intent("Nuala", "TALK", "Hi.", to: "Reto, Bob, Eve, reto"))
    #expect(result["deliveries"]?[0]?["to"] == ["Reto"])
    #expect(
      result.told("Nuala") == ["Nobody here is called 'Bob', 'Eve' or 'reto'. Use exact names."])
  }

  @Test("who cannot be reached hears nothing, and the author perceives that")
  func outOfReach() async throws {
    let scene = try await Scene.open(config: closed)
    let result = try await scene.step(intent("Nuala", "TALK", "Hi.", to: "Reto, Adaeze"))
    #expect(result["deliveries"] == nil)
    #expect(
      result["stimuli"] == [
        [
          "type": "SOCIAL", "to": ["Nuala"],
          "content": .string(
            "Reto and Adaeze cannot be reached from here and did not hear you."
              + " REACH_OUT makes contact."),
        ]
      ])
  }

  @Test("who hears what is said to nobody in particular is the study's choice")
  func hearing() async throws {
    let relations: JSON = ["Nuala": ["Reto"]]
    for (hearing, expected) in [("all", "others"), ("accessible", ["Reto"])] as [(JSON, JSON)] {
      let scene = try await Scene.open(
        config: ["everyone_accessible": false, "relations_accessible": true, "hearing": hearing],
        relations: relations)
      let result = try await scene.step(
        intent("Nuala", "TALK", "Anyone?"), intent("Tomasz", "THINK", "Quiet here."))
      #expect(result["deliveries"]?[0]?["to"] == expected)
      let lonely = try await scene.step(intent("Adaeze", "TALK", "Anyone?"))
      #expect(lonely["deliveries"]?[0]?["to"] == (hearing == "all" ? "others" : nil))
    }
  }

  @Test("thoughts, empty words, the end of a turn and tools come to nothing here")
  func nothing() async throws {
    let scene = try await Scene.open()
    let result = try await scene.step(
      intent("Nuala", "THINK", "Hm."), intent("Nuala", "TALK"), intent("Nuala", "DONE"),
      intent("Nuala", "WRITE_DOCUMENT", "{}"))
    #expect(result == [:])
  }

  @Test("a target of a million commas is survived")
  func hostileTarget() async throws {
    let scene = try await Scene.open(config: ["broadcast_if_no_target": false])
    let names = String(repeating: "x,", count: 500_000)
    let result = try await scene.step(intent("Nuala", "TALK", "Hi.", to: names))
    #expect(result.told("Nuala") == ["Nobody here is called 'x', 'x' or 'x'. Use exact names."])
  }

  @Test("an intent of a stranger is refused")
  func stranger() async throws {
    let scene = try await Scene.open()
    await #expect {
      try await scene.step(intent("Bob", "TALK", "Hi."))
    } throws: {
      "\($0)"
        == "tiny-world: an intent needs an 'id' and, as 'agent', somebody of this world. (invalid)"
    }
  }
}
