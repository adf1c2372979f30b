import Testing
import TinyTroupeJSON
import TinyTroupeYAML

@Suite struct SchemaTests {
  private func schema(_ text: String) throws -> Schema {
    try Schema(YAMLReader.read(Array(text.utf8), file: "schema.yaml"))
  }

  private func mistakes(_ text: String, _ rule: String, at path: String = "") throws -> [String] {
    let node = try YAMLReader.read(Array(text.utf8), file: "a.yaml")
    return try schema(rule).check(node, at: path).map(\.description)
  }

  private let component = """
    type: object
    required: [use]
    properties:
      use: {type: string}
      steps: {type: integer, minimum: 1, maximum: 100}
      share: {type: number, default: 0.5}
      mode: {type: string, enum: [recent, search, all]}
      tools:
        type: array
        items:
          oneOf:
            - {type: string}
            - {type: object, required: [use], properties: {use: {type: string}}}
      free: {type: object}
      counts: {type: object, additionalProperties: {type: integer}}
      maybe: {type: [string, "null"]}
      anything: {}
    """

  @Test func aValueThatFitsHasNoMistakes() throws {
    let text = """
      use: x
      steps: 100
      share: 1
      mode: all
      tools: [a, {use: b}]
      free: {a: {b: [1]}}
      counts: {a: 1, b: 2.0}
      maybe: null
      anything: [1]
      """
    #expect(try mistakes(text, component) == [])
    #expect(try schema(component).check(["use": "x", "counts": ["a": 1]]) == [])
  }

  @Test(
    "Each mistake is told in words, with its place and the next step",
    arguments: [
      ("use: x\nstep: 3", "2:1: error: unknown key 'step' (did you mean 'steps'?)"),
      (
        "use: x\nzzzz: 3",
        "2:1: error: unknown key 'zzzz' (known keys: use, steps, share, mode, tools, free, counts, maybe, anything)"
      ),
      ("steps: 3", "1:1: error: the key 'use' is missing"),
      (
        "use: 12",
        "1:6: error: 'use': expected a text, found a whole number (put it in quotes: \"12\")"
      ),
      (
        "use: true",
        "1:6: error: 'use': expected a text, found true or false (put it in quotes: \"true\")"
      ),
      ("use:", "1:5: error: 'use': expected a text, found nothing"),
      ("{use: x, steps: many}", "1:17: error: 'steps': expected a whole number, found a text"),
      (
        "{use: x, steps: '3'}",
        "1:17: error: 'steps': expected a whole number, found a text (remove the quotes)"
      ),
      ("{use: x, steps: 2.5}", "1:17: error: 'steps': expected a whole number, found a number"),
      (
        "{use: x, share: '2'}",
        "1:17: error: 'share': expected a number, found a text (remove the quotes)"
      ),
      ("{use: x, steps: 0}", "1:17: error: 'steps': must be at least 1"),
      ("{use: x, steps: 101}", "1:17: error: 'steps': must be at most 100"),
      (
        "{use: x, mode: serch}",
        "1:16: error: 'mode': 'serch' is not allowed (did you mean 'search'?)"
      ),
      (
        "{use: x, mode: none}",
        "1:16: error: 'mode': 'none' is not allowed (one of: recent, search, all)"
      ),
      (
        "{use: x, tools: word}",
        "1:17: error: 'tools': expected a list, found a text (write it as a list: [word])"
      ),
      (
        "{use: x, tools: [a, [b]]}",
        "1:21: error: 'tools.1': expected a text or a mapping, found a list"
      ),
      (
        "{use: x, tools: [{usw: b, use: c}]}",
        "1:19: error: unknown key 'usw' (did you mean 'use'?)"
      ),
      (
        "{use: x, counts: {a: b}}", "1:22: error: 'counts.a': expected a whole number, found a text"
      ),
      (
        "{use: x, maybe: 1}",
        "1:17: error: 'maybe': expected a text or nothing, found a whole number (put it in quotes: \"1\")"
      ),
      ("[use]", "1:1: error: expected a mapping, found a list"),
    ])
  func sentences(text: String, sentence: String) throws {
    #expect(try mistakes(text, component) == ["a.yaml:" + sentence])
  }

