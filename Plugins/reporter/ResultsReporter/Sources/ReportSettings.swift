internal import TinyTroupeJSON
internal import TinyTroupePluginKit

/// What a study decided about a report.
struct ReportSettings: Sendable {
  let questions: [String]
  /// Nil when it follows from what else there is.
  let interactions: Bool?
  let includesPeople: Bool
  let requirements: String?
  let longestTranscript: Int
  let longestReply: Int

  init(_ config: JSON) throws {
    questions = try (config["questions"]?.array ?? []).map { question in
      guard let text = question.string, !text.isEmpty else {
        throw PluginFailure(
          .invalid, "findings: 'questions' must be a list of texts, not \(question.text).",
          detail: ["path": "questions"])
      }
      return text
    }
    interactions = config["interactions"]?.bool
    includesPeople = config["include_people"]?.bool ?? true
    requirements = config["requirements"]?.string
    longestTranscript = try config.limit(
      "max_transcript", of: "findings", least: 1000, default: 60_000)
    longestReply = try config.limit("max_output_tokens", of: "findings", least: 1, default: 6000)
  }
}
