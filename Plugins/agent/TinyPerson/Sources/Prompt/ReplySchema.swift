internal import TinyTroupeJSON

/// The JSON Schema of a turn's reply.
///
/// Every member is required and no other allowed, as servers with strict structured output demand.
enum ReplySchema {
  static let name = "turn"

  /// - Parameter answer: What an answer looks like, where a question wants values.
  static func bytes(types: [String], answer: JSON? = nil) -> [UInt8] {
    let text: JSON = ["type": "string"]
    let action = object([
      ("type", ["type": "string", "enum": .array(types.map(JSON.string))]), ("target", text),
      ("content", text),
    ])
    let state = object([("goals", text), ("attention", text), ("emotions", text)])
    let turn = [("actions", ["type": "array", "items": action] as JSON), ("state", state)]
    return object(turn + (answer.map { [("answer", $0)] } ?? [])).bytes
  }

  private static func object(_ members: [(String, JSON)]) -> JSON {
    [
      "type": "object", "properties": .object(JSONObject(members)),
      "required": .array(members.map { .string($0.0) }), "additionalProperties": false,
    ]
  }
}
