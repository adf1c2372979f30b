import TinyTroupeJSON

extension StudySchema {
  private static func score(_ text: JSON) -> JSON {
    ["type": "number", "minimum": 0, "maximum": 9, "description": text]
  }

  /// When something holds in a run.
  private static let condition: JSON = [
    "description":
      "When: an expression such as count(TALK) >= 10 and quiet < 2, or {if, claim, of, above, below}.",
    "oneOf": [
      ["type": "string"],
      [
        "type": "object", "required": ["claim"], "additionalProperties": false,
        "properties": [
          "if": text("An expression that must hold before the judge is asked."),
          "claim": text("What the judge looks into."),
          "of": text("Whom it is about; the world when absent."),
          "above": score("The claim holds when its score is higher."),
          "below": score("The claim holds when its score is lower."),
        ],
      ],
    ],
  ]

  /// An entry of the timeline that has no place in it.
  private static let effect: JSON = [
    "type": "object", "additionalProperties": false,
    "properties": [
      "broadcast": entry["properties"]?["broadcast"] ?? [:],
      "say": entry["properties"]?["say"] ?? [:],
    ],
  ]

  /// The rules that watch a run.
  static let interventions: JSON = list(
    of: [
      "type": "object", "required": ["when", "do"], "additionalProperties": false,
      "properties": [
        "name": text("Its name."), "when": condition,
        "cooldown": [
          "type": "integer", "minimum": 0, "maximum": 1_000_000,
          "description":
            "Fires again, but not within so many steps after it fired; without it, it fires once.",
        ],
        "until": [
          "type": "integer", "minimum": 1, "description": "The last step in which it can fire.",
        ],
        "do": list(of: effect, "What happens: broadcast or say."),
      ],
    ], "Rules that watch the run and let something happen when their condition holds.")

  static let stop = condition
}
