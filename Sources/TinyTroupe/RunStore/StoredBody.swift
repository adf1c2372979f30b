import Glibc
import TinyTroupeDigest

/// Bytes on their way into the database: small ones within the row, large ones in parts stored once
/// by hash.
///
/// A request repeats most of the one before it: the messages so far. So a JSON array is cut before
/// the comma of an element, as soon as a part has `smallestPart` bytes; equal beginnings then give
/// equal parts. What is no JSON array is one part. The parts one after another are the bytes,
/// whatever they hold.
struct StoredBody: Sendable {
  struct Part: Sendable {
    let range: Range<Int>
    let digest: SHA256Digest
  }

  let bytes: [UInt8]
  /// Empty when the bytes are small.
  let parts: [Part]

  /// Below this a part costs more to look up and to point at than to repeat.
  private static let smallestPart = 1024

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    guard bytes.count >= Self.smallestPart else {
      parts = []
      return
    }
    parts = Self.ranges(of: bytes).map {
      Part(range: $0, digest: SHA256Digest(of: bytes[$0]))
    }
  }

  private static func ranges(of bytes: [UInt8]) -> [Range<Int>] {
    guard bytes.first == UInt8(ascii: "[") else { return [0..<bytes.count] }
    var ranges: [Range<Int>] = []
    var start = 0
    forEachElementEnd(in: bytes) { end in
      guard end - start >= smallestPart else { return }
      ranges.append(start..<end)
      start = end
    }
    if start < bytes.count { ranges.append(start..<bytes.count) }
    return ranges
  }

  /// Finds the commas between the elements of the outermost array, and its closing bracket.
  private static func forEachElementEnd(in bytes: [UInt8], _ body: (Int) -> Void) {
    var depth = 0
    var position = 0
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "\""): position = endOfString(in: bytes, from: position + 1)
      case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "]"), UInt8(ascii: "}"):
        depth -= 1
        if depth == 0 { body(position) }
      case UInt8(ascii: ",") where depth == 1: body(position)
      default: break
      }
      position += 1
    }
  }

  /// The position of the quote that ends a string; almost all bytes of a request are within one.
  private static func endOfString(in bytes: [UInt8], from start: Int) -> Int {
    var position = start
    while let quote = nextQuote(in: bytes, from: position) {
      let backslashes = bytes[start..<quote].reversed().prefix { $0 == UInt8(ascii: "\\") }.count
      if backslashes % 2 == 0 { return quote }
      position = quote + 1
    }
    return bytes.count
  }

  private static func nextQuote(in bytes: [UInt8], from start: Int) -> Int? {
    guard start < bytes.count else { return nil }
    return unsafe bytes.withUnsafeBytes { buffer -> Int? in
      // SAFETY: `start` is within the buffer, and the count ends where the buffer does.
      guard let base = buffer.baseAddress,
        let found = unsafe memchr(base + start, Int32(UInt8(ascii: "\"")), buffer.count - start)
      else { return nil }
      return unsafe UnsafeRawPointer(found) - base
    }
  }
}
