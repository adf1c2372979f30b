internal import TinyTroupeJSON
internal import TinyTroupePluginKit

/// What a server answered.
struct ServerAnswer {
  let status: Int
  let headers: JSONObject
  let body: [UInt8]

  var isSuccess: Bool { (200..<300).contains(status) }

  /// A header's value, whatever the case of its name.
  func header(_ name: String) -> String? {
    headers.first { $0.key.lowercased() == name }?.value.string
  }
}

/// Sends one request through the host, which alone knows the key.
struct Exchange {
  let settings: Settings
  /// Names the server and the model when something fails.
  let place: FailurePlace
  let method: String
  let url: String

  func send(_ body: [UInt8], _ call: Call) async throws -> ServerAnswer {
    do {
      return try answer(
        try await call.send(.http, "request", envelope(isStream: false), body: body))
    } catch let failure as PluginFailure {
      throw place.transportFailure(failure, timeout: settings.timeouts.total)
    }
  }

  /// Sends the request and hands over the bytes of the answer as they come.
  func stream(
    _ body: [UInt8], _ call: Call, onBytes: @escaping @Sendable ([UInt8]) throws -> Void
  ) async throws -> ServerAnswer {
    do {
      return try answer(
        try await call.stream(.http, "request", envelope(isStream: true), body: body) {
          try onBytes($0.body)
        })
    } catch let failure as PluginFailure {
      throw place.transportFailure(failure, timeout: settings.timeouts.total)
    }
  }

  private func answer(_ reply: ServiceReply) throws -> ServerAnswer {
    let result = try reply.result
    return ServerAnswer(
      status: result["status"]?.integer ?? 0, headers: result["headers"]?.object ?? [:],
      body: reply.body)
  }

  private func envelope(isStream: Bool) -> [UInt8] {
    var writer = JSONWriter(capacity: 512)
    writer.object { json in
      json.member("method", method)
      json.member("url", url)
      json.key("headers")
      json.object { writeHeaders(into: &$0) }
      json.member("timeout_ms", settings.timeouts.total)
      json.member("connect_timeout_ms", settings.timeouts.connect)
      if let idle = settings.timeouts.idle ?? (isStream ? Timeouts.streamingIdle : nil) {
        json.member("idle_timeout_ms", idle)
      }
      if isStream { json.member("stream", true) }
    }
    return writer.bytes
  }

  /// The key is optional, since a server of one's own needs none.
  private func writeHeaders(into json: inout JSONWriter) {
    if method == "POST" { json.member("Content-Type", "application/json") }
    let secret = JSON.string(settings.server.secret)
    if case .azure = settings.server.interface {
      json.member("api-key", ["$secret": secret, "optional": true])
    } else {
      json.member("Authorization", ["$secret": secret, "prefix": "Bearer ", "optional": true])
    }
    if let organization = settings.organization {
      json.member("OpenAI-Organization", organization)
    }
    if let project = settings.project { json.member("OpenAI-Project", project) }
    for header in settings.headers { json.member(header.name, header.value) }
  }
}
