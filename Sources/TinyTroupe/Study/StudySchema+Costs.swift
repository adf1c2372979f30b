import TinyTroupeJSON

extension StudySchema {
  /// What a model costs.
  static let price: JSON = [
    "description":
      "What a million tokens cost in US dollars, or none; else the table of prices tells.",
    "oneOf": [["type": "string", "enum": ["none"]], Price.schema],
  ]

  /// How much may be sent in a minute.
  static let rate: JSON = {
    func amount(_ text: JSON) -> JSON {
      ["type": "integer", "minimum": 1, "maximum": 1_000_000_000, "description": text]
    }
    return [
      "description":
        "How much may be sent in a minute, where a provider counts: calls, or {calls, tokens}.",
      "oneOf": [
        ["type": "integer", "minimum": 1, "maximum": 1_000_000_000],
        [
          "type": "object", "additionalProperties": false,
          "properties": [
            "calls": amount("Calls in a minute."),
            "tokens": amount("Tokens in a minute, of prompts and of replies at their longest."),
          ],
        ],
      ],
    ]
  }()

  /// Where replies are kept over runs.
  static let cache: JSON = [
    "description":
      "A file in which replies are kept over runs, so that the same call is paid for once.",
    "oneOf": [
      ["type": "string"],
      [
        "type": "object", "additionalProperties": false, "required": ["path"],
        "properties": [
          "path": text("The file, relative to the study: cache.sqlite."),
          "max_mb": [
            "type": "integer", "minimum": 1, "maximum": 1_000_000,
            "default": .integer(Int64(CachePlan.standardMegabytes)),
            "description": "How many megabytes of replies are kept.",
          ],
        ],
      ],
    ],
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
