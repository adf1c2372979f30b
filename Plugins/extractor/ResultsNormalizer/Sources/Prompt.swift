internal import Mustache
internal import TinyTroupeJSON

/// The messages that ask a model for categories.
enum Prompt {
  private static let rules = template(PackageResources.normalize_rules_mustache)
  private static let request = template(PackageResources.normalize_request_mustache)

  static func messages(
    _ texts: [String], _ categories: [String], limit: Int, objective: String, situation: String
  ) throws -> [UInt8] {
    var values: [String: Any] = [
      "categories": categories, "hasCategories": !categories.isEmpty,
      "texts": texts.enumerated().map { ["number": String($0 + 1), "text": $1] },
    ]
    if !objective.isEmpty { values["objective"] = objective }
    if !situation.isEmpty { values["situation"] = situation }
    let rules = try rules.get().render(["limit": limit])
    return JSON.array([
      ["role": "system", "content": .string(rules)],
      ["role": "user", "content": .string(try request.get().render(values))],
    ]).bytes
  }

  /// The JSON Schema of the reply.
  static func schema(count: Int) -> JSON {
    [
      "type": "object", "additionalProperties": false, "required": ["categories"],
      "properties": [
        "categories": [
          "type": "array",
          "items": [
            "type": "object", "additionalProperties": false, "required": ["name", "members"],
            "properties": [
              "name": ["type": "string"],
              "members": [
                "type": "array",
                "items": ["type": "integer", "minimum": 1, "maximum": .integer(Int64(count))],
              ],
            ],
          ],
        ]
      ],
    ]
  }

  private static func template(_ bytes: [UInt8]) -> Result<MustacheTemplate, any Error> {
    Result { try MustacheTemplate(string: String(decoding: bytes, as: UTF8.self)) }
  }
}
