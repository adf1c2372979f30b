internal import Mustache
public import TinyTroupeJSON
public import TinyTroupePluginKit
internal import Transcripts

/// Tells what happened in a run as a story, or goes on with one that was told before.
public struct TinyStory: Reporter {
  /// `story` of the plugin `org.tinytroupe.story`.
  public static let identity = Identity(
    plugin: "org.tinytroupe.story", version: "0.1.0", name: "story")

  private static let rules = template(PackageResources.story_rules_mustache)
  private static let request = template(PackageResources.story_request_mustache)
  private let requirements: String?
  private let hasTwist: Bool
  private let longestTranscript: Int
  private let longestReply: Int

  /// Reads the settings; throws when one is not of its kind.
  public init(config: JSON) throws {
    requirements = config["requirements"]?.string
    hasTwist = config["plot_twist"]?.bool ?? false
    longestTranscript = try config.limit(
      "max_transcript", of: "story", least: 1000, default: 60_000)
    longestReply = try config.limit("max_output_tokens", of: "story", least: 1, default: 4000)
  }

  /// Writes the story, with all that was told before it.
  public func write(_ request: Request, _ call: Call) async throws -> Response {
    let occasion = try Occasion(request.json())
    let transcript = Transcript(
      try await occasion.events(call), subject: nil, limit: longestTranscript)
    let before = occasion.texts.map(\.content).joined(separator: "\n\n")
    let messages = JSON.array([
      ["role": "system", "content": .string(try Self.rules.get().render([:] as [String: String]))],
      [
        "role": "user",
        "content": .string(try Self.request.get().render(values(occasion, transcript, before))),
      ],
    ])
    let completion = try await call.send(
      .complete(envelope(occasion, transcript), messages: messages.bytes))
    guard completion.finish == "stop", !completion.content.isEmpty else {
      throw PluginFailure(
        .invalid,
        "The story '\(occasion.title)' did not come to its end (\(completion.finish)); a longer one needs a larger 'max_output_tokens'."
      )
    }
    let start = before.isEmpty ? "# \(occasion.title)" : before.trimmed
    return Response([
      "content": .string("\(start)\n\n\(completion.content)\n"),
      "evidence": .array(transcript.items.map { .integer(Int64($0.id)) }),
    ])
  }

  private func values(
    _ occasion: Occasion, _ transcript: Transcript, _ before: String
  ) -> [String: Any] {
    var values: [String: Any] = [
      "title": occasion.title, "people": occasion.people, "omitted": transcript.omitted > 0,
      "transcript": transcript.text.isEmpty ? "(Nothing has happened.)" : transcript.text,
      "twist": hasTwist,
    ]
    if !before.isEmpty { values["story"] = before.trimmed }
    values["task"] = occasion.task
    values["requirements"] = requirements
    return values
  }

  private func envelope(_ occasion: Occasion, _ transcript: Transcript) -> JSON {
    [
      "purpose": "story", "max_output_tokens": .integer(Int64(longestReply)),
      "about": [
        "purpose": "story", "objective": .string(occasion.task ?? occasion.title),
        "stimuli": .array(transcript.items.suffix(100).map(\.stimulus)),
      ],
    ]
  }

  private static func template(_ bytes: [UInt8]) -> Result<MustacheTemplate, any Error> {
    Result { try MustacheTemplate(string: String(decoding: bytes, as: UTF8.self)) }
  }
}

extension String {
  /// The text without white space at its end.
  fileprivate var trimmed: String {
    String(prefix(through: lastIndex { !$0.isWhitespace } ?? startIndex))
  }
}
