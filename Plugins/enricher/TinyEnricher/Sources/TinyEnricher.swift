public import TinyTroupeJSON
public import TinyTroupePluginKit

/// Has a model make a text longer and richer, or add to a persona without contradicting it.
public struct TinyEnricher: Enricher {
  /// `tiny-enricher` of the plugin `org.tinytroupe.tiny-enricher`.
  public static let identity = Identity(
    plugin: "org.tinytroupe.tiny-enricher", version: "0.1.0", name: "tiny-enricher")

  private let leastRatio: Double
  private let longestReply: Int

  /// Reads the settings; throws when one is not of its kind.
  public init(config: JSON) throws {
    leastRatio = try config.number("min_ratio", least: 0) ?? 3
    longestReply =
      try config.number("max_output_tokens", least: 1).flatMap(Int.init(exactly:))
      ?? 8000
  }

  /// Enriches the content, the persona, or one after the other.
  public func enrich(_ request: Request, _ call: Call) async throws -> Response {
    let wish = try Wish(request.json())
    let backend = Backend(call: call, longestReply: longestReply)
    var result: JSONObject = [:]
    if let content = wish.content {
      let enriching = ContentEnriching(
        content, wish, leastRatio: wish.leastRatio ?? leastRatio, backend)
      result["content"] = .string(try await enriching.run())
    }
    if let persona = wish.persona {
      let patch = try await PersonaEnriching(persona: persona, wish: wish, backend: backend).run()
      if !patch.dropped.isEmpty {
        call.log(
          .info, "Left out, since the persona says otherwise or says it already.",
          fields: ["paths": .array(patch.dropped.map(JSON.string))])
      }
      result["patch"] = .object(patch.patch)
      result["provenance"] = .object(patch.provenance)
    }
    return Response(.object(result))
  }
}

extension JSON {
  fileprivate func number(_ key: String, least: Double) throws -> Double? {
    guard let json = self[key] else { return nil }
    if let number = json.double, number >= least { return number }
    throw PluginFailure(
      .invalid,
      "tiny-enricher: '\(key)' must be a number of at least \(Int(least)), not \(json.text).",
      detail: ["path": .string(key)])
  }
}
