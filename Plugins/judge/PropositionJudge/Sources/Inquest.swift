internal import Mustache
internal import TinyTroupeJSON
internal import TinyTroupePluginKit
internal import Transcripts

/// Looks into one case after the other, by the record and a model.
struct Inquest: Sendable {
  let longestTranscript: Int
  let longestReply: Int

  init(_ config: JSON) throws {
    longestTranscript = try config.limit(
      "max_transcript", of: "propositions", least: 1000, default: 60_000)
    longestReply = try config.limit(
      "max_output_tokens", of: "propositions", least: 1, default: 2000)
  }

  func verdict(_ matter: Case, _ call: Call) async throws -> Verdict {
    let events = try await call.send(.queryEvents(matter.query))
    if matter.proposition.isQuiet { return Quiet.verdict(events) }
    let transcript = Transcript(
      matter.chosen(events), subject: matter.name, limit: longestTranscript)
    var messages = try Self.messages(matter, transcript)
    let first = try await ask(matter, transcript, messages, call)
    guard matter.isDoubleChecked, first.value != nil else { return first }
    messages += [
      ["role": "assistant", "content": .string(first.json.text)],
      [
        "role": "user",
        "content":
          "Think it over once more: look for what speaks against your verdict, then give the one that you stand by.",
      ],
    ]
    let second = try await ask(matter, transcript, messages, call)
    return second.value == nil ? first : second
  }

  private func ask(
    _ matter: Case, _ transcript: Transcript, _ messages: [JSON], _ call: Call
  ) async throws -> Verdict {
    let envelope: JSON = [
      "purpose": "judge", "max_output_tokens": .integer(Int64(longestReply)),
      "schema": Verdict.schema, "schema_name": "verdict", "about": matter.about(transcript),
    ]
    do {
      let completion = try await call.send(
        .complete(envelope, messages: JSON.array(messages).bytes))
      guard completion.finish == "stop" else { return .none }
      return Verdict(completion.content, seen: Set(transcript.items.map(\.id)))
    } catch let failure as PluginFailure where failure.isAboutReply {
      call.log(.warning, "A claim could not be judged: \(failure.message)")
      return .none
    }
  }
}

// MARK: - Prompt

extension Inquest {
  private static let rules = template(PackageResources.judge_rules_mustache)
  private static let request = template(PackageResources.judge_request_mustache)

  private static func template(_ bytes: [UInt8]) -> Result<MustacheTemplate, any Error> {
    Result { try MustacheTemplate(string: String(decoding: bytes, as: UTF8.self)) }
  }

  private static func messages(_ matter: Case, _ transcript: Transcript) throws -> [JSON] {
    var values: [String: Any] = [
      "transcript": transcript.text, "claim": matter.proposition.claim,
      "omitted": transcript.omitted > 0,
    ]
    values["name"] = matter.name
    values["situation"] = matter.situation
    values["action"] = matter.action
    values["persona"] = matter.persona?.text
    return [
      ["role": "system", "content": .string(try rules.get().render([:] as [String: String]))],
      ["role": "user", "content": .string(try request.get().render(values))],
    ]
  }
}

/// Whether nothing was done in the last two turns: that is counted, not judged.
enum Quiet {
  static func verdict(_ events: [JSON]) -> Verdict {
    var moments: [(time: String, isActive: Bool)] = []
    for event in events where event["kind"] == "action" {
      let time = event["time"]?.string ?? ""
      let isActive = event["type"] != "DONE"
      if moments.last?.time == time {
        moments[moments.count - 1].isActive = moments[moments.count - 1].isActive || isActive
      } else {
        moments.append((time: time, isActive: isActive))
      }
    }
    let last = moments.suffix(2)
    let isQuiet = last.count == 2 && !last.contains(where: \.isActive)
    return Verdict(
      counted: isQuiet,
      isQuiet ? "The last two turns were ended without anything." : "Something was done lately.")
  }
}
