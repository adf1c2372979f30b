import TinyTroupeJSON

extension StudySchema {
  /// What a model costs.
  static let price: JSON = [
    "description":
      "What a million tokens cost in US dollars, or none; else the table of prices tells.",
    "oneOf": [["type": "string", "enum": ["none"]], Price.schema],
  ]

  /// What may be used; of `llm` by the whole run, of another model by its own calls.
  static let budget: JSON = [
    "type": "object", "additionalProperties": false,
    "description": "What may be used; the run stops before it uses more, and can be resumed.",
    "properties": .object(
      merged(
        limits,
        [
          "time": [
            "description": "How long the run may take: 600 (seconds), 90s, 10m, 2h.",
            "oneOf": [
              ["type": "number", "minimum": 1, "maximum": 31_536_000], ["type": "string"],
            ],
          ],
          "per_agent": [
            "type": "object", "additionalProperties": false,
            "description": "What each person may use.", "properties": .object(limits),
          ],
        ])),
  ]

  private static let limits: JSONObject = [
    "calls": [
      "type": "integer", "minimum": 1, "maximum": 1_000_000_000,
      "description": "How many calls may be sent.",
    ],
    "tokens": [
      "type": "integer", "minimum": 1, "maximum": 1_000_000_000_000,
      "description": "How many tokens prompts and replies may have.",
    ],
    "cost_usd": [
      "type": "number", "minimum": 0, "maximum": 1_000_000,
      "description": "How many US dollars may be spent.",
    ],
  ]
}
