internal import TinyTroupeJSON

/// What a written person consists of.
enum PersonForm {
  private static let text: JSON = ["type": "string"]
  private static let texts: JSON = ["type": "array", "items": text]

  private static func object(_ properties: JSONObject) -> JSON {
    [
      "type": "object", "properties": .object(properties),
      "required": .array(properties.map { .string($0.key) }), "additionalProperties": false,
    ]
  }

  private static let traits = [
    "openness", "conscientiousness", "extraversion", "agreeableness", "neuroticism",
  ]

  /// The schema of a reply.
  static let schema = object(["minibio": text, "persona": persona])

  private static let persona = object([
    "name": text, "age": ["type": "integer", "minimum": 0, "maximum": 120], "gender": text,
    "nationality": text, "residence": text, "education": text,
    "occupation": object(["title": text, "organization": text, "description": text]),
    "style": text,
    "personality": object([
      "traits": texts, "big_five": object(JSONObject(traits.map { ($0, text) })),
    ]),
    "preferences": object(["interests": texts, "likes": texts, "dislikes": texts]),
    "beliefs": texts, "long_term_goals": texts, "skills": texts,
    "behaviors": object(["general": texts]), "health": text,
    "relationships": [
      "type": "array", "items": object(["name": text, "description": text]),
    ],
    "other_facts": texts,
  ])

  /// The persona without what a model left empty, and with nothing twice in a list.
  static func tidy(_ persona: JSONObject) -> JSONObject {
    JSONObject(
      persona.compactMap { member in
        tidy(member.value).map { (member.key, $0) }
      })
  }

  private static func tidy(_ value: JSON) -> JSON? {
    switch value {
    case .null, .string(""): return nil
    case .object(let members):
      let tidied = tidy(members)
      return tidied.isEmpty ? nil : .object(tidied)
    case .array(let elements):
      var seen: Set<JSON> = []
      let tidied = elements.compactMap(tidy).filter { seen.insert($0).inserted }
      return tidied.isEmpty ? nil : .array(tidied)
    default: return value
    }
  }
}
