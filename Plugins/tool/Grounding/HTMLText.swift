/// The text of a web page, without its marks.
package enum HTMLText {
  private static let silent: Set<String> = [
    "script", "style", "head", "template", "noscript", "svg",
  ]
  private static let blocks: Set<String> = [
    "p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "table", "section", "article",
    "ul", "ol",
    "blockquote", "pre", "title",
  ]
  private static let entities: [String: String] = [
    "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": " ", "mdash": "—",
    "ndash": "–",
    "hellip": "…", "euro": "€", "copy": "©",
  ]

  /// The text that a reader of the page sees, a line for each block.
  package static func plain(_ html: String) -> String {
    var text = ""
    var rest = html[...]
    while let start = rest.firstIndex(of: "<") {
      text += rest[..<start]
      rest = rest[start...]
      if rest.hasPrefix("<!--") {
        rest = rest.firstRange(of: "-->").map { rest[$0.upperBound...] } ?? ""
        continue
      }
      guard let end = rest.firstIndex(of: ">") else { break }
      let name = name(ofTag: rest[rest.index(after: start)..<end])
      rest = rest[rest.index(after: end)...]
      if silent.contains(name) {
        rest = skipped(rest, to: "</\(name)")
      } else if blocks.contains(name) {
        text += "\n"
      }
    }
    return tidy(decoded(text + rest))
  }

  private static func name(ofTag tag: Substring) -> String {
    tag.drop { $0 == "/" }.prefix { $0.isLetter || $0.isNumber }.lowercased()
  }

  private static func skipped(_ text: Substring, to end: String) -> Substring {
    var rest = text
    while let start = rest.firstIndex(of: "<") {
      rest = rest[start...]
      if rest.prefix(end.count).lowercased() == end {
        return rest.firstIndex(of: ">").map { rest[rest.index(after: $0)...] } ?? ""
      }
      rest = rest.dropFirst()
    }
    return ""
  }

  private static func decoded(_ text: String) -> String {
    guard text.contains("&") else { return text }
    var result = ""
    var rest = text[...]
    while let start = rest.firstIndex(of: "&") {
      result += rest[..<start]
      rest = rest[rest.index(after: start)...]
      let name = rest.prefix(10).prefix { $0 != ";" && ($0.isLetter || $0.isNumber || $0 == "#") }
      let after = rest.index(rest.startIndex, offsetBy: name.count)
      guard after < rest.endIndex, rest[after] == ";", let character = character(String(name))
      else {
        result += "&"
        continue
      }
      result += character
      rest = rest[rest.index(after: after)...]
    }
    return result + rest
  }

  private static func character(_ name: String) -> String? {
    guard name.hasPrefix("#") else { return entities[name] }
    let digits = name.dropFirst()
    let value = digits.hasPrefix("x") ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
    return value.flatMap(Unicode.Scalar.init).map { String(Character($0)) }
  }

  /// Spaces within lines put together, and empty lines left out.
  private static func tidy(_ text: String) -> String {
    text.split(whereSeparator: \.isNewline).map { line in
      line.split { $0 == " " || $0 == "\t" || $0 == "\u{A0}" }.joined(separator: " ")
    }.filter { !$0.isEmpty }.joined(separator: "\n")
  }
}
