import Testing
import TinyTroupeJSON

/// Data for schemas: it conforms, and it says what the person would say.
@Suite struct FormTests {
  private static let experience: JSON = [
    [
      "id": 3, "kind": "stimulus", "type": "CONVERSATION",
      "content": "Will you cross the new bridges for 4.50 euros?",
    ],
    [
      "id": 4, "kind": "action", "type": "TALK", "agent": "Mira Stolz",
      "content": "Yes to bridges, and gladly. Patience is only slow courage.",
    ],
    ["id": 5, "kind": "action", "type": "DONE", "content": ""],
    [
      "id": 6, "kind": "stimulus", "type": "CONVERSATION", "source": "Anton Brack",
      "content": "No. Not bridges, not for me.",
    ],
  ]

  private func fill(_ properties: JSON, fields: JSON = [:]) async throws -> JSON {
    let schema: JSON = [
      "type": "object", "properties": properties, "additionalProperties": false,
      "required": .array((properties.object?.keys ?? []).map(JSON.string)),
    ]
    let about: JSONObject = [
      "persona": People.mira, "stimuli": Self.experience, "fields": fields,
      "objective": "whether she would cross",
    ]
    let data = try await Rehearsing.data("extract", about, schema)
    #expect(SchemaCheck.mistakes(data, schema).isEmpty)
    return data
  }

  @Test(
    "Times have the form that is asked for, and those who come are those who are there",
    arguments: [
      ("2026-02-09T11:05:00", "2026-02-09", "11:05", "12:05"),
      ("2026-02-09T08:00:00", "2026-02-09", "08:00", "09:00"),
      ("2026-02-09T23:30:00", "2026-02-09", "23:30", "24:00"), ("", "", "", ""),
    ])
  func event(time: String, day: String, start: String, end: String) async throws {
    func text(_ description: String) -> JSON {
      ["type": "string", "description": .string(description)]
    }
    let people: JSON = ["type": "array", "items": ["type": "string"]]
    let schema: JSON = [
      "type": "object",
      "properties": [
        "date": text("YYYY-MM-DD"), "start_time": text("HH:MM; nothing for the whole day"),
        "end_time": text("HH:MM"), "when": text("When it is."), "attendees": people,
        "optional_attendees": people,
      ],
    ]
    let about: JSONObject = [
      "persona": People.mira, "time": .string(time), "accessible": ["Anton Brack"],
    ]
    let data = try await Rehearsing.data("extract", about, schema)
    #expect(data["date"]?.string == day && data["when"]?.string == time)
    #expect(data["start_time"]?.string == start && data["end_time"]?.string == end)
    #expect(data["attendees"] == ["Anton Brack"] && data["optional_attendees"] == [])
  }

  @Test(
    "Whatever a schema demands is kept",
    arguments: [
      ["type": "string"], ["type": "string", "minLength": 300], ["type": "string", "maxLength": 3],
      ["type": "integer"], ["type": "integer", "minimum": 7, "maximum": 7],
      ["type": "number", "minimum": -2, "maximum": -1], ["type": "number", "maximum": -5],
      ["type": "integer", "minimum": 1_000_000], ["type": "number", "minimum": 0.5],
      ["type": "boolean"], ["type": ["null", "string"]], ["type": "null"],
      ["enum": ["a", "b"]], ["enum": [3, 1, 2]], ["enum": [nil]], ["enum": [true]],
      ["type": "array", "items": ["type": "string"]],
      ["type": "array", "items": ["type": "string"], "minItems": 9],
      ["type": "array", "items": ["type": "integer"], "maxItems": 0],
      ["type": "array", "items": ["enum": ["x", "y"]], "minItems": 1, "uniqueItems": true],
      ["type": "object"], ["type": "object", "properties": [:]],
      [
        "type": "object", "required": ["b"], "additionalProperties": false,
        "properties": [
          "a": ["type": "array", "items": ["type": "array"]], "b": ["type": "string"],
        ],
      ],
    ] as [JSON])
  func conformance(field: JSON) async throws {
    _ = try await fill(["field": field, "score": field, "interests": field, "actions_": field])
  }

