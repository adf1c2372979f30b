internal import TinyTroupeJSON
internal import TinyTroupePluginKit

/// The component's configuration, checked.
struct Settings: Sendable {
  let model: String
  let embeddingModel: String
  let server: Server
  let temperature: Double?
  let topP: Double?
  let reasoningEffort: String?
  let seed: Int?
  let organization: String?
  let project: String?
  let headers: [(name: String, value: JSON)]
  let legacyMaxTokens: Bool?
  let timeouts: Timeouts

  init(_ config: JSON) throws {
    let reader = SettingsReader(config)
    model = try reader.text("model") ?? "gpt-5-mini"
    embeddingModel = try reader.text("embedding_model") ?? "text-embedding-3-small"
    server = try Server(reader)
    temperature = try reader.number("temperature", in: 0...2)
    topP = try reader.number("top_p", in: 0...1)
    reasoningEffort = try reader.text("reasoning_effort")
    seed = try reader.whole("seed")
    organization = try reader.text("organization")
    project = try reader.text("project")
    headers = try Self.headers(reader)
    legacyMaxTokens = try reader.flag("legacy_max_tokens")
    timeouts = try Timeouts(reader)
  }

  private static func headers(_ reader: SettingsReader) throws -> [(name: String, value: JSON)] {
    try reader.object("headers").map { name, value in
      guard !["authorization", "api-key"].contains(name.lowercased()) else {
        throw reader.wrong("headers.\(name)", "carries a key. Use 'api_key: {$secret: NAME}'.")
      }
      guard value.string != nil || value["$secret"]?.string != nil else {
        throw reader.wrong("headers.\(name)", "must be a text, or {$secret: NAME}.")
      }
      return (name, value)
    }
  }
}

/// How long to wait, in milliseconds.
struct Timeouts: Sendable {
  /// For a whole answer.
  ///
  /// Two minutes cover a long answer of a reasoning model.
  let total: Int
  /// For the connection.
  let connect: Int
  /// For the server's silence; nil for the default, which is none unless the answer is streamed.
  let idle: Int?

  /// The silence allowed while an answer is streamed: reasoning models think before their first word.
  static let streamingIdle = 60_000

  init(_ reader: SettingsReader) throws {
    total = try reader.milliseconds("timeout") ?? 120_000
    connect = try reader.milliseconds("connect_timeout") ?? 10_000
    idle = try reader.milliseconds("idle_timeout")
  }
}
