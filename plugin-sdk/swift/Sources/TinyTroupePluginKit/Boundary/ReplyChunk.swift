internal import TinyTroupeJSON

/// One chunk of an answer, known by its only member.
enum ReplyChunk {
  case result([UInt8])
  case delta([UInt8])
  case usage([UInt8])

  private static let result = Array(#"{"result":"#.utf8)
  private static let delta = Array(#"{"delta":"#.utf8)
  private static let usage = Array(#"{"usage":"#.utf8)

  /// Recognises a chunk; nil when it is none of the three.
  init?(_ json: UnsafeRawBufferPointer) {
    if let value = Self.value(of: json, after: Self.result) {
      self = .result(value)
    } else if let value = Self.value(of: json, after: Self.delta) {
      self = .delta(value)
    } else if let value = Self.value(of: json, after: Self.usage) {
      self = .usage(value)
    } else {
      self.init(parsing: json)
    }
  }

  private static func value(of json: UnsafeRawBufferPointer, after prefix: [UInt8]) -> [UInt8]? {
    guard json.last == UInt8(ascii: "}"), json.starts(with: prefix) else { return nil }
    return Array(json[prefix.count..<(json.count - 1)])
  }

  /// The slow way, for chunks written with spaces.
  private init?(parsing json: UnsafeRawBufferPointer) {
    guard let chunk = try? JSON(parsing: json).object, chunk.count == 1, let member = chunk.first
    else { return nil }
    switch member.key {
    case "result": self = .result(member.value.bytes)
    case "delta": self = .delta(member.value.bytes)
    case "usage": self = .usage(member.value.bytes)
    default: return nil
    }
  }
}
