/// Refuses requests whose text could be read as something else on the wire.
enum RequestCheck {
  /// Header fields that say where a message goes and ends; two opinions on that split one message
  /// into two.
  private static let reserved: Set<String> = [
    "connection", "content-length", "expect", "host", "transfer-encoding",
  ]

  /// The first thing that is wrong with a request.
  static func error(in request: HTTPRequest) -> HTTPError? {
    guard isToken(request.method) else {
      return invalid(request, "its method \(quoted(request.method)) is not a word")
    }
    guard hasWebScheme(request.url) else {
      return invalid(request, "its URL does not begin with http:// or https://")
    }
    guard request.url.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else {
      return invalid(request, "its URL contains a space or a control character")
    }
    return request.headers.lazy.compactMap { error(in: $0, of: request) }.first
  }

  private static func error(
    in header: (name: String, value: String), of request: HTTPRequest
  ) -> HTTPError? {
    guard isToken(header.name) else {
      return invalid(request, "its header name \(quoted(header.name)) is not a word")
    }
    guard !reserved.contains(header.name.lowercased()) else {
      return invalid(request, "its header \(header.name) is the client's own to set; leave it out")
    }
    guard header.value.utf8.allSatisfy({ $0 >= 0x20 || $0 == 0x09 }) else {
      return invalid(request, "the value of its header \(header.name) contains a control character")
    }
    return nil
  }

  private static func invalid(_ request: HTTPRequest, _ reason: String) -> HTTPError {
    HTTPError(.invalidRequest, HTTPError.invalidText(Origin(url: request.url), reason))
  }

  private static func hasWebScheme(_ url: String) -> Bool {
    let start = url.prefix(8).lowercased()
    return start.hasPrefix("http://") || start == "https://"
  }

  /// A `token` of RFC 9110, section 5.6.2.
  private static func isToken(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy(isTokenByte)
  }

  private static func isTokenByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
      true
    default:
      "!#$%&'*+.^`|~".utf8.contains(byte)
    }
  }

  /// At most 40 characters of a text, with control characters and quotes escaped.
  private static func quoted(_ text: String) -> String {
    String(text.prefix(40)).debugDescription
  }
}
