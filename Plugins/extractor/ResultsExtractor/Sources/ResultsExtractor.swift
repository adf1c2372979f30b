public import TinyTroupeJSON
public import TinyTroupePluginKit
internal import Transcripts

/// Has a model read typed fields out of what people experienced.
///
/// The model is asked once for each subject. What it replies is checked here: unknown stays null,
/// and evidence must be in what it was shown.
public struct ResultsExtractor: Extractor {
  /// `results` of the plugin `org.tinytroupe.results`.
  public static let identity = Identity(
    plugin: "org.tinytroupe.results", version: "0.1.0", name: "results")

  private let longestTranscript: Int
  private let longestReply: Int

  /// Reads the settings; throws when one is not of its kind.
  public init(config: JSON) throws {
    longestTranscript = try config.limit(
      "max_transcript", of: "results", least: 1000, default: 60_000)
    longestReply = try config.limit(
      "max_output_tokens", of: "results", least: 1, default: 4000)
  }

  /// Extracts the fields for one subject.
  public func extract(_ request: Request, _ call: Call) async throws -> Response {
    let inquiry = try Inquiry(request.json())
    let events = try await call.send(.queryEvents(inquiry.query))
    let transcript = Transcript(events, subject: inquiry.name, limit: longestTranscript)
    let records =
      transcript.items.isEmpty
      ? [.empty(.missing, inquiry.fields)] : try await ask(inquiry, transcript, call)
    return Response(["records": .array(records.map(\.json))])
  }

  private func ask(
    _ inquiry: Inquiry, _ transcript: Transcript, _ call: Call
  ) async throws -> [Record] {
    let envelope: JSON = [
      "purpose": "extract", "max_output_tokens": .integer(Int64(longestReply)),
      "schema": inquiry.schema, "schema_name": "extraction", "about": inquiry.about(transcript),
    ]
    let completion: Completion
    do {
      completion = try await call.send(
        .complete(envelope, messages: try Prompt.messages(inquiry, transcript)))
    } catch let failure as PluginFailure where failure.isAboutReply {
      call.log(.warning, "Nothing could be extracted: \(failure.message)")
      return [.empty(.failed, inquiry.fields)]
    }
    guard completion.finish == "stop" else {
      call.log(.warning, "Nothing could be extracted: the reply ended by '\(completion.finish)'.")
      return [.empty(.failed, inquiry.fields)]
    }
    return Record.read(completion.content, inquiry, transcript)
  }
}
