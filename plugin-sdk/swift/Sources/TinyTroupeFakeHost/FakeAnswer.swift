public import TinyTroupeJSON
internal import TinyTroupePluginKit

/// Answers one service in a test, given the operation, its request and the bytes beside it.
///
/// Throw a `PluginFailure` to have the nested call fail.
public typealias FakeService =
  @Sendable (_ op: String, _ request: JSON, _ body: [UInt8]) throws -> FakeAnswer

/// A part of an answer that comes before the result.
public struct FakeDelta: Sendable, Hashable {
  /// What stands under `delta`.
  public let json: JSON
  /// The bytes beside it.
  public let body: [UInt8]

  /// Makes a part.
  public init(_ json: JSON, body: [UInt8] = []) {
    self.json = json
    self.body = body
  }
}

/// What a scripted service answers.
public struct FakeAnswer: Sendable {
  /// The parts that come first.
  public var deltas: [FakeDelta]
  /// What stands under `result`; nil for a service that never answers.
  public var result: JSON?
  /// The bytes beside the result.
  public var body: [UInt8]
  /// What stands under `usage`; nil when the service does not say.
  public var usage: JSON?

  /// Makes an answer.
  public init(
    _ result: JSON, body: [UInt8] = [], usage: JSON? = nil, deltas: [FakeDelta] = []
  ) {
    self.result = result
    self.body = body
    self.usage = usage
    self.deltas = deltas
  }

  /// No answer until the call is given up or cancelled.
  public static let never: FakeAnswer = {
    var answer = FakeAnswer(.null)
    answer.result = nil
    return answer
  }()
}

extension FakeAnswer {
  /// The chunks that a host would hand over, in order.
  var chunks: [(json: JSON, body: [UInt8])] {
    var chunks = deltas.map { (json: JSON.object(["delta": $0.json]), body: $0.body) }
    if let usage { chunks.append((["usage": usage], [])) }
    if let result { chunks.append((["result": result], body)) }
    return chunks
  }
}
