/// The host and port of a URL, for messages: what a reader needs to find the server, and nothing
/// secret.
struct Origin {
  let host: String
  let port: String

  /// The host without the brackets of an IPv6 address.
  var bareHost: Substring { host.first == "[" ? host.dropFirst().dropLast() : host[...] }

  /// Reads the authority part of an absolute URL, and leaves out the user and password that it may
  /// contain.
  init(url: String) {
    let bytes = url.utf8
    let scheme = bytes.prefix { $0 != UInt8(ascii: ":") }
    var authority = bytes.dropFirst(scheme.count + 1).drop { $0 == UInt8(ascii: "/") }
    authority = authority.prefix { !"/?#\\".utf8.contains($0) }
    if let at = authority.lastIndex(of: UInt8(ascii: "@")) {
      authority = authority[authority.index(after: at)...]
    }
    let isSecure = scheme.count == 5
    let afterHost = authority.lastIndex(of: UInt8(ascii: "]")) ?? authority.startIndex
    if let colon = authority[afterHost...].lastIndex(of: UInt8(ascii: ":")) {
      host = String(Substring(authority[..<colon]))
      port = String(Substring(authority[authority.index(after: colon)...]))
    } else {
      host = String(Substring(authority))
      port = isSecure ? "443" : "80"
    }
  }
}

// MARK: - CustomStringConvertible

extension Origin: CustomStringConvertible {
  var description: String { "\(host):\(port)" }
}
