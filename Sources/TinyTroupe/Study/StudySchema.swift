public import TinyTroupeJSON
public import TinyTroupeYAML

/// The schema of a study: what the check goes by, and what editors complete from.
///
/// Members with `x-later` are words that a later version brings: refused by name today, and not published.
public enum StudySchema {
  /// The schema that the check goes by.
  public static let schema: TinyTroupeYAML.Schema = {
    do throws(DiagnosticList) {
      return try TinyTroupeYAML.Schema(study)
    } catch {
      preconditionFailure("The schema of a study must itself be readable: \(error)")
    }
  }()

  /// The schema as it is published (`tinytroupe schema`).
  public static var published: JSON { schema.published }

  private static let study: JSON = [
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "TinyTroupe study",
    "type": "object",
    "required": ["agents"],
    "additionalProperties": false,
    "properties": .object(merged(general, people, happenings, later)),
  ]

  private static let general: JSONObject = [
    "name": text("The study's name, also of its run folders; the file's name when absent."),
    "seed": [
      "type": "integer", "minimum": 0, "maximum": 9_007_199_254_740_991, "default": 1,
      "description": "The seed of all chance.",
    ],
    "language": text("The language that people speak: English, 日本語, …."),
    "plugins": [
      "type": "object",
      "properties": [
        "paths": list(of: text("A folder."), "Where else to look for plugins."),
        "in_process": list(
          of: text("A plugin's id."), "Plugins that should run in this process, if the user agrees."
        ),
      ],
    ],
    "on_error": [
      "description": "What happens when a person's turn fails.", "default": "stop",
      "oneOf": [
        ["type": "string", "enum": ["stop", "skip"]],
        [
          "type": "object", "required": ["retry"],
          "properties": ["retry": ["type": "integer", "minimum": 1, "maximum": 100]],
        ],
      ],
    ],
  ]

  private static let people: JSONObject = [
    "llm": model("The language model that is used where nothing else is said."),
    "llms": [
      "type": "object", "description": "More models, by name.",
      "additionalProperties": model("A model."),
    ],
    "purposes": [
      "type": "object", "description": "Which model serves which purpose (extract: judge).",
      "additionalProperties": text("The name of a model under llms, or default."),
    ],
    "agents": list(of: agent, "Who takes part."),
    "environment": environment,
  ]

  private static let happenings: JSONObject = [
    "timeline": list(of: entry, "What happens, in order."),
    "experiment": experiment, "interventions": interventions, "stop": stop,
    "extract": list(of: extraction, "What is read out of the run at its end."),
    "report": list(of: report, "Texts that are written about the run at its end."),
    "export": list(of: export, "What is made of tables and texts in other formats."),
  ]

  private static let later: JSONObject = [
    "cost": unavailable
  ]

  /// True when a setting changes how a run is carried out and not what happens in it, so that a run may go on
  /// under it: the gateway's keys of a model, and what is done about failures.
  public static func isLimit(_ setting: String) -> Bool {
    let path = setting.prefix { $0 != "=" }.split(separator: ".").map(String.init)
    if path.first == "on_error" { return true }
    let rest = path.first == "llm" ? path.dropFirst() : path.dropFirst(2)
    guard path.first == "llm" || path.first == "llms", let key = rest.first else { return false }
    return modelKeys[key] != nil
  }

  static let unavailable: JSON = ["x-later": true]

  static func merged(_ parts: JSONObject...) -> JSONObject {
    JSONObject(parts.flatMap { part in part.map { ($0.key, $0.value) } })
  }
}
