internal import TinyTroupeJSON
internal import TinyTroupePluginKit

/// What the script says when it is asked: a text, or a failure.
enum Reply: Sendable {
  case text(SpokenText)
  case failure(PluginFailure)

  init(_ entry: JSON, at place: String) throws {
    let said = ["content", "json", "error"].filter { entry[$0] != nil }
    guard said.count == 1 else {
      let what = said.isEmpty ? "nothing" : said.map { "'\($0)'" }.joined(separator: " and ")
      throw PluginFailure(
        .invalid,
        "llm 'scripted': \(place) says \(what). Give exactly one of 'content', 'json' and 'error'.")
    }
    if let error = entry["error"] {
      self = .failure(try Self.failure(error, at: place))
    } else {
      self = .text(SpokenText(entry))
    }
  }

  /// The text; throws the failure.
  func spoken() throws -> SpokenText {
    switch self {
    case .text(let spoken): return spoken
    case .failure(let failure): throw failure
    }
  }

  private static let codes: [(name: String, code: PluginFailure.Code)] = [
    ("invalid", .invalid), ("not_found", .notFound), ("unsupported", .unsupported),
    ("cancelled", .cancelled), ("deadline", .deadline), ("unavailable", .unavailable),
    ("exhausted", .exhausted), ("state", .state), ("internal", .internal),
  ]

  private static func failure(_ error: JSON, at place: String) throws -> PluginFailure {
    let name = error["code"]?.string ?? ""
    guard let code = codes.first(where: { $0.name == name })?.code else {
      let known = codes.map(\.name).joined(separator: ", ")
      throw PluginFailure(
        .invalid, "llm 'scripted': \(place).error.code is '\(name)'. Known codes: \(known).")
    }
    return PluginFailure(code, error["message"]?.string ?? "", detail: error["detail"] ?? .null)
  }
}

/// A reply as it leaves, rendered once.
struct SpokenText: Sendable {
  /// What was said, a refusal's words included.
  let content: String
  private let resultBytes: [UInt8]
  private let usage: JSON?

  init(_ entry: JSON) {
    let said = entry["content"]?.string ?? entry["json"]?.text ?? ""
    let finish = entry["finish"]?.string ?? "stop"
    let isRefusal = finish == "refusal"
    var result: JSONObject = [
      "content": .string(isRefusal ? "" : said), "finish": .string(finish), "model": "scripted",
    ]
    if isRefusal { result["refusal"] = .string(said) }
    content = said
    resultBytes = JSON.object(result).bytes
    usage = entry["usage"]
  }

  /// The response; without a usage of its own, tokens are a quarter of the bytes.
  func response(messages: [UInt8]) -> Response {
    let counted: JSON = [
      "input_tokens": .integer(Int64(messages.count / 4)),
      "output_tokens": .integer(Int64(content.utf8.count / 4)),
    ]
    return Response(resultBytes: resultBytes, usage: usage ?? counted)
  }
}
