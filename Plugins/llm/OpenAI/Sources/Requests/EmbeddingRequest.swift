internal import TinyTroupeJSON
internal import TinyTroupePluginKit

/// The body of a request for vectors; the texts go in as they came.
struct EmbeddingRequest {
  let model: String
  let count: Int
  let body: [UInt8]

  init(_ request: Request, _ settings: Settings) throws {
    let texts: ArraySlice<UInt8>
    do {
      let members = try JSONSlices(of: request.bytes[...])
      texts = members["texts"] ?? []
      count = try texts.isEmpty ? 0 : JSON(parsing: texts).array?.count ?? 0
      model = try members.value("model")?.string ?? settings.embeddingModel
    } catch {
      throw PluginFailure(.invalid, "The request is not valid JSON: \(error).")
    }
    var writer = JSONWriter(capacity: texts.count + 128)
    writer.object { [model] json in
      json.member("model", model)
      json.member("input", raw: texts)
      // A quarter of the size of decimal numbers, and nothing is lost.
      json.member("encoding_format", "base64")
    }
    body = writer.bytes
  }
}
