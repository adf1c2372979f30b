internal import Mustache
public import TinyTroupeJSON
public import TinyTroupePluginKit
internal import Transcripts

/// Writes a report from what happened, from answers of copies of people, and from tables.
///
/// It is copies that are asked, so the people are as they were before.
public struct ResultsReporter: Reporter {
  /// `findings` of the plugin `org.tinytroupe.reporter`.
  public static let identity = Identity(
    plugin: "org.tinytroupe.reporter", version: "0.1.0", name: "findings")

  private static let rules = template(PackageResources.report_rules_mustache)
  private static let request = template(PackageResources.report_request_mustache)
  private let settings: ReportSettings

  /// Reads the settings; throws when one is not of its kind.
  public init(config: JSON) throws {
    settings = try ReportSettings(config)
  }

  /// Writes one report, whose numbers in brackets become its evidence.
  public func write(_ request: Request, _ call: Call) async throws -> Response {
    let occasion = try Occasion(request.json())
    let transcript = try await transcript(occasion, call)
    var interviews: [Interview] = []
    for (number, question) in settings.questions.enumerated() {
      interviews.append(
        try await .hold(question, number: number, with: occasion.names, call))
    }
    let messages = JSON.array([
      ["role": "system", "content": .string(try Self.rules.get().render([:] as [String: String]))],
      [
        "role": "user",
        "content": .string(
          try Self.request.get().render(values(occasion, transcript, interviews))),
      ],
    ])
    let completion = try await call.send(
      .complete(envelope(occasion, transcript), messages: messages.bytes))
    guard completion.finish == "stop", !completion.content.isEmpty else {
      throw PluginFailure(
        .invalid,
        "The report '\(occasion.title)' did not come to its end (\(completion.finish)); a longer one needs a larger 'max_output_tokens'."
      )
    }
    let seen = Set(transcript?.items.map(\.id) ?? [])
    return Response([
      "content": .string("# \(occasion.title)\n\n\(completion.content)\n"),
      "evidence": .array(
        Citations.numbers(in: completion.content).filter(seen.contains).map { .integer(Int64($0)) }),
    ])
  }

  private func transcript(_ occasion: Occasion, _ call: Call) async throws -> Transcript? {
    let isNeeded =
      settings.interactions
      ?? (settings.questions.isEmpty && occasion.tables.isEmpty && occasion.texts.isEmpty)
    guard isNeeded else { return nil }
    return Transcript(
      try await occasion.events(call), subject: nil, limit: settings.longestTranscript)
  }

  private func values(
    _ occasion: Occasion, _ transcript: Transcript?, _ interviews: [Interview]
  ) -> [String: Any] {
    var values: [String: Any] = [
      "title": occasion.title,
      "hasPeople": settings.includesPeople && !occasion.people.isEmpty,
      "people": occasion.people,
      "interviews": interviews.map { interview in
        [
          "question": interview.question,
          "answers": interview.answers.map { ["name": $0.name, "text": $0.text] },
        ] as [String: Any]
      },
      "tables": occasion.tables.map { ["name": $0.name, "text": $0.text] },
      "texts": occasion.texts.map { ["name": $0.name, "content": $0.content] },
    ]
    values["task"] = occasion.task
    values["requirements"] = settings.requirements
    if let transcript {
      values["transcript"] =
        transcript.text.isEmpty ? "(Nothing has happened.)" : transcript.text
      values["omitted"] = transcript.omitted > 0
    }
    return values
  }

  private func envelope(_ occasion: Occasion, _ transcript: Transcript?) -> JSON {
    let stimuli = (transcript?.items ?? []).suffix(100).map(\.stimulus)
    return [
      "purpose": "report", "max_output_tokens": .integer(Int64(settings.longestReply)),
      "about": [
        "purpose": "report", "objective": .string(occasion.task ?? occasion.title),
        "stimuli": .array(stimuli),
      ],
    ]
  }

  private static func template(_ bytes: [UInt8]) -> Result<MustacheTemplate, any Error> {
    Result { try MustacheTemplate(string: String(decoding: bytes, as: UTF8.self)) }
  }
}
