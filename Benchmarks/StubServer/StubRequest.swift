import Glibc

/// A request as it came in.
public struct StubRequest: Sendable {
  /// 1 for the server's first request, and so on in the order of arrival.
  public let number: Int

  /// The method.
  public let method: String

  /// The path, without the query.
  public let path: String

  /// What follows the question mark; empty when there is none.
  public let query: String

  /// The body's bytes.
  public let body: ArraySlice<UInt8>

  private let head: ArraySlice<UInt8>

  /// Takes a whole message apart; nil when its first line is no request line.
  init?(number: Int, message: [UInt8], headSize: Int) {
    head = message[..<headSize]
    body = message[headSize...]
    let line = head.prefix { $0 != UInt8(ascii: "\r") }
    let words = line.split(separator: UInt8(ascii: " "))
    guard words.count == 3, words[2].starts(with: "HTTP/1.".utf8) else { return nil }
    self.number = number
    method = String(decoding: words[0], as: UTF8.self)
    let parts = words[1].split(
      separator: UInt8(ascii: "?"), maxSplits: 1, omittingEmptySubsequences: false)
    path = String(decoding: parts[0], as: UTF8.self)
    query = parts.count > 1 ? String(decoding: parts[1], as: UTF8.self) : ""
  }

  /// The body as text, with replacement characters where it is no UTF-8.
  public var text: String { String(decoding: body, as: UTF8.self) }

  /// The header fields in the order of arrival, their names in lower case.
  public var headers: [(name: String, value: String)] {
    lines.compactMap { line in
      guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return nil }
      return (String(decoding: line[..<colon], as: UTF8.self).lowercased(), value(line, colon))
    }
  }

  /// The value of the first header field with this lower-case name.
  public func header(_ name: String) -> String? {
    let size = name.utf8.count
    for line in lines where line.count > size && line[line.startIndex + size] == UInt8(ascii: ":") {
      if line.prefix(size).elementsEqual(name.utf8, by: { $0 == $1 || $0 | 0x20 == $1 }) {
        return value(line, line.startIndex + size)
      }
    }
    return nil
  }

  /// The header's lines after the first, each with its carriage return.
  private var lines: ArraySlice<ArraySlice<UInt8>> {
    head.split(separator: UInt8(ascii: "\n")).dropFirst()
  }

  private func value(_ line: ArraySlice<UInt8>, _ colon: Int) -> String {
    let value = line[(colon + 1)...].drop { $0 == UInt8(ascii: " ") }
    return String(decoding: value.prefix { $0 != UInt8(ascii: "\r") }, as: UTF8.self)
  }

  /// Whether the body asks for a streamed answer.
  var wantsStream: Bool { isTrue("\"stream\"") }

  /// Whether the body asks for token counts at the end of a stream.
  var wantsStreamedUsage: Bool { isTrue("\"include_usage\"") }

  /// Whether the body has a key, given with its quotes, whose value is `true`.
  ///
  /// Text can't look like that: its quotes are escaped. Parsing the body would cost a hundred times
  /// as much as looking at what surrounds its colons.
  private func isTrue(_ key: String) -> Bool {
    body.withUnsafeBytes { bytes in
      var start = 0
      while let colon = Self.colon(in: bytes, from: start) {
        start = colon + 1
        guard bytes[max(0, colon - key.utf8.count)..<colon].elementsEqual(key.utf8) else {
          continue
        }
        let value = bytes[start...].drop { $0 == UInt8(ascii: " ") }
        if value.starts(with: "true".utf8) { return true }
      }
      return false
    }
  }

  private static func colon(in bytes: UnsafeRawBufferPointer, from start: Int) -> Int? {
    guard start < bytes.count, let base = bytes.baseAddress else { return nil }
    // SAFETY: the bytes from `start` on are alive during the call, as many as are given.
    let found = memchr(base + start, Int32(UInt8(ascii: ":")), bytes.count - start)
    return found.map { base.distance(to: UnsafeRawPointer($0)) }
  }
}
