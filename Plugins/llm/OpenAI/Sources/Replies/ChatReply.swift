internal import TinyTroupeJSON
internal import TinyTroupePluginKit

/// What a model answered, whether it came at once or in pieces.
struct ChatReply: Equatable {
  var content = ""
  var refusal = ""
  /// The server's word for why the answer ended; nil when it gave none.
  var finishReason: String?
  var model: String?
  var usage: JSON?

  init() {}

  /// Reads a whole answer.
  init(_ body: [UInt8], at place: FailurePlace) throws {
    let json = try place.parsed(body)
    guard let choice = json["choices"]?[0], let message = choice["message"] else {
      throw place.lacks("choices")
    }
    content = Self.text(message["content"])
    refusal = message["refusal"]?.string ?? ""
    finishReason = choice["finish_reason"]?.string
    model = json["model"]?.string
    usage = json["usage"]?.object.map(JSON.object)
  }

  /// Some servers give the text in parts.
  private static func text(_ content: JSON?) -> String {
    if let text = content?.string { return text }
    return (content?.array ?? []).compactMap { $0["text"]?.string }.joined()
  }

  /// Why it ended, in the contract's words.
  var finish: String {
    if !refusal.isEmpty { return "refusal" }
    switch finishReason {
    case "length", "content_filter": return finishReason ?? "stop"
    default: return "stop"
    }
  }

  /// The response; throws when there is nothing to answer with.
  func response(at place: FailurePlace) throws -> Response {
    let finish = finish
    guard !content.isEmpty || finish != "stop" else { throw place.empty }
    return Response(capacity: content.utf8.count + 128, usage: tokens) { writer in
      writer.object { json in
        json.member("content", content)
        json.member("finish", finish)
        if !refusal.isEmpty { json.member("refusal", refusal) }
        if let model { json.member("model", model) }
      }
    }
  }

  private var tokens: JSON? {
    guard let usage else { return nil }
    let counts = [
      ("input_tokens", usage["prompt_tokens"]),
      ("cached_input_tokens", usage["prompt_tokens_details"]?["cached_tokens"]),
      ("output_tokens", usage["completion_tokens"]),
      ("reasoning_tokens", usage["completion_tokens_details"]?["reasoning_tokens"]),
    ]
    let known = counts.compactMap { name, count in
      count?.integer.map { (name, JSON.integer(Int64($0))) }
    }
    return .object(JSONObject(known))
  }
}
