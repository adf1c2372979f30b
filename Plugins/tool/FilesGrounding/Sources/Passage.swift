internal import TinyTroupeJSON

/// A part of a document, with its place.
struct Passage: Sendable, Hashable {
  /// How many characters a passage has about.
  private static let length = 800

  let document: String
  /// From 1; nil where a document has no pages.
  let page: Int?
  /// How many characters of the page, or of the document, stand before it.
  let offset: Int
  let text: String

  /// Where it stands, as it is cited.
  var place: String {
    let page = page.map { "page \($0), " } ?? ""
    return "[\(document), \(page)offset \(offset)]"
  }

  /// The passage as a quotation: each line behind a mark, so that none can pass for somebody's own words.
  var quotation: String {
    let lines = text.split(whereSeparator: \.isNewline).map { "> \($0)" }
    return "\(place)\n" + lines.joined(separator: "\n")
  }

  /// Cuts a document's pages into passages, at the ends of paragraphs, lines or words.
  static func all(of pages: [String], in document: String) -> [Passage] {
    pages.enumerated().flatMap { number, page -> [Passage] in
      var passages: [Passage] = []
      var offset = 0
      var rest = page[...]
      while !rest.isEmpty {
        let end = cut(rest)
        let text = rest[..<end]
        if text.contains(where: { !$0.isWhitespace }) {
          passages.append(
            Passage(
              document: document, page: pages.count > 1 ? number + 1 : nil, offset: offset,
              text: String(text)))
        }
        offset += text.count
        rest = rest[end...]
      }
      return passages
    }
  }

  private static func cut(_ text: Substring) -> String.Index {
    guard let far = text.index(text.startIndex, offsetBy: length, limitedBy: text.endIndex),
      far < text.endIndex
    else { return text.endIndex }
    let head = text[..<far]
    if let paragraph = head.ranges(of: "\n\n").last, paragraph.lowerBound > middle(of: head) {
      return paragraph.upperBound
    }
    let space = head.lastIndex { $0.isNewline } ?? head.lastIndex { $0 == " " }
    if let space, space > middle(of: head) { return text.index(after: space) }
    return far
  }

  private static func middle(of text: Substring) -> String.Index {
    text.index(text.startIndex, offsetBy: length / 2)
  }
}

// MARK: - Storing

extension Passage {
  var json: JSON {
    [
      "page": page.map { .integer(Int64($0)) } ?? .null, "offset": .integer(Int64(offset)),
      "text": .string(text),
    ]
  }

  init(_ json: JSON, of document: String) {
    self.init(
      document: document, page: json["page"]?.integer, offset: json["offset"]?.integer ?? 0,
      text: json["text"]?.string ?? "")
  }
}
