internal import TinyTroupeJSON
internal import TinyTroupePluginKit

/// Finds what can be added to a persona.
struct PersonaEnriching: Sendable {
  /// More additions than this are not looked at.
  private static let most = 200

  let persona: JSONObject
  let wish: Wish
  let backend: Backend

  func run() async throws -> PersonaPatch {
    var about = wish.about
    about["persona"] = .object(persona)
    var values = wish.promptValues
    values["persona"] = PersonaOutline.text(persona)
    let reply = try await backend.ask(
      try Prompt.persona(values), schema: Self.schema, about: about)
    guard let additions = (try? JSON(parsing: reply))?["additions"]?.array else {
      throw PluginFailure(
        .invalid,
        "tiny-enricher: the model's reply has no list of 'additions'. Use another model.",
        detail: ["reply": .string(String(reply.prefix(2000)))])
    }
    var patch = PersonaPatch(persona)
    for addition in additions.prefix(Self.most).compactMap(Addition.init) { patch.add(addition) }
    return patch
  }

  private static let schema: JSON = [
    "type": "object", "additionalProperties": false, "required": ["additions"],
    "properties": ["additions": ["type": "array", "items": addition]],
  ]

  private static let addition: JSON = [
    "type": "object", "additionalProperties": false, "required": ["path", "value", "items", "why"],
    "properties": [
      "path": ["type": "string"],
      "value": ["type": ["string", "number", "boolean", "null"]],
      "items": ["type": "array", "items": ["type": "string"]],
      "why": ["type": "string"],
    ],
  ]
}
