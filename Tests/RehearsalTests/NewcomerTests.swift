import Testing
import TinyTroupeJSON

/// People who do not exist yet.
@Suite struct NewcomerTests {
  private static let schema: JSON = [
    "type": "object", "required": ["minibio", "persona"],
    "properties": [
      "minibio": ["type": "string"],
      "persona": [
        "type": "object", "required": ["name", "age", "gender", "beliefs"],
        "properties": [
          "name": ["type": "string"],
          "age": ["type": "integer", "minimum": 0, "maximum": 120], "gender": ["type": "string"],
          "occupation": ["type": "object", "properties": ["title": ["type": "string"]]],
          "beliefs": ["type": "array", "items": ["type": "string"]],
          "relationships": [
            "type": "array",
            "items": [
              "type": "object",
              "properties": ["name": ["type": "string"], "description": ["type": "string"]],
            ],
          ],
        ],
      ],
    ],
  ]

  private func person(_ about: JSONObject, seed: UInt64 = 7) async throws -> JSON {
    let data = try await Rehearsing.data("generate", about, Self.schema, seed: seed)
    #expect(SchemaCheck.mistakes(data, Self.schema).isEmpty)
    return data["persona"] ?? .null
  }

  @Test("A person is whole, and what is known of it stays")
  func known() async throws {
    let found = try await person(["persona": ["age": 52, "gender": "male", "name": "Bo Ek"]])
    #expect(found["name"] == "Bo Ek" && found["age"] == 52 && found["gender"] == "male")
    #expect(found["beliefs"]?.array?.count == 4)
    #expect(found["relationships"]?[0]?["description"] == "A friend since school.")
  }

  @Test("Two seeds invent two people, one seed the same")
  func seeds() async throws {
    let first = try await person([:])
    #expect(try await person([:]) == first)
    #expect(try await person([:], seed: 8) != first)
  }

  @Test("A name that is taken is avoided")
  func taken() async throws {
    let first = try #require(try await person([:])["name"]?.string)
    let second = try await person(["taken": [.string(first)]])["name"]?.string
    #expect(second != nil && second != first)
  }

  @Test("An age in words does not end up where a number belongs")
  func words() async throws {
    let age = try #require(try await person(["persona": ["age": "young"]])["age"]?.integer)
    #expect((18...80).contains(age))
  }
}
