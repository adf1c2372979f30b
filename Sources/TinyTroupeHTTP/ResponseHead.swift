/// Gathers the lines of an answer's header; libcurl gives them one by one, for interim and
/// redirecting answers too.
struct ResponseHead {
  /// The largest header that is accepted, in bytes; libcurl itself gives up at 300 KiB, with a less
  /// helpful error.
  static let limit = 256 << 10

  /// The status code of the latest status line.
  private(set) var status = 0
  /// Whether the blank line after the latest status line has come.
  private(set) var isComplete = false
  private var lines: [UInt8] = []

  /// Takes one line, its line break included; false when the header is too large.
  mutating func append(_ line: UnsafeRawBufferPointer) -> Bool {
    guard lines.count + line.count <= Self.limit else { return false }
    if line.starts(with: "HTTP/".utf8) {
      lines.removeAll(keepingCapacity: true)
      isComplete = false
      status = Self.status(in: line)
    } else if line.first == UInt8(ascii: "\r") || line.first == UInt8(ascii: "\n") {
      isComplete = true
    } else {
      lines.append(contentsOf: line)
    }
    return true
  }

  /// The header fields so far, their names in lower case; a line without a colon is left out.
  func fields() -> [(name: String, value: String)] {
    lines.withUnsafeBytes { bytes in
      bytes.split(separator: UInt8(ascii: "\n")).compactMap(Self.field(in:))
    }
  }

  /// The number between the first two spaces; 0 when there is none.
  private static func status(in line: UnsafeRawBufferPointer) -> Int {
    let digits = line.drop { $0 != UInt8(ascii: " ") }.dropFirst().prefix(3)
    return digits.reduce(0) { sum, byte in
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) ? sum * 10 + Int(byte) - 48 : sum
    }
  }

  private static func field(in line: Slice<UnsafeRawBufferPointer>) -> (
    name: String, value: String
  )? {
    guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return nil }
    let name = line[..<colon].map { byte in
      (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }
    var value = line[line.index(after: colon)...].drop(while: isBlank)
    while let last = value.last, isBlank(last) { value.removeLast() }
    return (String(decoding: name, as: UTF8.self), String(decoding: value, as: UTF8.self))
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
  }
}
