public import TinyTroupeJSON
public import TinyTroupePluginKit
internal import Transcripts

/// Has a model judge claims about people or the world by what the record of the run shows.
public struct PropositionJudge: Judge {
  /// The judge `propositions` of the plugin `org.tinytroupe.propositions`.
  public static let identity = Identity(
    plugin: "org.tinytroupe.propositions", version: "0.1.0", name: "propositions")

  private let inquest: Inquest

  /// Reads the settings; throws when one is not of its kind.
  public init(config: JSON) throws { inquest = try Inquest(config) }

  /// Judges one claim.
  public func judge(_ request: Request, _ call: Call) async throws -> Response {
    Response(try await inquest.verdict(try Case(request.json()), call).json)
  }
}

/// Makes a table of verdicts: the claim is the extraction's objective.
public struct PropositionsExtractor: Extractor {
  /// The extractor `propositions` of the plugin `org.tinytroupe.propositions`.
  public static let identity = Identity(
    plugin: "org.tinytroupe.propositions", version: "0.1.0", name: "propositions")

  private static let known = ["value", "score", "confidence", "justification", "reasoning"]
  private let inquest: Inquest
  private let isDoubleChecked: Bool

  /// Reads the settings; throws when one is not of its kind.
  public init(config: JSON) throws {
    inquest = try Inquest(config)
    isDoubleChecked = config["double_check"]?.bool ?? false
  }

  /// Judges the objective for one subject.
  public func extract(_ request: Request, _ call: Call) async throws -> Response {
    let json = try request.json()
    let fields = try FixedFields(json, known: Self.known, of: "propositions: a verdict")
    var matter: JSONObject = [
      "claim": json["objective"] ?? "", "subject": json["subject"] ?? .null,
      "double_check": .bool(isDoubleChecked),
    ]
    matter["situation"] = json["situation"]
    let verdict = try await inquest.verdict(try Case(.object(matter)), call)
    let found = verdict.json
    return fields.response(
      found, isAnswered: verdict.value != nil, evidence: found["evidence"] ?? [])
  }
}
