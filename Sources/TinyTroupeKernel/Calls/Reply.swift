public import TinyTroupeJSON

/// What a successful call gave: its result, raw bytes beside it, and what it used.
public struct Reply: Sendable, Equatable {
  /// The JSON that stood under `result`.
  public var result: [UInt8]
  /// Raw bytes beside the result.
  public var body: [UInt8]
  /// The JSON that stood under `usage`, if any was reported.
  public var usage: [UInt8]?

  /// Makes a reply from JSON bytes.
  public init(result: [UInt8], body: [UInt8] = [], usage: [UInt8]? = nil) {
    self.result = result
    self.body = body
    self.usage = usage
  }

  /// Makes a reply from a JSON value.
  public init(_ result: JSON, body: [UInt8] = []) {
    self.init(result: result.bytes, body: body)
  }

  /// Parses the result.
  public func json() throws(JSONError) -> JSON {
    try JSON(parsing: result)
  }
}

/// One piece of output: `{"delta":…}`, `{"usage":…}` or `{"result":…}`, and raw bytes.
enum Chunk {
  case delta(json: [UInt8], body: [UInt8])
  case usage([UInt8])
  case result([UInt8], body: [UInt8])

  private static let resultPrefix = Array(#"{"result":"#.utf8)
  private static let usagePrefix = Array(#"{"usage":"#.utf8)
  private static let deltaPrefix = Array(#"{"delta":"#.utf8)

  /// Reads the envelope by its first bytes, so that a large result is not parsed to be passed on.
  init(json: UnsafeRawBufferPointer, body: [UInt8]) throws(JSONError) {
    if json.starts(with: Self.resultPrefix), json.last == UInt8(ascii: "}") {
      self = .result(Array(json[Self.resultPrefix.count..<(json.count - 1)]), body: body)
      return
    }
    let parsed = try JSON(parsing: json)
    guard let object = parsed.object, object.count == 1, let member = object.first else {
      throw JSONError(reason: "expected an object with one member", offset: 0)
    }
    switch member.key {
    case "result": self = .result(member.value.bytes, body: body)
    case "usage": self = .usage(member.value.bytes)
    case "delta": self = .delta(json: member.value.bytes, body: body)
    default: throw JSONError(reason: "'\(member.key)' is no kind of chunk", offset: 1)
    }
  }

  static func wire(result: [UInt8]) -> [UInt8] { wrap(resultPrefix, result) }
  static func wire(usage: [UInt8]) -> [UInt8] { wrap(usagePrefix, usage) }
  static func wire(delta: [UInt8]) -> [UInt8] { wrap(deltaPrefix, delta) }

  private static func wrap(_ prefix: [UInt8], _ json: [UInt8]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(prefix.count + json.count + 1)
    bytes += prefix
    bytes += json
    bytes.append(UInt8(ascii: "}"))
    return bytes
  }
}
