import TinyTroupeJSON

// The parts of a study's schema, from small to large.

extension StudySchema {
  static func text(_ description: String) -> JSON {
    ["type": "string", "description": .string(description)]
  }

  static func list(of element: JSON, _ description: String) -> JSON {
    ["type": "array", "items": element, "description": .string(description)]
  }

  /// A component: its name alone, or its name, the engine's keys, and its own configuration.
  static func component(
    _ description: String, required: JSON = [], keys: JSONObject = [:]
  ) -> JSON {
    let use = text("The component's name, or plugin-id/name.")
    return [
      "description": .string(description),
      "oneOf": [
        ["type": "string"],
        [
          "type": "object", "required": required, "additionalProperties": true,
          "properties": .object(merged(["use": use], keys)),
        ],
      ],
    ]
  }

  /// The keys of a model that are the gateway's, not the backend's.
  static let modelKeys: JSONObject = [
    "concurrency": [
      "type": "integer", "minimum": 1, "maximum": 100_000, "default": 64,
      "description": "How many calls may be in flight at a time.",
    ],
    "attempts": [
      "type": "integer", "minimum": 1, "maximum": 20, "default": 4,
      "description": "How often a call is sent at most.",
    ],
    "deadline": [
      "description": "How long a call may take in all, with retries: 600 (seconds), 90s, 10m, 1h.",
      "default": 600,
      "oneOf": [["type": "number", "minimum": 1, "maximum": 86_400], ["type": "string"]],
    ],
    "retries": [
      "type": "number", "minimum": 0, "maximum": 100, "default": 1,
      "description": "How many retries a run may make for each call that it sends; 0 for none.",
    ],
    "endpoints": list(
      of: ["type": "object", "additionalProperties": true],
      "Servers of the same model: for each the keys in which it differs (base_url)."),
    "price": price, "budget": budget, "cache": cache, "rate": rate,
  ]

  static func model(_ description: String) -> JSON {
    component(description, required: ["use"], keys: modelKeys)
  }

  /// The keys of a tool that are the engine's, not the tool's.
  static let toolKeys: JSONObject = [
    "allow_side_effects": [
      "type": "boolean", "default": false,
      "description": "Whether the tool may act on the world outside: send, order, book.",
    ]
  ]

  static let agent: JSON = [
    "type": "object", "additionalProperties": false,
    "properties": [
      "persona": [
        "description": "A persona file, or the persona itself.",
        "oneOf": [["type": "string"], ["type": "object", "additionalProperties": true]],
      ],
      "population": text("A folder of persona files; each becomes a person."),
      "generate": generation,
      "as": text("Another name for the person."),
      "with": [
        "type": "object", "additionalProperties": true,
        "description": "Values that replace the persona's and its fragments'.",
      ],
      "fragments": list(of: text("A fragment file."), "What is merged into the persona."),
      "agent": component("What plays the person, and how: its own keys beside use."),
      "memory": component("How the person remembers."),
      "tools": list(
        of: component("A tool.", required: ["use"], keys: toolKeys), "What the person can use."),
      "llm": component("The person's model: a name under llms, or a model.", keys: modelKeys),
    ],
  ]

  static let environmentKeys: JSONObject = [
    "order": [
      "type": "string", "enum": ["simultaneous", "sequential"], "default": "simultaneous",
      "description": "Whether people act at once or one after another.",
    ],
    "clock": [
      "type": "object",
      "properties": [
        "start": text("When the first step is: 2026-01-05T09:00."),
        "step": text("How far a step moves the clock: 30s, 10m, 1h, 1d, 1w, 1mo, 1y."),
      ],
    ],
  ]

  static let environment = component("The world.", keys: environmentKeys)

  static let forms = [
    "conversation", "thought", "goal", "context", "social", "visual", "location",
  ]

  private static let form: JSON = [
    "type": "string", "enum": .array(forms.map { .string($0) }), "default": "conversation",
    "description": "What it is perceived as.",
  ]

  private static let image = text(
    "A picture that is seen with it: a file (PNG, JPEG, GIF, WebP), a URL or a data URI.")

