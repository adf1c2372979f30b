import TinyTroupeJSON

// The parts of a study's schema that say what becomes of a run.

extension StudySchema {
  static let reportKeys: JSONObject = [
    "title": text("What the text is called; the study's name when absent."),
    "task": text("What the text should tell."),
    "of": files("Tables and earlier texts of this run that it rests on: prices.csv."),
    "people": [
      "description": "Whom it is about: a name, names, or all.", "default": "all",
      "oneOf": [["type": "string"], ["type": "array", "items": ["type": "string"]]],
    ],
    "to": text("The file in the run's results folder: report.md."),
  ]

  static let report: JSON = [
    "type": "object", "additionalProperties": true,
    "properties": .object(
      merged(["use": text("The reporter; the default one writes a report.")], reportKeys)),
  ]

  static let exportKeys: JSONObject = [
    "of": files("The tables and texts that are exported; all of them when absent."),
    "to": text("The file in the run's results folder, when there is but one: prices.jsonl."),
  ]

  static let export: JSON = [
    "type": "object", "required": ["use"], "additionalProperties": true,
    "properties": .object(
      merged(["use": text("The format: json, jsonl, csv, md, docx.")], exportKeys)),
  ]

  private static func files(_ description: String) -> JSON {
    [
      "description": .string(description),
      "oneOf": [["type": "string"], ["type": "array", "items": ["type": "string"]]],
    ]
  }
}
