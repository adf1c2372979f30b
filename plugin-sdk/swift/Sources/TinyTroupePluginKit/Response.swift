public import TinyTroupeJSON

/// What an operation comes to: the result as JSON, raw bytes beside it, and what it consumed.
public struct Response: Sendable {
  /// The chunk as it crosses the border: `{"result":…}`, without spaces so that the host knows it
  /// by its prefix.
  let chunk: [UInt8]
  /// The bytes that travel beside the result.
  public let body: [UInt8]
  /// What the operation consumed, such as tokens; sent as a chunk of its own.
  public var usage: JSON?

  /// Makes a response from a value.
  public init(_ result: JSON, body: [UInt8] = [], usage: JSON? = nil) {
    self.init(body: body, usage: usage) { $0.value(result) }
  }

  /// Makes a response from a result that is JSON text already.
  public init(resultBytes: [UInt8], body: [UInt8] = [], usage: JSON? = nil) {
    self.init(capacity: resultBytes.count + 16, body: body, usage: usage) { $0.raw(resultBytes) }
  }

  /// Makes a response whose result `write` writes.
  ///
  /// Exactly one value must be written. The result is not copied again.
  public init(
    capacity: Int = 256, body: [UInt8] = [], usage: JSON? = nil,
    write: (inout JSONWriter) -> Void
  ) {
    var writer = JSONWriter(capacity: capacity)
    writer.object { object in
      object.key("result")
      write(&object)
    }
    chunk = writer.bytes
    self.body = body
    self.usage = usage
  }

  /// The result as JSON text.
  public var resultBytes: ArraySlice<UInt8> {
    chunk.dropFirst(#"{"result":"#.utf8.count).dropLast()
  }
}
