public import TinyTroupeJSON
public import TinyTroupePluginKit

/// Asks models behind OpenAI's interface: OpenAI itself, Azure, and every compatible server.
///
/// Keys never come here: the request names a secret, and the host fills it in.
public struct OpenAIModel: LanguageModel {
  /// The component `openai`.
  public static let identity = Identity(
    plugin: "org.tinytroupe.openai", version: "0.1.0", name: "openai")

  let settings: Settings
  private let formats = ResponseFormats()

  /// Checks the configuration.
  ///
  /// Throws `.invalid` naming the key that is wrong.
  public init(config: JSON) throws {
    settings = try Settings(config)
  }

  /// Completes the conversation, in pieces when the request wants deltas.
  public func complete(_ request: Request, _ call: Call) async throws -> Response {
    let envelope = try Envelope(request.bytes)
    guard request.body.first(where: { $0 > 0x20 }) == UInt8(ascii: "[") else {
      throw PluginFailure(.invalid, "The request has no messages: its body is not a JSON array.")
    }
    let model = envelope.model ?? settings.model
    let format = try envelope.schema.map {
      try formats.format(schema: $0, name: envelope.schemaName)
    }
    let chat = ChatRequest(settings: settings, envelope: envelope, model: model, format: format)
    let exchange = exchange("POST", settings.server.completions(model: model), model: model)
    let body = chat.body(messages: request.body)
    return envelope.wantsDeltas
      ? try await streamed(body, exchange, call) : try await whole(body, exchange, call)
  }

  /// Embeds texts.
  public func embed(_ request: Request, _ call: Call) async throws -> Response {
    let embedding = try EmbeddingRequest(request, settings)
    guard embedding.count > 0 else { return Response(["count": 0, "dimensions": 0]) }
    let url = settings.server.embeddings(model: embedding.model)
    let exchange = exchange("POST", url, model: embedding.model)
    let answer = try await exchange.send(embedding.body, call)
    guard answer.isSuccess else { throw exchange.place.statusFailure(answer) }
    return try EmbeddingReply(answer.body, count: embedding.count, at: exchange.place)
      .response(count: embedding.count)
  }

  /// Lists the server's models by name.
  public func models(_ request: Request, _ call: Call) async throws -> Response {
    let exchange = exchange("GET", settings.server.models, model: settings.model)
    let answer = try await exchange.send([], call)
    guard answer.isSuccess else { throw exchange.place.statusFailure(answer) }
    let names = try ModelList.names(answer.body, at: exchange.place)
    return Response(["models": .array(names.map(JSON.string))])
  }

  private func exchange(_ method: String, _ url: String, model: String) -> Exchange {
    let server = settings.server
    let place = FailurePlace(
      base: server.base, model: model, keyVariable: server.keyVariable, secret: server.secret)
    return Exchange(settings: settings, place: place, method: method, url: url)
  }
}
