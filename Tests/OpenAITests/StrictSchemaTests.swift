import Testing
import TinyTroupeFakeHost
import TinyTroupeJSON

@Suite struct StrictSchemaTests {
  private func format(_ schema: JSON, name: String? = nil) async throws -> JSON {
    let server = try StubbedServer(answer: .saying("{}"))
    var extra: JSONObject = ["schema": schema]
    if let name { extra["schema_name"] = .string(name) }
    _ = try await server.complete(extra).get()
    return try #require(server.sent.first?.json?["response_format"])
  }

  @Test func objectsAreClosedAndEveryPropertyIsRequired() async throws {
    let schema: JSON = [
      "type": "object", "title": "Reply", "required": ["a"],
      "properties": [
        "a": ["type": "string", "minLength": 2, "default": "x", "description": "First."],
        "b": [
          "type": "array", "minItems": 1,
          "items": [
            "type": "object", "properties": ["c": ["type": ["integer", "null"], "minimum": 1]],
          ],
        ],
        "d": ["oneOf": [["type": "string", "format": "date"], ["enum": ["x"], "format": "uri"]]],
      ],
    ]
    #expect(
      try await format(schema, name: "act reply/1") == [
        "type": "json_schema",
        "json_schema": [
          "name": "act_reply_1", "strict": true,
          "schema": [
            "type": "object", "required": ["a", "b", "d"], "additionalProperties": false,
            "properties": [
              "a": ["type": "string", "description": "First."],
              "b": [
                "type": "array", "minItems": 1,
                "items": [
                  "type": "object", "required": ["c"], "additionalProperties": false,
                  "properties": ["c": ["type": ["integer", "null"], "minimum": 1]],
                ],
              ],
              "d": ["anyOf": [["type": "string", "format": "date"], ["enum": ["x"]]]],
            ],
          ],
        ],
      ])
  }

  @Test func definitionsStay() async throws {
    let schema: JSON = [
      "type": "object", "properties": ["n": ["$ref": "#/$defs/node"]],
      "$defs": [
        "node": ["type": "object", "properties": ["next": ["$ref": "#/$defs/node"]]]
      ],
    ]
    let adapted = try await format(schema)["json_schema"]
    #expect(adapted?["name"] == "reply")
    #expect(adapted?["strict"] == true)
    #expect(adapted?["schema"]?["$defs"]?["node"]?["required"] == ["next"])
  }

  @Test(
    "What strict mode cannot express is sent as it is, not strict",
    arguments: [
      ["type": "object"],
      ["type": "array", "items": ["type": "string"]],
      ["type": "object", "properties": ["a": ["type": "object"]]],
      [
        "type": "object",
        "properties": ["a": ["type": "object", "additionalProperties": ["type": "string"]]],
      ],
      ["type": "object", "properties": ["a": [:]]],
      ["type": "object", "properties": ["a": ["type": "array"]]],
      ["type": "object", "properties": ["a": ["allOf": [["type": "string"]]]]],
      ["type": "object", "additionalProperties": true, "properties": ["a": ["type": "string"]]],
    ] as [JSON])
  func notStrict(schema: JSON) async throws {
    let format = try await format(schema)["json_schema"]
    #expect(format?["strict"] == false)
    #expect(format?["schema"] == schema)
  }

  @Test func schemasNestedDeeperThanStrictModeAllowsAreNotStrict() async throws {
    var schema: JSON = ["type": "string"]
    for _ in 0..<10 { schema = ["type": "object", "properties": ["a": schema]] }
    #expect(try await format(schema)["json_schema"]?["strict"] == false)
  }

  @Test func twoCallsWithOneSchemaSendTheSame() async throws {
    let server = try StubbedServer(answer: .saying("{}"))
    let schema: JSON = ["type": "object", "properties": ["a": ["type": "string"]]]
    for _ in 0..<2 { _ = try await server.complete(["schema": schema]).get() }
    #expect(server.sent.count == 2)
    #expect(server.sent[0].body == server.sent[1].body)
  }

  @Test func withoutASchemaTheReplyIsFree() async throws {
    let server = try StubbedServer(answer: .saying("hi"))
    _ = try await server.complete().get()
    #expect(server.sent[0].json?["response_format"] == nil)
  }
}
