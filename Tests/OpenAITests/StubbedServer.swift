import OpenAI
import TinyTroupeFakeHost
import TinyTroupeJSON
import TinyTroupePluginKit

/// The component in a fake host whose `tt.http` answers what a test says.
struct StubbedServer {
  /// What a server says.
  struct Answer: Sendable {
    var status = 200
    var headers: JSONObject = [:]
    var body: [UInt8] = []
    /// The body in these pieces, for a request that streams.
    var pieces: [[UInt8]] = []

    init(_ status: Int = 200, _ text: String = "", headers: JSONObject = [:]) {
      self.status = status
      self.headers = headers
      body = Array(text.utf8)
    }
  }

  /// What the component sent.
  struct Sent {
    let request: JSON
    let body: [UInt8]

    var json: JSON? { try? JSON(parsing: body) }
  }

  let host: FakeHost
  let instance: FakeInstance

  init(_ config: JSON = [:], _ answer: @escaping @Sendable () throws -> Answer) throws {
    host = FakeHost(services: [
      "tt.http/1": { _, request, _ in
        let answer = try answer()
        let streams = request["stream"]?.bool ?? false
        let pieces = answer.pieces.isEmpty ? [answer.body] : answer.pieces
        return FakeAnswer(
          ["status": .integer(Int64(answer.status)), "headers": .object(answer.headers)],
          body: streams ? [] : answer.body,
          deltas: streams ? pieces.map { FakeDelta([:], body: $0) } : [])
      }
    ])
    instance = try host.create(OpenAIModel.self, config: config)
  }

  /// A server that always says the same.
  init(_ config: JSON = [:], answer: Answer) throws {
    try self.init(config) { answer }
  }

  static let messages = Array(#"[ {"role":"user","content":"\u0048i"} ]"#.utf8)

  func complete(
    _ extra: JSONObject = [:], messages: [UInt8] = StubbedServer.messages
  ) async -> Outcome {
    var request: JSONObject = ["purpose": "act", "max_output_tokens": 300]
    for (key, value) in extra { request[key] = value }
    return await instance.invoke("complete", .object(request), body: messages)
  }

  /// The requests that reached the server, in order.
  var sent: [Sent] {
    host.transcript.compactMap { entry in
      guard case .nested(_, "tt.http/1", "request", let request, let body, _) = entry else {
        return nil
      }
      return Sent(request: request, body: body)
    }
  }
}

extension StubbedServer.Answer {
  /// A completion that says `content`.
  static func saying(_ content: String, finish: String = "stop") -> Self {
    let body: JSON = [
      "model": "gpt-5-mini-2025-08-07",
      "choices": [
        [
          "index": 0, "finish_reason": .string(finish),
          "message": ["role": "assistant", "content": .string(content), "refusal": nil],
        ]
      ],
    ]
    return Self(200, body.text)
  }
}
