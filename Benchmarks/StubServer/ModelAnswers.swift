/// What an OpenAI-compatible server says.
///
/// Token counts are bytes of the request's body and of the content, over four.
enum ModelAnswers {
  private static let model: StaticString = "\"model\":\"stub-model-1\""

  /// The answer to a request that the behaviour leaves to the server.
  static func regular(to request: StubRequest, content: (StubRequest) -> String) -> StubReply {
    switch (request.method, request.path) {
    case ("POST", let path) where path.hasSuffix("/chat/completions"):
      .content(content(request))
    case ("POST", let path) where path.hasSuffix("/embeddings"):
      Embeddings.reply(to: request)
    case ("GET", let path) where path.hasSuffix("/models"):
      .json(#"{"object":"list","data":[{"id":"stub-model-1","object":"model"}]}"#)
    default:
      .error(
        404, type: "invalid_request_error", code: "unknown_url",
        message: "Unknown request URL: \(request.method) \(request.path).")
    }
  }

  /// A chat completion as one JSON object.
  static func completion(_ message: StubMessage, to request: StubRequest) -> [UInt8] {
    var json = JSONText(capacity: 400 + 2 * (message.content?.utf8.count ?? 0))
    begin(&json, "chat.completion", request)
    json.raw(",\"choices\":[")
    if message.hasChoice {
      json.raw("{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":")
      append(&json, message.content)
      json.raw(",\"refusal\":")
      append(&json, message.refusal)
      json.raw("},\"logprobs\":null,\"finish_reason\":")
      json.string(message.finish)
      json.raw("}")
    }
    json.raw("]")
    appendUsage(&json, message, request)
    json.raw("}")
    return json.bytes
  }

  /// A chat completion as server-sent events, one array each.
  static func events(_ message: StubMessage, to request: StubRequest) -> [[UInt8]] {
    var events = [event(request) { $0.raw("{\"role\":\"assistant\",\"content\":\"\"}") }]
    for (name, text) in [("content", message.content), ("refusal", message.refusal)] {
      for piece in pieces(of: text ?? "") {
        events.append(
          event(request) { json in
            json.raw("{")
            json.string(name)
            json.raw(":")
            json.string(piece)
            json.raw("}")
          })
      }
    }
    events.append(event(request, finish: message.finish) { $0.raw("{}") })
    if !message.hasChoice { events = [] }
    if request.wantsStreamedUsage { events.append(usageEvent(message, request)) }
    events.append(Array("data: [DONE]\n\n".utf8))
    return events
  }

  private static func event(
    _ request: StubRequest, finish: String? = nil, delta: (inout JSONText) -> Void
  ) -> [UInt8] {
    var json = JSONText(capacity: 256)
    json.raw("data: ")
    begin(&json, "chat.completion.chunk", request)
    json.raw(",\"choices\":[{\"index\":0,\"delta\":")
    delta(&json)
    json.raw(",\"finish_reason\":")
    append(&json, finish)
    json.raw("}]}\n\n")
    return json.bytes
  }

  private static func usageEvent(_ message: StubMessage, _ request: StubRequest) -> [UInt8] {
    var json = JSONText(capacity: 256)
    json.raw("data: ")
    begin(&json, "chat.completion.chunk", request)
    json.raw(",\"choices\":[]")
    appendUsage(&json, message, request)
    json.raw("}\n\n")
    return json.bytes
  }

  /// A text in pieces of at most 16 characters.
  private static func pieces(of text: String) -> [Substring] {
    var rest = text[...]
    var pieces: [Substring] = []
    while !rest.isEmpty {
      pieces.append(rest.prefix(16))
      rest = rest.dropFirst(16)
    }
    return pieces
  }

  private static func begin(_ json: inout JSONText, _ object: String, _ request: StubRequest) {
    json.raw("{\"id\":\"chatcmpl-")
    json.number(request.number)
    json.raw("\",\"object\":")
    json.string(object)
    json.raw(",\"created\":1767225600,")
    json.raw(model)
  }

  private static func append(_ json: inout JSONText, _ text: String?) {
    if let text { json.string(text) } else { json.raw("null") }
  }

  private static func appendUsage(
    _ json: inout JSONText, _ message: StubMessage, _ request: StubRequest
  ) {
    let prompt = request.body.count / 4
    let completion = (message.content ?? message.refusal ?? "").utf8.count / 4
    json.raw(",\"usage\":{\"prompt_tokens\":")
    json.number(prompt)
    json.raw(",\"completion_tokens\":")
    json.number(completion)
    json.raw(",\"total_tokens\":")
    json.number(prompt + completion)
    json.raw("}")
  }
}
