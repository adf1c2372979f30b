internal import TinyTroupeJSON
internal import TinyTroupePluginKit

/// What a study decided about a word processor.
struct WriterSettings: Sendable {
  private static let ordinaryRequirements =
    "More detail, examples and structure, in the same voice and language. No new topic."

  let formats: [Format]
  /// How documents are enriched; nil when they are not.
  let requirements: String?
  /// Who enriches them; nil for the default enricher.
  let enricher: String?

  init(_ config: JSON) throws {
    formats = try Self.formats(config["formats"] ?? ["md", "json"])
    requirements = try Self.requirements(config["enrich"] ?? false)
    enricher = config["enrich"]?["use"]?.string
  }

  private static func formats(_ json: JSON) throws -> [Format] {
    guard let elements = json.array, !elements.isEmpty else {
      throw wrong("formats", "must be a list of 'md', 'json' and 'docx'")
    }
    return try elements.map { element in
      if let format = element.string.flatMap(Format.init) { return format }
      throw wrong("formats", "has \(element.text), which is none of \"md\", \"json\" and \"docx\"")
    }
  }

  private static func requirements(_ json: JSON) throws -> String? {
    switch json {
    case .null, .bool(false): return nil
    case .bool(true): return ordinaryRequirements
    case .object(let object) where object["requirements"] == nil: return ordinaryRequirements
    case .object(let object):
      if let text = object["requirements"]?.string { return text }
      throw wrong("enrich.requirements", "must be a text")
    default: throw wrong("enrich", "must be true, false or a mapping with 'requirements'")
    }
  }

  private static func wrong(_ path: String, _ why: String) -> PluginFailure {
    PluginFailure(
      .invalid, "word-processor: '\(path)' \(why).", detail: ["path": .string(path)])
  }
}
