import TinyTroupeJSON

extension StudySchema {
  /// The keys of `generate` that are the engine's, not the factory's.
  static let generationKeys: JSONObject = [
    "count": [
      "type": "integer", "minimum": 1, "maximum": 100_000, "description": "How many people.",
    ],
    "context": text("The world and the purpose that the people are made for."),
    "particulars": text("What else holds of each of them."),
    "demography": [
      "description":
        "How often values are: {gender: {female: 51, male: 49}}, or a file of it (JSON, YAML, CSV).",
      "oneOf": [["type": "string"], ["type": "object", "additionalProperties": true]],
    ],
    "microdata": [
      "description": "A CSV file with a person a row; it says which values go together.",
      "oneOf": [
        ["type": "string"],
        [
          "type": "object", "required": ["file"],
          "properties": [
            "file": text("The CSV file."),
            "columns": [
              "type": "object", "additionalProperties": text("A column of the file."),
              "description":
                "Attributes and the columns that they are in: {age: Age group}. All columns when absent.",
            ],
            "weight": text("The column that says how many people a row stands for."),
          ],
        ],
      ],
    ],
    "names": [
      "description": "Names to be given out: a list, or a file with a name a line.",
      "oneOf": [["type": "string"], ["type": "array", "items": ["type": "string"]]],
    ],
    "seed": [
      "type": "integer", "minimum": 0, "maximum": 9_007_199_254_740_991,
      "description": "The seed of the draw; the study's when absent.",
    ],
    "attempts": [
      "type": "integer", "minimum": 1, "maximum": 20, "default": 4,
      "description": "How often somebody is written at most whose name is taken or who is a twin.",
    ],
  ]

  static let generation: JSON = [
    "type": "object", "required": ["count"], "additionalProperties": true,
    "description": "People whom a factory writes when the run begins.",
    "properties": .object(merged(["use": text("The factory.")], generationKeys)),
  ]
}
