internal import Mustache
internal import TinyTroupeJSON
internal import TinyTroupePluginKit
internal import Transcripts

/// The messages that ask a model for records.
enum Prompt {
  private static let rules = template(PackageResources.extract_rules_mustache)
  private static let request = template(PackageResources.extract_request_mustache)

  static func messages(_ inquiry: Inquiry, _ transcript: Transcript) throws -> [UInt8] {
    let rules = try rules.get().render([:] as [String: String])
    let request = try request.get().render(values(inquiry, transcript))
    return JSON.array([
      ["role": "system", "content": .string(rules)], ["role": "user", "content": .string(request)],
    ]).bytes
  }

  private static func values(_ inquiry: Inquiry, _ transcript: Transcript) -> [String: Any] {
    var values: [String: Any] = [
      "transcript": transcript.text, "objective": inquiry.objective,
      "fields": inquiry.fields.map { field in
        var values = ["name": field.name, "kind": field.kindInWords]
        values["hint"] = field.hint
        return values
      },
    ]
    values["name"] = inquiry.name
    values["situation"] = inquiry.situation
    values["omitted"] = transcript.omitted > 0
    return values
  }

  private static func template(_ bytes: [UInt8]) -> Result<MustacheTemplate, any Error> {
    Result { try MustacheTemplate(string: String(decoding: bytes, as: UTF8.self)) }
  }
}
