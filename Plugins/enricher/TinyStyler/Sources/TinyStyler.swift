internal import Mustache
internal import Revisions
public import TinyTroupeJSON
public import TinyTroupePluginKit

/// Has a model write a text anew in another style, with all that it says.
public struct TinyStyler: Enricher {
  /// `tiny-styler` of the plugin `org.tinytroupe.tiny-styler`.
  public static let identity = Identity(
    plugin: "org.tinytroupe.tiny-styler", version: "0.1.0", name: "tiny-styler")

  private static let rules = template(PackageResources.style_rules_mustache)
  private static let request = template(PackageResources.style_request_mustache)
  private let leastRatio: Double
  private let mostRatio: Double
  private let longestReply: Int

  /// Reads the settings; throws when one is not of its kind.
  public init(config: JSON) throws {
    leastRatio = config["min_ratio"]?.double ?? 0.5
    mostRatio = config["max_ratio"]?.double ?? 2
    guard leastRatio >= 0, mostRatio > leastRatio else {
      throw PluginFailure(
        .invalid, "tiny-styler: 'max_ratio' must be above 'min_ratio', and neither below 0.",
        detail: ["path": "max_ratio"])
    }
    longestReply = try config.limit(
      "max_output_tokens", of: "tiny-styler", least: 1, default: 8000)
  }

  /// Writes the content in the style that the requirements say.
  public func enrich(_ request: Request, _ call: Call) async throws -> Response {
    let json = try request.json()
    guard let style = json["requirements"]?.string, !style.isEmpty,
      let content = json["content"]?.string, !content.isEmpty
    else {
      throw PluginFailure(
        .invalid, "tiny-styler: it needs a 'content', and as 'requirements' the style.")
    }
    let lengths = lengths(of: content, least: json["min_ratio"]?.double)
    let begin = try messages(json, style: style, content: content, lengths)
    let envelope: JSON = [
      "purpose": "enrich", "max_output_tokens": .integer(Int64(longestReply)),
      "schema": Revision.schema, "schema_name": "style",
      "about": [
        "purpose": "enrich", "stimuli": [], "requirements": .string(style),
        "content": .string(content), "least": .integer(Int64(lengths.lowerBound)),
      ],
    ]
    let revision = Revision(of: content, by: "tiny-styler", lengths: lengths)
    let text = try await revision.text { again in
      let more: [JSON] =
        again.map {
          [
            ["role": "assistant", "content": .string($0.reply)],
            ["role": "user", "content": .string($0.complaint)],
          ]
        } ?? []
      return try await call.send(
        .complete(envelope, messages: JSON.array(begin + more).bytes)
      ).content
    }
    return Response(["content": .string(text)])
  }

  private func lengths(of content: String, least: Double?) -> ClosedRange<Int> {
    // Beyond any text, a hostile ratio would not fit a number of characters.
    let low = Int(Double(content.count) * min(max(least ?? leastRatio, 0), 1000))
    let high = Int(Double(content.count) * min(max(mostRatio, 0), 1000)) + 40
    return low...max(low, high)
  }

  private func messages(
    _ json: JSON, style: String, content: String, _ lengths: ClosedRange<Int>
  ) throws -> [JSON] {
    var values: [String: String] = [
      "style": style, "content": content, "length": String(content.count),
      "least": String(lengths.lowerBound), "most": String(lengths.upperBound),
    ]
    values["type"] = json["content_type"]?.string
    values["context"] = json["context"]?.string
    return [
      ["role": "system", "content": .string(try Self.rules.get().render(values))],
      ["role": "user", "content": .string(try Self.request.get().render(values))],
    ]
  }

  private static func template(_ bytes: [UInt8]) -> Result<MustacheTemplate, any Error> {
    Result { try MustacheTemplate(string: String(decoding: bytes, as: UTF8.self)) }
  }
}
