import TinyTroupeJSON

extension StudySchema {
  /// The arms and replicates of a study.
  static let experiment: JSON = [
    "type": "object", "additionalProperties": false,
    "description": "Runs the study in several arms, each so many times.",
    "properties": [
      "arms": [
        "type": "object",
        "additionalProperties": ["type": "object", "additionalProperties": true],
        "description":
          "By the arm's name what it changes in the study, by path: {base: {}, warm: {llm.temperature: 1}}.",
      ],
      "replicates": [
        "type": "integer", "minimum": 1, "maximum": 10_000, "default": 1,
        "description": "How often each arm is run; the seed is the study's, then the next one, ….",
      ],
      "concurrency": [
        "type": "integer", "minimum": 1, "maximum": 64, "default": 2,
        "description": "How many runs there are at a time.",
      ],
      "arm": text("Runs one run of this arm alone; for --set."),
      "replicate": [
        "type": "integer", "minimum": 1, "maximum": 10_000,
        "description": "Which run of the arm; for --set.",
      ],
    ],
  ]
}
