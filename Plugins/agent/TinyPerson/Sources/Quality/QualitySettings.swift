internal import TinyTroupeJSON
internal import TinyTroupePluginKit

/// How good a person's actions must be before they are done; only where the study asks for it.
struct QualitySettings: Sendable {
  /// What is looked at, each scored from 0 to 9.
  enum Check: String, Sendable, CaseIterable {
    case adherence
    case consistency
    case fluency
    case suitability
    case similarity

    /// What a high score means, for the judge.
    var meaning: String {
      switch self {
      case .adherence: "the person described would do and say this, in this way"
      case .consistency: "it agrees with what the person has said and done before"
      case .fluency: "it is said as people talk: no formulas, no repeated phrases"
      case .suitability: "it answers what has just reached the person"
      case .similarity:
        "it is something else than the person said or thought before (0: the same again)"
      }
    }
  }

  /// What happens when no try was good enough.
  enum Fallback: String, Sendable {
    case best
    case fail
  }

  let checks: [Check]
  /// The least score that each check must reach.
  let threshold: Int
  /// How many replies are asked for at most: the first, one anew, one corrected.
  let tries: Int
  let fallback: Fallback

  /// Reads `quality`; nil where it is off.
  init?(_ json: JSON?) throws {
    guard let json, !json.isNull, json != false else { return nil }
    let names = json["checks"]?.array?.compactMap(\.string)
    checks =
      try names?.map { name in
        guard let check = Check(rawValue: name) else {
          throw PluginFailure(
            .invalid, "'quality.checks' knows no '\(name)'.", detail: ["path": "quality.checks"])
        }
        return check
      } ?? Check.allCases
    threshold = json["threshold"]?.integer ?? 5
    tries = json["tries"]?.integer ?? 3
    fallback = json["otherwise"]?.string.flatMap(Fallback.init) ?? .best
    guard !checks.isEmpty, (0...9).contains(threshold), (1...3).contains(tries) else {
      throw PluginFailure(
        .invalid, "'quality' needs checks, a threshold from 0 to 9 and 1 to 3 tries.",
        detail: ["path": "quality"])
    }
  }
}
