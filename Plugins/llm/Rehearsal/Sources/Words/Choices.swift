/// What a question offers to choose from, such as "Repair, screen, or nothing?".
enum Choices {
  private static let most = 6
  private static let longest = 3
  private static let or = Stem("or")

  /// The choices as they are named; empty when the text offers none.
  static func offered(in text: WordText) -> [String] {
    for sentence in text.sentences.reversed() where isQuestion(text, sentence) {
      let words = text.words[sentence]
      guard words.contains(where: { $0.stem == or }) else { continue }
      let choices = parts(text, sentence).map { phrase(text, $0) }
      if (2...most).contains(choices.count), !choices.contains("") { return choices }
    }
    return []
  }

  private static func isQuestion(_ text: WordText, _ sentence: Range<Int>) -> Bool {
    guard let last = text.words[sentence].last else { return false }
    let next = text.bytes[last.range.upperBound...].first
    return next == UInt8(ascii: "?")
  }

  /// Splits at commas and at "or".
  private static func parts(_ text: WordText, _ sentence: Range<Int>) -> [Range<Int>] {
    var parts: [Range<Int>] = []
    var start = sentence.lowerBound
    for position in sentence {
      let isOr = text.words[position].stem == or
      let begins = isOr || (position > sentence.lowerBound && text.words[position].followsBreak)
      guard begins else { continue }
      if start < position { parts.append(start..<position) }
      start = isOr ? position + 1 : position
    }
    if start < sentence.upperBound { parts.append(start..<sentence.upperBound) }
    return parts
  }

  /// Without what leads to it ("should we", "the"); empty when it is no short phrase.
  private static func phrase(_ text: WordText, _ part: Range<Int>) -> String {
    var part = part
    while part.count > 1, let first = part.first, isLead(text.words[first].stem) {
      part.removeFirst()
    }
    guard part.count <= longest, let first = part.first, let last = part.last else { return "" }
    let range = text.words[first].range.lowerBound..<text.words[last].range.upperBound
    let phrase = text.text(range)
    let isName = text.words[first].isCapitalised && !text.words[first].startsSentence
    return isName ? phrase : phrase.prefix(1).lowercased() + phrase.dropFirst()
  }

  private static let pronouns = StemSet([
    "i you we they he she it there to rather be prefer take choose"
  ])

  private static func isLead(_ stem: Stem) -> Bool {
    PlainWords.auxiliaries.contains(stem) || PlainWords.determiners.contains(stem)
      || pronouns.contains(stem)
  }
}
