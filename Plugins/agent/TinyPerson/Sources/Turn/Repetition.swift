/// Decides whether somebody says nearly the same again.
///
/// What counts are the words in their order: an exchange, an omission and an addition each make a
/// difference, and more than a few differences make another speech, however long it is. A number or
/// a negation more or less makes it another one at once.
enum Repetition {
  /// So few words, such as a yes or a greeting, may be said again.
  private static let fewestWords = 3
  /// More different words than that are always something new.
  private static let mostDifferences = 6

  static func isRepeated(_ content: String, of earlier: [String]) -> Bool {
    guard !earlier.isEmpty else { return false }
    let words = SpokenWords(content)
    return earlier.contains { isRepeated(words, of: SpokenWords($0)) }
  }

  private static func isRepeated(_ words: SpokenWords, of earlier: SpokenWords) -> Bool {
    let shorter = min(words.all.count, earlier.all.count)
    guard shorter >= fewestWords, words.decisive == earlier.decisive else { return false }
    let allowed = min(mostDifferences, shorter / 8)
    return differ(words.all, earlier.all, atMost: allowed)
  }

  /// Whether two lists differ by no more than some omissions and additions.
  ///
  /// Myers, "An O(ND) Difference Algorithm and Its Variations" (1986), up to a small D.
  private static func differ(_ left: [String], _ right: [String], atMost limit: Int) -> Bool {
    guard abs(left.count - right.count) <= limit else { return false }
    var reached = [Int](repeating: 0, count: 2 * limit + 3)
    let middle = limit + 1
    for differences in 0...limit {
      for diagonal in stride(from: -differences, through: differences, by: 2) {
        let goesDown =
          diagonal == -differences
          || (diagonal != differences
            && reached[middle + diagonal - 1] < reached[middle + diagonal + 1])
        var x = goesDown ? reached[middle + diagonal + 1] : reached[middle + diagonal - 1] + 1
        while x < left.count, x - diagonal < right.count, left[x] == right[x - diagonal] { x += 1 }
        reached[middle + diagonal] = x
        if x >= left.count, x - diagonal >= right.count { return true }
      }
    }
    return false
  }
}

/// The words of a speech that bear meaning, in order.
struct SpokenWords: Sendable, Hashable {
  /// Fillers that change nothing; other languages simply have none.
  private static let fillers: Set = [
    "a", "an", "the", "um", "uh", "oh", "ah", "well", "so", "just", "really", "very", "quite",
    "actually", "basically", "please",
  ]
  /// Of the languages that most people write.
  private static let negations: Set = [
    "not", "no", "never", "nothing", "nobody", "none", "neither", "nor", "without", "cannot",
    "nicht", "nichts", "kein", "keine", "keinen", "nie", "niemals", "ne", "pas", "rien", "jamais",
    "nada", "nunca", "não", "non", "niente", "mai", "niet", "geen", "не", "нет", "никогда", "لا",
    "नहीं", "不", "没", "沒", "未", "无", "無",
  ]

  let all: [String]
  /// Numbers and negations, each of which turns the meaning.
  let decisive: [String]

  init(_ text: String) {
    var all: [String] = []
    var decisive: [String] = []
    for word in Self.split(text) where !Self.fillers.contains(word) {
      all.append(word)
      if Self.negations.contains(word) || word.hasSuffix("n't")
        || word.unicodeScalars.contains(where: { $0.properties.numericType != nil })
      {
        decisive.append(word)
      }
    }
    self.all = all
    self.decisive = decisive
  }

  private static func split(_ text: String) -> [String] {
    var words: [String] = []
    var word = ""
    for scalar in text.unicodeScalars {
      if isWordByItself(scalar) {
        finish(&word, &words)
        words.append(String(scalar))
      } else if scalar == "'" || scalar == "\u{2019}" {
        if !word.isEmpty { word += "'" }
      } else if scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
        word += scalar.properties.lowercaseMapping
      } else {
        finish(&word, &words)
      }
    }
    finish(&word, &words)
    return words
  }

  private static func finish(_ word: inout String, _ words: inout [String]) {
    while word.hasSuffix("'") { word.removeLast() }
    guard !word.isEmpty else { return }
    words.append(word)
    word = ""
  }

  /// Chinese characters, kana and the scripts of South East Asia, written without spaces.
  private static func isWordByItself(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x0E00...0x0EFF, 0x1000...0x109F, 0x1780...0x17FF: scalar.properties.isAlphabetic
    case 0x3040...0x30FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF: true
    case 0x20000...0x3FFFF: true
    default: false
    }
  }
}
