/// What the words of a persona's entries say, as far as a program can tell.
enum PersonaWords {
  private static let denials: Set<String> = [
    "not", "never", "no", "dont", "doesnt", "isnt", "cant", "cannot", "wont", "nobody",
  ]
  private static let fillers: Set<String> = [
    "a", "an", "the", "i", "he", "she", "they", "you", "is", "are", "am", "be", "do", "does",
    "that", "and", "to",
    "of", "in", "it", "always", "really", "very",
  ]
  private static let cliches = [
    "a typical", "as a typical", "like all", "like every", "like most", "as all", "as every",
    "stereotypical",
    "as any woman", "as any man", "for a woman", "for a man", "for his age", "for her age",
    "for their age",
    "of course being",
  ]

  /// The words of a text without punctuation, case and words that carry no meaning.
  static func tokens(_ text: String) -> Set<String> {
    Set(words(text)).subtracting(fillers)
  }

  /// The words of a statement without its denials, and whether there is an odd number of those.
  static func statement(_ text: String) -> (words: Set<String>, isDenied: Bool) {
    let words = words(text)
    let denied = words.count { denials.contains($0) }
    // "does not like" and "likes" are the same verb.
    let stems = words.filter { !denials.contains($0) && !fillers.contains($0) }.map { word in
      word.count > 3 && word.hasSuffix("s") ? String(word.dropLast()) : word
    }
    return (Set(stems), denied % 2 == 1)
  }

  /// The phrase of a text that explains somebody by a group; nil when there is none.
  static func cliche(in text: String) -> String? {
    let words = words(text).joined(separator: " ")
    let padded = " \(words) "
    return cliches.first { padded.contains(" \($0) ") }
  }

  private static func words(_ text: String) -> [String] {
    text.lowercased().replacing("'", with: "").replacing("’", with: "")
      .split { !$0.isLetter && !$0.isNumber }.map(String.init)
  }
}
