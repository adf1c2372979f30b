import CTinyTroupe

/// A request's JSON and body in memory that stays where it is until the call has ended.
final class RequestBuffer: @unchecked Sendable {
  // SAFETY: written in `init` only, read by anyone, freed once in `deinit`; a call keeps its buffer alive.
  private let memory: UnsafeMutablePointer<UInt8>
  let op: tt_str
  let json: tt_str
  let body: tt_bytes

  /// Copies a request.
  init(op: String, json: [UInt8], body: [UInt8]) {
    let opCount = op.utf8.count
    let memory = UnsafeMutablePointer<UInt8>.allocate(
      capacity: max(opCount + json.count + body.count, 1))
    var op = op
    op.withUTF8 { memory.initialize(from: $0.baseAddress ?? UnsafePointer(memory), count: opCount) }
    let jsonStart = memory + opCount
    let bodyStart = jsonStart + json.count
    jsonStart.initialize(from: json, count: json.count)
    bodyStart.initialize(from: body, count: body.count)
    self.memory = memory
    self.op = Self.text(memory, opCount)
    self.json = Self.text(jsonStart, json.count)
    self.body = tt_bytes(ptr: bodyStart, len: body.count)
  }

  private static func text(_ start: UnsafeMutablePointer<UInt8>, _ count: Int) -> tt_str {
    tt_str(ptr: UnsafeRawPointer(start).assumingMemoryBound(to: CChar.self), len: count)
  }

  deinit { memory.deallocate() }
}

// MARK: - Reading what crosses

extension tt_str {
  /// The bytes; empty for NULL.
  var raw: UnsafeRawBufferPointer {
    // SAFETY: the producer promises `len` readable bytes for the duration of the call.
    UnsafeRawBufferPointer(start: ptr, count: ptr == nil ? 0 : len)
  }

  /// The text, or nil when it is not UTF-8.
  var validText: String? { String(validating: raw, as: UTF8.self) }

  /// The text, with wrong UTF-8 replaced; for messages only.
  var lossyText: String { String(decoding: raw, as: UTF8.self) }
}

extension tt_bytes {
  /// A copy of the bytes; empty for NULL.
  var copied: [UInt8] {
    // SAFETY: the producer promises `len` readable bytes for the duration of the call.
    ptr == nil ? [] : Array(UnsafeBufferPointer(start: ptr, count: len))
  }
}

/// Runs `body` with a borrowed `tt_str` of a byte array.
func withStr<R>(_ bytes: [UInt8], _ body: (tt_str) -> R) -> R {
  bytes.withUnsafeBytes { raw in
    body(tt_str(ptr: raw.baseAddress?.assumingMemoryBound(to: CChar.self), len: raw.count))
  }
}

/// Runs `body` with a borrowed `tt_bytes` of a byte array.
func withBytes<R>(_ bytes: [UInt8], _ body: (tt_bytes) -> R) -> R {
  bytes.withUnsafeBufferPointer { buffer in
    body(tt_bytes(ptr: buffer.baseAddress, len: buffer.count))
  }
}
