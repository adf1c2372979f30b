internal import TinyTroupeJSON
internal import TinyTroupePluginKit

/// What a request asks for besides its messages.
///
/// `about`, which may be large and is never sent, is not even parsed.
struct Envelope {
  let model: String?
  let temperature: Double?
  let maxOutputTokens: Int?
  let seed: Int?
  let schema: ArraySlice<UInt8>?
  let schemaName: String
  let wantsDeltas: Bool

  init(_ bytes: [UInt8]) throws {
    do {
      let members = try JSONSlices(of: bytes[...])
      model = try members.value("model")?.string
      temperature = try members.value("temperature")?.double
      maxOutputTokens = try members.value("max_output_tokens")?.integer
      seed = try members.value("seed")?.integer
      schema = members["schema"].flatMap { $0.first == UInt8(ascii: "{") ? $0 : nil }
      schemaName = try members.value("schema_name")?.string ?? "reply"
      wantsDeltas = try members.value("stream")?.bool ?? false
    } catch {
      throw PluginFailure(.invalid, "The request is not valid JSON: \(error).")
    }
  }
}
