import Testing
import TinyTroupeFakeHost
import TinyTroupeJSON

@Suite("What the extracting model is sent")
struct PromptTests {
  @Test("each event once, with its number, what was asked, and the fields with their limits")
  func request() async throws {
    let study = Study(values: Study.complete, events: Study.events + [Study.events[1]])
    _ = try await study.records(situation: "A tasting.")
    #expect(
      study.seen.prompt == """
        What Nuala perceived and did:

        <record>
        - 2026-01-05T09:00:00 -
        [3] perceives CONVERSATION: Would you buy it?
        [5] does TALK to Reto: At four euros, yes.
        - 2026-01-05T10:00:00 -
        [9] perceives CONVERSATION from Reto: Why?
          [5] Why?
        [12] gets, of WRITE_DOCUMENT from word-processor: It was written.
        </record>

        To be found out: would she buy it
        Situation: A tasting.

        Fields:
        - buys: true or false
        - price: number from 0 to 10. in euros
        - rating: whole number from 1 to 5
        - choice: one of "soup", "salad"
        - reasons: list of texts of at most 2
        - objection: text

        Give one record, about Nuala.

        """)
    #expect(study.seen.query == ["agent": "Nuala"])
    #expect(study.seen.messages[0]?["role"] == "system")
    let rules = study.seen.messages[0]?["content"]?.string
    #expect(rules?.hasPrefix("You read results out of the record") == true)
  }

  @Test("of the world, everybody's doings are named")
  func world() async throws {
    let study = Study(reply: #"{"records":[]}"#)
    _ = try await study.records(fields: ["a": "string"], subject: ["kind": "world"])
    let prompt = study.seen.prompt
    #expect(prompt.hasPrefix("What happened in the world, whoever took part:\n\n<record>"))
    #expect(prompt.contains("\n[5] Nuala does TALK to Reto: At four euros, yes.\n"))
    #expect(prompt.contains("\n[9] CONVERSATION from Reto: Why?\n"))
    #expect(prompt.contains("Give one record for each result that you find"))
  }

  @Test("of the world, what somebody said is not told again by those who heard it")
  func heard() async throws {
    let heard: JSON = [
      "id": 7, "kind": "stimulus", "type": "CONVERSATION", "content": "At four euros, yes.",
      "source": "Nuala",
    ]
    let study = Study(events: Study.events + [heard], reply: #"{"records":[]}"#)
    _ = try await study.records(fields: ["a": "string"], subject: ["kind": "world"])
    #expect(study.seen.prompt.contains("[5] Nuala does TALK to Reto: At four euros, yes.\n"))
    #expect(!study.seen.prompt.contains("[7]"))
  }

  @Test("values that are no texts may be chosen from as well")
  func mixedChoices() async throws {
    let study = Study(values: ["size": 2, "sizes": [1, 2], "colors": ["red"]])
    let fields: JSON = [
      "size": ["type": "enum", "values": [1, 2]], "sizes": ["type": "list", "values": [1, 2]],
      "colors": ["type": "list", "values": ["red", "blue"]],
    ]
    let record = try await study.records(fields: fields)[0]
    #expect(record["values"] == ["size": 2, "sizes": [1, 2], "colors": ["red"]])
    let values = study.seen.envelope["schema"]?["properties"]?["values"]
    #expect(
      values?["properties"] == [
        "size": ["enum": [1, 2, nil]],
        "sizes": ["type": ["array", "null"], "items": ["enum": [1, 2]]],
        "colors": [
          "type": ["array", "null"], "items": ["type": "string", "enum": ["red", "blue"]],
        ],
      ])
    #expect(study.seen.prompt.contains("- sizes: list of any of 1, 2\n"))
  }

  @Test("texts reach the model as they are, not as HTML, and are no templates")
  func verbatim() async throws {
    let text = #"<b> & "{{objective}}" {{/fields}}"#
    let event: JSON = ["id": 1, "kind": "action", "type": "TALK", "content": .string(text)]
    let study = Study(values: [:], events: [event])
    _ = try await study.records()
    #expect(study.seen.prompt.contains("[1] does TALK: \(text)\n"))
  }

  @Test("the schema names every field, nullable, and allows nothing else")
  func schema() async throws {
    let study = Study(values: Study.complete)
    _ = try await study.records()
    let schema = study.seen.envelope["schema"]
    #expect(schema?["required"] == ["status", "values", "evidence"])
    #expect(schema?["additionalProperties"] == false)
    let values = schema?["properties"]?["values"]
    #expect(values?["required"]?.array?.count == 6)
    #expect(values?["additionalProperties"] == false)
    #expect(
      values?["properties"] == [
        "buys": ["type": ["boolean", "null"]],
        "price": [
          "type": ["number", "null"], "minimum": 0, "maximum": 10, "description": "in euros",
        ],
        "rating": ["type": ["integer", "null"], "minimum": 1, "maximum": 5],
        "choice": ["type": ["string", "null"], "enum": ["soup", "salad", nil]],
        "reasons": ["type": ["array", "null"], "items": ["type": "string"]],
        "objection": ["type": ["string", "null"]],
      ])
  }

  @Test("a backend without a model learns persona, fields, objective and the last events")
  func about() async throws {
    let study = Study(values: Study.complete)
    _ = try await study.records(
      subject: ["kind": "agent", "name": "Nuala", "persona": ["age": 41]])
    let envelope = study.seen.envelope
    #expect(envelope["purpose"] == "extract")
    #expect(envelope["max_output_tokens"] == 4000)
    let about = envelope["about"]
    #expect(about?["purpose"] == "extract")
    #expect(about?["persona"] == ["age": 41])
    #expect(about?["fields"] == Study.fields)
    #expect(about?["objective"] == "would she buy it")
    #expect(about?["evidence"] == [5, 9, 12])
    #expect(about?["stimuli"]?.array?.compactMap { $0["id"]?.integer } == [3, 5, 9, 12])
    #expect(
      about?["stimuli"]?[1] == [
        "id": 5, "type": "TALK", "content": "At four euros, yes.", "source": "Nuala",
      ])
  }

  @Test("of a long record, whole items are left out in the middle, and the model is told")
  func window() async throws {
    let events = (1...100).map { number -> JSON in
      [
        "id": .integer(Int64(number)), "kind": "action", "type": "TALK",
        "content": .string("\(number) " + String(repeating: "x", count: 90)),
      ]
    }
    let study = Study(values: ["buys": true], evidence: [2, 50, 99], events: events)
    let records = try await study.records(config: ["max_transcript": 2000])
    let prompt = study.seen.prompt
    #expect(prompt.contains("It was too long, so part of its middle is left out."))
    let lines = prompt.split(separator: "\n")
    let shown = lines.filter { $0.contains("does TALK") }
    #expect(shown.count == 17)
    #expect(shown.allSatisfy { $0.hasSuffix(String(repeating: "x", count: 90)) })
    #expect(lines.contains("[… 83 items left out …]"))
    #expect(prompt.contains("[4] does"))
    #expect(!prompt.contains("[5] does"))
    #expect(prompt.contains("[88] does"))
    #expect(records[0]["evidence"] == [2, 99])
  }

  @Test("an item that is too long by itself is still shown whole when it is the last")
  func longItem() async throws {
    let long = String(repeating: "y", count: 5000)
    let events: [JSON] = [
      ["id": 1, "kind": "action", "type": "TALK", "content": .string(long)],
      ["id": 2, "kind": "action", "type": "TALK", "content": .string(long + "z")],
    ]
    let study = Study(values: [:], events: events)
    _ = try await study.records(config: ["max_transcript": 1000])
    #expect(study.seen.prompt.contains("[… 1 item left out …]\n"))
    #expect(study.seen.prompt.contains("[2] does TALK: \(long)z\n"))
  }
}
