import Testing
import TinyTroupeJSON
import TinyTroupePluginKit

@Suite("Enriching personas")
struct PersonaTests {
  private let persona: JSON = [
    "name": "Nuala Tobin", "age": 41, "nickname": nil, "pet name": nil,
    "occupation": ["title": "Baker"],
    "likes": ["rain"], "relationships": [["name": "Reto", "description": "Neighbour"]],
  ]

  private func enrich(_ additions: JSON) async throws -> JSON {
    try await Model.additions(additions).enrich(["requirements": "Her past.", "persona": persona])
  }

  private func addition(
    _ path: JSON, _ value: JSON = nil, items: JSON = [], why: JSON = "It fits."
  ) -> JSON {
    ["path": path, "value": value, "items": items, "why": why]
  }

  @Test("additions become a merge patch, with the reason of each path")
  func patch() async throws {
    let result = try await enrich([
      addition("occupation.description", "Bakes rye bread.", why: "Her title."),
      addition("likes", items: ["rain", "brass bands"]), addition("nickname", "Nu"),
      addition("pet name", "Nunu"),
      addition("childhood.place", "Cork"), addition("childhood.siblings", 3, why: ""),
      addition("skills", items: ["whistling"]), addition("skills", "juggling", why: "Why not."),
    ])
    #expect(
      result == [
        "patch": [
          "occupation": ["description": "Bakes rye bread."], "likes": ["rain", "brass bands"],
          "nickname": "Nu", "pet name": "Nunu", "childhood": ["place": "Cork", "siblings": 3],
          "skills": ["whistling", "juggling"],
        ],
        "provenance": [
          "occupation.description": "Her title.", "likes": "It fits.", "nickname": "It fits.",
          "pet name": "It fits.",
          "childhood.place": "It fits.", "childhood.siblings": "It was asked for.",
          "skills": "It fits. Why not.",
        ],
      ])
  }

  @Test(
    "what contradicts the persona, adds nothing or has no usable place is dropped",
    arguments: [
      ["path": "age", "value": 42], ["path": "age", "value": 41], ["path": "age", "items": ["42"]],
      ["path": "age.exact", "value": 42], ["path": "occupation", "value": "Smith"],
      ["path": "occupation.title.long", "value": "Smith"], ["path": "likes", "items": ["rain"]],
      ["path": "likes.0", "value": "snow"], ["path": "relationships", "items": ["Adaeze"]],
      ["path": "", "value": "x"], ["path": "I would add this", "value": "x"],
      ["path": "past.first\njob", "value": "x"], ["path": "a..b", "value": "x"],
      ["path": ".a", "value": "x"],
      ["path": "a.b.c.d.e.f.g", "value": "x"], ["path": 7, "value": "x"], ["value": "x"],
      ["path": "dream", "value": nil], ["path": "dream", "value": ""],
      ["path": "dream", "value": ["deep": ["deeper": 1]]], ["path": "dream", "items": [1, ""]],
      ["path": "dream", "items": "x"], "dream", nil,
    ] as [JSON])
  func dropped(addition: JSON) async throws {
    #expect(try await enrich([addition]) == ["patch": [:], "provenance": [:]])
  }

  @Test("an addition that contradicts an earlier one is dropped")
  func selfContradiction() async throws {
    let result = try await enrich([addition("dream", "A boat"), addition("dream", "A house")])
    #expect(result["patch"] == ["dream": "A boat"])
  }

  @Test(
    "a reply without additions is a failure", arguments: ["", "no", "[]", #"{"additions":{}}"#])
  func hostile(reply: String) async throws {
    await #expect {
      try await Model(reply).enrich(["requirements": "x", "persona": persona])
    } throws: {
      ($0 as? PluginFailure)?.message
        == "tiny-enricher: the model's reply has no list of 'additions'. Use another model."
    }
  }

  @Test("the model reads the persona as text, and a backend without a model as data")
  func prompt() async throws {
    let model = Model.additions([])
    _ = try await model.enrich(["requirements": "Her past.", "persona": persona])
    #expect(
      model.conversations[0][1]?["content"] == """
        What is wanted: Her past.

        <person>
        name: Nuala Tobin
        age: 41
        occupation:
          title: Baker
        likes:
          - rain
        relationships:
          -
            name: Reto
            description: Neighbour
        </person>

        """)
    #expect(model.envelopes[0]["about"]?["persona"] == persona)
  }

  @Test("text and persona may come together")
  func both() async throws {
    let model = Model(#"{"content":"Much longer."}"#, #"{"additions":[]}"#)
    let result = try await model.enrich(
      ["requirements": "x", "content": "Hm.", "persona": persona])
    #expect(result == ["content": "Much longer.", "patch": [:], "provenance": [:]])
  }
}
