import Testing
import TinyTroupeFakeHost
import TinyTroupeJSON

@testable import TinyWorld

@Suite("Places")
struct PlacesTests {
  private static let rooms: JSON = [
    "places": ["Kitchen": [], "Garden": ["Reto", "Tomasz"], "Attic": []]
  ]

  @Test("people hear and reach those in their place, and nobody else")
  func hearing() async throws {
    let scene = try await Scene.open(config: Self.rooms)
    let seen = try await scene.observe()
    #expect(seen["everyone"]?["accessible"] == "none")
    #expect(seen["people"]?["Nuala"]?["accessible"] == ["Adaeze"])
    #expect(seen["people"]?["Reto"]?["accessible"] == ["Tomasz"])
    #expect(seen["people"]?["Reto"]?["place"] == "Garden")
    #expect(seen["everyone"]?["place"] == "Kitchen")
    let kinds = seen["everyone"]?["action_kinds"]?.array ?? []
    let move = kinds.first { $0["type"] == "MOVE" }
    #expect(move?["choices"] == ["Kitchen", "Garden", "Attic"])
    let result = try await scene.step(
      intent("Nuala", "TALK", "Listen!"), intent("Reto", "TALK", "Nuala?", to: "Nuala"))
    #expect(result["deliveries"]?.array?.count == 1)
    #expect(result["deliveries"]?[0]?["to"] == ["Adaeze"])
    #expect(result.told("Reto").first?.hasPrefix("Nuala cannot be reached from here") == true)
  }

  @Test("who moves is seen to go and to come, and hears those who are there")
  func moving() async throws {
    let scene = try await Scene.open(config: Self.rooms)
    let result = try await scene.step(intent("Reto", "MOVE", "kitchen"))
    #expect(
      result["stimuli"] == [
        ["type": "SOCIAL", "to": ["Tomasz"], "content": "Reto leaves for: Kitchen."],
        ["type": "SOCIAL", "to": ["Nuala", "Adaeze"], "content": "Reto comes in."],
        [
          "type": "LOCATION", "to": ["Reto"],
          "content": "You are in: Kitchen. Here are: Nuala and Adaeze.",
        ],
      ])
    #expect(result["state"] != nil)
    let after = try await scene.step(intent("Reto", "TALK", "Hello!"))
    #expect(after["deliveries"]?[0]?["to"] == ["Nuala", "Adaeze"])
  }

  @Test("there is no way to a place that there is not, and none to where one is")
  func nowhere() async throws {
    let scene = try await Scene.open(config: Self.rooms)
    let result = try await scene.step(
      intent("Nuala", "MOVE", "cellar"), intent("Reto", "MOVE", "GARDEN"))
    #expect(
      result["stimuli"] == [
        [
          "type": "SOCIAL", "to": ["Nuala"],
          "content": "There is no place called 'cellar'. There are: Kitchen, Garden and Attic.",
        ]
      ])
    #expect(result["state"] == nil)
  }

  @Test("mistakes about places are told before anything happens")
  func mistakes() async {
    func message(_ config: JSON) async -> String {
      do {
        _ = try await Scene.open(config: config)
        return ""
      } catch {
        return "\(error)"
      }
    }
    #expect(
      await message(["places": ["A": ["Bob"]]])
        .contains("'places' puts 'Bob' into 'A', but nobody is called that."))
    #expect(
      await message(["places": ["A": ["Reto"], "B": ["Reto"]]])
        .contains("'places' has 'Reto' in two places."))
    #expect(await message(["places": []]).contains("'places' must be a mapping of places"))
    #expect(
      await message(["places": ["A": "Reto"]])
        .contains("'places' needs a list of names for 'A', if need be an empty one."))
    #expect(
      await message(["place": "A", "places": ["A": []]])
        .contains("'place' and 'places' exclude each other."))
  }
}
