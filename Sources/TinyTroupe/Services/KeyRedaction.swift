import TinyTroupeHTTP

/// Takes the keys of a request out of its answer, since some servers repeat them in their errors.
///
/// In a stream it looks at each piece by itself.
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
}