  @Test func allMistakesAreToldAtOnceWithTheWholePath() throws {
    let found = try mistakes(
      "steps: x\nmode: y\nuses: z\ntools: [{use: 1}]", component, at: "memory")
    #expect(
      found == [
        "a.yaml:1:8: error: 'memory.steps': expected a whole number, found a text",
        "a.yaml:2:7: error: 'memory.mode': 'y' is not allowed (one of: recent, search, all)",
        "a.yaml:3:1: error: unknown key 'uses' (did you mean 'use'?)",
        "a.yaml:4:15: error: 'memory.tools.0.use': expected a text, found a whole number (put it in quotes: \"1\")",
        "a.yaml:1:1: error: 'memory': the key 'use' is missing",
      ])
  }

  @Test func valuesWithoutPlacesAreToldWithPaths() throws {
    let value: JSON = ["steps": "x", "tools": [["use": 1]], "more": 1]
    #expect(
      try schema(component).check(value, at: "result") == [
        "result.steps: expected a whole number, found a text",
        "result.tools.0.use: expected a text, found a whole number",
        "result: unknown key 'more'", "result: the key 'use' is missing",
      ])
  }

  @Test func theAlternativeThatFitsBestIsTold() throws {
    let rule = """
      anyOf:
        - {type: object, required: [a, b], properties: {a: {type: string}, b: {type: string}}}
        - {type: object, required: [retry], properties: {retry: {type: integer}}}
        - {type: string, enum: [stop, skip]}
      """
    #expect(
      try mistakes("retry: x", rule) == [
        "a.yaml:1:8: error: 'retry': expected a whole number, found a text"
      ])
    #expect(
      try mistakes("stpo", rule) == [
        "a.yaml:1:1: error: 'stpo' is not allowed (did you mean 'stop'?)"
      ])
    #expect(
      try mistakes("1", rule) == [
        "a.yaml:1:1: error: expected a text or a mapping, found a whole number (put it in quotes: \"1\")"
      ])
  }

  @Test func aClosedObjectWithoutListedMembersTakesNone() throws {
    #expect(
      try mistakes("a: 1", "{type: object, additionalProperties: false}") == [
        "a.yaml:1:1: error: unknown key 'a' (no keys are known here)"
      ])
  }

  @Test func anEndlessReplyGetsAFewMistakes() throws {
    let rule = try schema("{type: array, items: {type: string}}")
    #expect(rule.check(.array(Array(repeating: 1, count: 100_000))).count == 100)
  }

  @Test(
    "What a schema cannot express is refused, not ignored",
    arguments: [
      (
        "type: text",
        "1:7: error: 'type': this is no type (one of: boolean, integer, number, string, array, object, null)"
      ),
      (
        "properties: {a: {patern: x}}",
        "1:18: error: 'properties.a.patern': this keyword of JSON Schema is not supported (supported: type, enum, minimum, maximum, properties, required, additionalProperties, items, oneOf, anyOf)"
      ),
      (
        "propertis: {}",
        "1:1: error: 'propertis': this keyword of JSON Schema is not supported (did you mean 'properties'?)"
      ),
      ("minimum: x", "1:10: error: 'minimum': expected a number, found a text"),
      ("required: x", "1:11: error: 'required': expected a list, found a text"),
      ("items: x", "1:8: error: 'items': expected a schema, found a text"),
      ("oneOf: [x]", "1:9: error: 'oneOf.0': expected a schema, found a text"),
      ("x", "1:1: error: expected a schema, found a text"),
    ])
  func refusedSchemas(text: String, sentence: String) {
    do {
      _ = try schema(text)
      Issue.record("it was accepted")
    } catch {
      #expect((error as? DiagnosticList)?.description == "schema.yaml:" + sentence)
    }
  }

  @Test func aSchemaKeepsItsTextAndItsNotesForEditors() throws {
    let json: JSON = [
      "type": "object", "description": "d", "x-engine": true,
      "properties": ["b": ["type": "string", "default": "c"], "a": [:]],
    ]
    let schema = try Schema(json)
    #expect(schema.json == json)
    #expect(schema.keys == ["b", "a"])
    #expect(schema["b"]?.json["default"] == "c")
    #expect { try Schema(["type": 1]) } throws: {
      "\($0)".hasPrefix("error: 'type': this is no type")
    }
  }

  @Test func whatComesLaterIsKnownButNeitherSuggestedNorPublished() throws {
    let rule = "{type: object, properties: {use: {type: string}, budget: {x-later: true}}}"
    #expect(
      try mistakes("{budget: 1, budgt: 2}", rule) == [
        "a.yaml:1:2: error: 'budget' is not available yet",
        "a.yaml:1:13: error: unknown key 'budgt' (known keys: use)",
      ])
    #expect(
      try schema(rule).published == [
        "type": "object", "properties": ["use": ["type": "string"]],
      ])
  }
}
