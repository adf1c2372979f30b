import TinyTroupeHTTP

/// Takes the keys of a request out of its answer, since some servers repeat them in their errors.
///
/// In a stream, bytes that may be the beginning of a key wait for the next piece.
struct KeyRedaction: Sendable {
  /// Shorter keys are placeholders for servers without any, and ordinary words in an answer.
  private static let shortest = 8
  private static let mark = Array("[key]".utf8)

  private var keys: [[UInt8]] = []

  /// Adds a key that goes out with the request.
  mutating func add(_ key: String) {
    if key.utf8.count >= Self.shortest { keys.append(Array(key.utf8)) }
  }

  /// The answer without keys.
  func cleaned(_ response: HTTPResponse) -> HTTPResponse {
    guard !keys.isEmpty else { return response }
    var response = response
    response.headers = cleaned(response.headers)
    response.body = cleaned(response.body)
    return response
  }

  func cleaned(_ headers: [(name: String, value: String)]) -> [(name: String, value: String)] {
    guard !keys.isEmpty else { return headers }
    return headers.map { header in
      (header.name, String(decoding: cleaned(Array(header.value.utf8)), as: UTF8.self))
    }
  }

  func cleaned(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    for key in keys {
      var from = 0
      while let start = bytes[from...].firstIndex(of: key[0]) {
        if bytes[start...].starts(with: key) {
          bytes.replaceSubrange(start..<start + key.count, with: Self.mark)
        }
        from = start + 1
      }
    }
    return bytes
  }
  /// How many bytes at the end may be the beginning of a key.
  func undecided(_ bytes: [UInt8]) -> Int {
    keys.reduce(0) { most, key in
      let possible = stride(from: min(key.count - 1, bytes.count), to: most, by: -1)
      return possible.first { bytes.suffix($0).elementsEqual(key.prefix($0)) } ?? most
    }
  }
}

/// The redaction of one stream: holds back what may be the beginning of a key until the next piece.
struct StreamRedaction: Sendable {
  private let redaction: KeyRedaction
  private var held: [UInt8] = []

  init(_ redaction: KeyRedaction) {
    self.redaction = redaction
  }

  /// What may be passed on of a piece, without keys.
  mutating func cleaned(_ piece: [UInt8]) -> [UInt8] {
    let known = redaction.cleaned(held + piece)
    held = Array(known.suffix(redaction.undecided(known)))
    return Array(known.dropLast(held.count))
  }

  /// What was still held back at the end of the stream.
  mutating func rest() -> [UInt8] {
    defer { held = [] }
    return held
  }
}
