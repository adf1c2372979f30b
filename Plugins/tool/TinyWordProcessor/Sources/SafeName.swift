/// A part of a file name that is harmless on every system.
enum SafeName {
  private static let forbidden: Set<Character> = [
    "/", "\\", ":", "*", "?", "\"", "<", ">", "|", ";",
  ]

  /// The text with a dash for each character that a file name should not have: never empty, never
  /// beginning with a dot, at most `limit` bytes long, cut where a character ends.
  static func make(_ text: String, limit: Int, otherwise: String) -> String {
    var name = ""
    for character in text.drop(while: \.isWhitespace) {
      let harmless = harmless(character, isFirst: name.isEmpty)
      guard name.utf8.count + harmless.utf8.count <= limit else { break }
      name.append(harmless)
    }
    while name.last?.isWhitespace == true { name.removeLast() }
    return name.isEmpty ? otherwise : name
  }

  private static func harmless(_ character: Character, isFirst: Bool) -> Character {
    let isControl = character.unicodeScalars.contains { $0.properties.generalCategory == .control }
    if isControl || forbidden.contains(character) || (isFirst && character == ".") { return "-" }
    return character
  }
}
