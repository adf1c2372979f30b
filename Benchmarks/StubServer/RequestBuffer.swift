/// Bytes of a connection, cut into HTTP/1.1 messages by `Content-Length`.
struct RequestBuffer {
  /// What is at the buffer's start.
  enum Next {
    case incomplete
    case message([UInt8], headSize: Int)
    case malformed(StaticString)
  }

  static let largestHead = 64 << 10
  static let largestBody = 64 << 20

  private var bytes: [UInt8] = []
  /// How far the end of the header has been looked for.
  private var searched = 0
  private var sizes: (head: Int, message: Int)?

  mutating func append(_ more: UnsafeRawBufferPointer) {
    bytes.append(contentsOf: more)
  }

  mutating func next() -> Next {
    // A TLS handshake, for one, begins with 22.
    if let first = bytes.first, first < 0x20 { return .malformed("no HTTP") }
    if sizes == nil, let head = headSize() {
      guard let length = contentLength(head: head) else { return .malformed("Content-Length") }
      sizes = (head, head + length)
    }
    guard let (head, message) = sizes else {
      return bytes.count > Self.largestHead ? .malformed("long header") : .incomplete
    }
    guard bytes.count >= message else { return .incomplete }
    defer {
      sizes = nil
      searched = 0
    }
    guard bytes.count > message else { return .message(exchange(&bytes, with: []), headSize: head) }
    let first = Array(bytes[..<message])
    bytes.removeFirst(message)
    return .message(first, headSize: head)
  }

  /// The size of the header, its blank line included.
  private mutating func headSize() -> Int? {
    let found = bytes.withUnsafeBytes { bytes -> Int? in
      var index = max(searched, 3)
      while index < bytes.count {
        if bytes[index] == 10, bytes[index - 1] == 13, bytes[index - 2] == 10 { return index + 1 }
        index += 1
      }
      return nil
    }
    searched = bytes.count
    return found
  }

  /// The announced length of the body; nil when it is no number or too large, 0 when there is none.
  private func contentLength(head: Int) -> Int? {
    let name = Array("content-length:".utf8)
    for line in bytes[..<head].split(separator: 10) {
      guard line.count > name.count, line.first.map({ $0 | 0x20 }) == name[0],
        line.prefix(name.count).elementsEqual(name, by: { $0 | 0x20 == $1 | 0x20 })
      else { continue }
      let text = line.dropFirst(name.count).filter { $0 > 0x20 }
      guard let length = Int(String(decoding: text, as: UTF8.self)),
        (0...Self.largestBody).contains(length)
      else { return nil }
      return length
    }
    return 0
  }
}
