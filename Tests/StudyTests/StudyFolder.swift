import Foundation
import TinyTroupe
import TinyTroupeJSON
import TinyTroupeYAML

/// A folder with a study and what it needs, gone when the test is over.
final class StudyFolder {
  let path: String

  init(_ files: [String: String]) throws {
    path = FileManager.default.temporaryDirectory.path + "/study-\(UUID().uuidString)"
    for (name, text) in files { try write(name, text) }
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  func write(_ name: String, _ text: String) throws {
    let file = URL(filePath: "\(path)/\(name)")
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  func source(
    _ settings: [String] = [], environment: [String: String] = [:]
  ) -> StudySource {
    StudySource(reading: "\(path)/study.yaml", settings: settings, environment: environment)
  }

  func check(_ settings: [String] = [], environment: [String: String] = [:]) -> StudyReport {
    StudyChecker(catalog: FixedCatalog()).check(source(settings, environment: environment))
  }

  /// The diagnostics on a line each, without the folder's own name.
  func lines(_ diagnostics: [Diagnostic]) -> [String] {
    diagnostics.map { $0.description.replacing(path + "/", with: "") }
  }

  /// What is wrong with a study.
  func mistakes(_ settings: [String] = []) -> [String] { lines(check(settings).diagnostics) }
}

/// Components as plugins would provide them.
struct FixedCatalog: ComponentCatalog {
  var entries: [String: [ComponentEntry]] = [
    "agent": [ComponentEntry(plugin: "org.test.person", name: "tiny-person", isDefault: true)],
    "llm": [
      ComponentEntry(plugin: "org.test.rehearsal", name: "rehearsal", isDefault: true),
      ComponentEntry(
        plugin: "org.test.openai", name: "openai",
        schema: [
          "type": "object",
          "properties": [
            "model": ["type": "string"], "base_url": ["type": "string"],
            "temperature": ["type": "number", "minimum": 0, "maximum": 2],
            "api_key": ["type": "object", "additionalProperties": true],
            "headers": ["type": "object", "additionalProperties": true],
          ],
        ]),
    ],
    "memory": [
      ComponentEntry(
        plugin: "org.test.memory", name: "episodic",
        schema: [
          "type": "object",
          "properties": [
            "window": [
              "type": "object",
              "properties": ["prefix": ["type": "integer"], "recent": ["type": "integer"]],
            ]
          ],
        ], isDefault: true)
    ],
    "environment": [
      ComponentEntry(
        plugin: "org.test.world", name: "tiny-world",
        schema: [
          "type": "object",
          "properties": ["everyone_accessible": ["type": "boolean"], "places": [:]],
        ],
        isDefault: true),
      ComponentEntry(
        plugin: "org.test.network", name: "tiny-social-network",
        schema: [
          "type": "object",
          "properties": [
            "name": ["type": "string"], "relations": ["type": "object"],
            "reach": ["type": "object"], "feed": ["type": "object"],
          ],
        ]),
    ],
    "tool": [
      ComponentEntry(plugin: "org.test.words", name: "word-processor"),
      ComponentEntry(
        plugin: "org.test.files", name: "files",
        schema: [
          "type": "object", "required": ["folders"],
          "properties": ["folders": ["type": "array", "items": ["type": "string"]]],
        ]),
      ComponentEntry(plugin: "org.test.a", name: "calendar"),
      ComponentEntry(plugin: "org.test.b", name: "calendar"),
    ],
    "reporter": [
      ComponentEntry(
        plugin: "org.test.report", name: "findings",
        schema: ["type": "object", "properties": ["questions": [:]]], isDefault: true),
      ComponentEntry(
        plugin: "org.test.story", name: "story",
        schema: ["type": "object", "properties": ["requirements": [:], "plot_twist": [:]]]),
    ],
    "exporter": ["json", "jsonl", "csv", "md", "docx"].map {
      ComponentEntry(plugin: "org.test.export", name: $0)
    },
    "factory": [
      ComponentEntry(
        plugin: "org.test.factory", name: "tiny-person-factory",
        schema: ["type": "object", "properties": ["temperature": ["type": "number"]]],
        isDefault: true)
    ],
    "extractor": [
      ComponentEntry(plugin: "org.test.results", name: "results", isDefault: true),
      ComponentEntry(plugin: "org.test.propositions", name: "propositions"),
      ComponentEntry(
        plugin: "org.test.reducer", name: "reducer",
        schema: ["type": "object", "properties": ["rules": [:]]]),
      ComponentEntry(
        plugin: "org.test.normalizer", name: "normalizer",
        schema: ["type": "object", "properties": ["column": [:], "categories": [:]]]),
      ComponentEntry(
        plugin: "org.test.validator", name: "validator",
        schema: ["type": "object", "properties": ["max_questions": ["type": "integer"]]]),
    ],
  ]

  func components(ofKind kind: String) -> [ComponentEntry] { entries[kind] ?? [] }
}