  static let entry: JSON = [
    "type": "object", "additionalProperties": false,
    "properties": [
      "broadcast": [
        "description": "Something that reaches everybody.",
        "oneOf": [
          ["type": "string"],
          [
            "type": "object", "required": ["text"],
            "properties": ["text": text("What."), "as": form, "image": image],
          ],
        ],
      ],
      "say": [
        "type": "object", "required": ["to", "text"],
        "description": "Something that reaches certain people.",
        "properties": [
          "to": receivers, "as": form, "image": image, "text": text("What."),
        ],
      ],
      "run": [
        "description": "So many steps.",
        "oneOf": [
          steps,
          [
            "type": "object", "required": ["steps"],
            "properties": [
              "steps": steps,
              "every": text("How far each step moves the clock, instead of its own: 10m, 1d."),
            ],
          ],
        ],
      ],
      "skip": text("Time that passes while nobody does anything: 3d, 1mo."),
      "join": people("Those who come in, not having been there before, or not any more."),
      "leave": people("Those who go."),
      "checkpoint": text("A name for the moment."),
      "step": [
        "type": "integer", "minimum": 1, "description": "The step of the run when it happens.",
      ],
      "at": text("The simulated time when it happens: 2026-01-05T09:00."),
      "ask": ask,
    ],
  ]

  private static let ask: JSON = [
    "description": "A question between steps; the answers become a table.",
    "oneOf": [["type": "string"], question],
  ]

  private static let question: JSON = [
    "type": "object", "required": ["text"], "additionalProperties": false,
    "properties": [
      "to": receivers, "text": text("The question."),
      "fields": [
        "type": "object", "additionalProperties": field,
        "description":
          "The values that an answer has, by name: a type, or {type, values, min, max, hint}. Without them the answer is what is said.",
      ],
      "remember": [
        "type": "boolean", "default": true,
        "description": "Whether people know afterwards that they were asked.",
      ],
      "columns": list(of: text("A path: persona.age."), "Columns copied from the persona."),
      "table": text("The table's file in the run's results folder: ratings.csv."),
    ],
  ]

  private static func people(_ description: String) -> JSON {
    var people = receivers.object ?? [:]
    people["description"] = .string(description)
    return .object(people)
  }

  private static let receivers: JSON = [
    "description": "A name, names, or all.",
    "oneOf": [["type": "string"], ["type": "array", "items": ["type": "string"]]],
  ]

  private static let steps: JSON = ["type": "integer", "minimum": 1, "maximum": 1_000_000]

  static let fieldTypes = [
    "string", "integer", "number", "boolean", "enum", "list", "ranking",
  ]

  private static let field: JSON = [
    "oneOf": [
      ["type": "string", "enum": ["string", "integer", "number", "boolean", "list"]],
      [
        "type": "object", "required": ["type"],
        "properties": [
          "type": ["type": "string", "enum": .array(fieldTypes.map { .string($0) })],
          "values": list(
            of: ["type": "string"],
            "The values of an enum or a ranking, or those that a list may have."),
          "min": ["type": "number"], "max": ["type": "number"],
          "hint": text("What is meant, for the extractor."),
        ],
      ],
    ]
  ]

  static let extractionKeys: JSONObject = [
    "objective": text("What is looked for."),
    "situation": text("What the extractor should know."),
    "fields": [
      "type": "object", "additionalProperties": field,
      "description": "The table's columns, by name: a type, or {type, values, min, max, hint}.",
    ],
    "columns": list(of: text("A path: persona.age."), "Columns copied from the persona."),
    "from": [
      "type": "string", "default": "agents",
      "description":
        "What is read: each person (agents), the world as a whole (world), or a table made before (ratings.csv).",
    ],
    "to": text("The table's file in the run's results folder: prices.csv."),
  ]

  static let extraction: JSON = [
    "type": "object", "required": ["fields"], "additionalProperties": true,
    "properties": .object(merged(["use": text("The extractor.")], extractionKeys)),
  ]
}