  @Test func referencesAlternativesAndPartsAreFollowed() async throws {
    let schema: JSON = [
      "type": "object",
      "properties": [
        "node": ["$ref": "#/$defs/node"],
        "either": ["anyOf": [["type": "null"], ["type": "integer", "minimum": 5, "maximum": 5]]],
        "both": [
          "allOf": [
            ["type": "object", "properties": ["a": ["const": 1]]],
            ["properties": ["b": ["const": 2]]],
          ]
        ],
      ],
      "$defs": ["node": ["type": "object", "properties": ["next": ["$ref": "#/$defs/node"]]]],
    ]
    let data = try await Rehearsing.data("extract", ["persona": People.mira], schema)
    #expect(data["either"] == 5)
    #expect(data["both"] == ["a": 1, "b": 2])
    #expect(data["node"]?["next"]?.object != nil)
  }

  @Test func anExtractionReportsWhatThePersonSaid() async throws {
    let data = try await fill([
      "status": ["enum": ["answered", "refused", "missing"]],
      "would_cross": ["type": ["boolean", "null"]],
      "likely": ["enum": ["very unlikely", "unlikely", "neutral", "likely", "very likely"]],
      "rating": ["type": "integer", "minimum": 1, "maximum": 5],
      "main_reason": ["type": "string"], "quote": ["type": "string"],
      "evidence": ["type": "array", "items": ["type": "integer"]],
      "gender": ["enum": ["male", "female"]], "age": ["type": "integer"],
      "occupation": ["type": "string"],
    ])
    #expect(
      data == [
        "status": "answered", "would_cross": true, "likely": "very likely", "rating": 5,
        "main_reason": "Patience is only slow courage.",
        "quote": "Yes to bridges, and gladly. Patience is only slow courage.", "evidence": [4],
        "gender": "female", "age": 58, "occupation": "beekeeper",
      ])
  }

  @Test func anAmountIsOneThatWasNamed() async throws {
    let data = try await fill(
      ["most": ["type": ["number", "null"], "minimum": 0]],
      fields: ["most": ["type": "number", "hint": "euros she would pay"]])
    #expect(data == ["most": 4.5])
  }

  @Test func listsComeFromThePersona() async throws {
    let data = try await fill(["beliefs": ["type": "array", "items": ["type": "string"]]])
    #expect(data["beliefs"] == People.mira["beliefs"])
  }

  @Test func theActionsOfASchemaAreThoseItNames() async throws {
    let schema: JSON = [
      "type": "object", "required": ["actions", "cognitive_state"],
      "additionalProperties": false,
      "properties": [
        "actions": [
          "type": "array", "maxItems": 2,
          "items": [
            "type": "object", "required": ["type", "content", "why"],
            "additionalProperties": false,
            "properties": [
              "type": ["enum": ["TALK", "DONE"]], "content": ["type": "string"],
              "why": ["type": "string"],
            ],
          ],
        ],
        "cognitive_state": [
          "type": "object", "required": ["goals", "emotions"], "additionalProperties": false,
          "properties": ["goals": ["type": "string"], "emotions": ["type": "string"]],
        ],
      ],
    ]
    let about: JSONObject = [
      "persona": People.mira, "stimuli": [Rehearsing.said("Bridges?")], "accessible": ["Sam"],
    ]
    let data = try await Rehearsing.data("act", about, schema)
    #expect(SchemaCheck.mistakes(data, schema).isEmpty)
    #expect(data["actions"]?.array?.map { $0["type"] } == ["TALK", "DONE"])
  }

  @Test func anEndlessSchemaEnds() async throws {
    let schema: JSON = ["$ref": "#"]
    #expect(try await Rehearsing.data("extract", [:], schema).string != nil)
    let wide: JSON = [
      "type": "object",
      "properties": ["a": ["$ref": "#"], "b": ["type": "integer", "maximum": 1]],
    ]
    #expect(try await Rehearsing.data("extract", [:], wide)["b"] == 1)
  }
}
