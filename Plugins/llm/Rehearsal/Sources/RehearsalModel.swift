public import TinyTroupeJSON
public import TinyTroupePluginKit

/// Answers without a language model, at once and for nothing: for trying out, rehearsing and testing.
///
/// It reads `about` and `schema` and no prose, and says so: its model is called "rehearsal".
public struct RehearsalModel: LanguageModel {
  /// The component `rehearsal`.
  public static let identity = Identity(
    plugin: "org.tinytroupe.rehearsal", version: "0.1.0", name: "rehearsal")

  private let known = Acquaintance()

  /// Takes no configuration.
  public init(config: JSON) throws {}

  /// Speaks for the person in `about`, or fills the schema in its view.
  public func complete(_ request: Request, _ call: Call) async throws -> Response {
    let rehearsed = try Rehearsed(request, seed: try call.random(index: 0), known)
    if rehearsed.wantsDeltas { try call.emit(delta: ["content": .string(rehearsed.content)]) }
    return rehearsed.response
  }

  /// Embeds texts by the words in them.
  public func embed(_ request: Request, _ call: Call) async throws -> Response {
    let texts = try request.json()["texts"]?.array?.map { $0.string ?? "" } ?? []
    let numbers = texts.flatMap(WordVector.vector)
    let body = numbers.flatMap { number in
      [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: number.bitPattern >> UInt32($0)) }
    }
    let result: JSON = [
      "count": .integer(Int64(texts.count)),
      "dimensions": .integer(Int64(WordVector.dimensions)), "model": "rehearsal",
    ]
    return Response(result, body: body)
  }

  /// Names the only model there is.
  public func models(_ request: Request, _ call: Call) async throws -> Response {
    Response(["models": ["rehearsal"]])
  }
}
