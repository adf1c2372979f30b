/// What a text says that no other wording of it may lose: its numbers, names, links and quotations.
///
/// Found by their shape alone, so that what a model replies can be checked without asking another model. Where
/// more than a fifth of the words within sentences are capitalised, as in German, capitals say nothing
/// of names, and none are looked for.
public struct Facts: Sendable {
  /// The facts as they stand in the text, each once, in its order.
  public let all: [String]

  /// Finds the facts of a text.
  public init(of text: String) {
    let numbers = text.matches(of: /\d+(?:[.,:\/\-]\d+)*/).map { String($0.0) }
    let links = text.matches(of: /https?:\/\/[^\s<>"')\]]*[^\s<>"')\].,;:!?]/).map { String($0.0) }
    var seen: Set<String> = []
    all = (links + numbers + Self.names(in: text)).filter { fact in
      guard seen.insert(Self.plain(fact)).inserted else { return false }
      return links.contains(fact) || !links.contains { $0.contains(fact) }
    }
  }

  /// Those that another text does not have.
  public func missing(in other: String) -> [String] {
    let plain = Self.plain(other)
    let numbers = Set(other.matches(of: /\d+(?:[.,:\/\-]\d+)*/).map { Self.plain(String($0.0)) })
    return all.filter { fact in
      fact.first?.isNumber == true
        ? !numbers.contains(Self.plain(fact)) : !plain.contains(Self.plain(fact))
    }
  }

  /// Words with a capital that do not begin a sentence.
  private static func names(in text: String) -> [String] {
    var names: [String] = []
    var count = 0
    var beginsSentence = true
    for word in text.split(whereSeparator: \.isWhitespace) {
      let bare = word.drop { !$0.isLetter && !$0.isNumber }
      let letters = bare.prefix { $0.isLetter || $0 == "-" || $0 == "'" || $0 == "’" }
      if !beginsSentence, letters.count > 1 {
        count += 1
        if letters.first?.isUppercase == true { names.append(owner(letters)) }
      }
      let isOpening = bare.isEmpty || bare.startIndex != word.startIndex
      beginsSentence =
        word.last.map { ".!?:…".contains($0) } == true || (isOpening && letters.isEmpty)
    }
    return names.count * 5 > count ? (count < 20 ? names : []) : names
  }

  /// A name without the ending of a possessive.
  private static func owner(_ word: Substring) -> String {
    for ending in ["'s", "’s", "'", "’"] where word.hasSuffix(ending) {
      return String(word.dropLast(ending.count))
    }
    return String(word)
  }

  /// Without case, and without the marks that group thousands.
  private static func plain(_ text: String) -> String {
    text.first?.isNumber == true && text.allSatisfy { !$0.isLetter && !$0.isWhitespace }
      ? text.replacing(/[.,](?=\d{3}(?:\D|$))/, with: "") : text.lowercased()
  }
}
