/// A word without its endings, as a number: `clock` and `Clocks`, `repair` and `repairing` are equal.
///
/// Numbers of 64 bits stand for words here, since a turn compares some hundreds of them.
struct Stem: Hashable, Sendable {
  let value: UInt64

  /// Takes the stem of a word in UTF-8.
  init(of word: Span<UInt8>) {
    var end = word.count
    if end > 2, word[end - 2] == UInt8(ascii: "'") { end -= 2 }
    let (stemEnd, ending) = Self.cut(word, end)
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for position in 0..<stemEnd { hash = Self.mix(hash, Self.lower(word[position])) }
    if let ending { hash = Self.mix(hash, ending) }
    value = hash
  }

  /// Takes the stem of a single word.
  init(_ word: String) {
    self.init(of: Array(word.utf8).span)
  }

  private static func mix(_ hash: UInt64, _ byte: UInt8) -> UInt64 {
    (hash ^ UInt64(byte)) &* 0x100_0000_01b3
  }

  private static func lower(_ byte: UInt8) -> UInt8 {
    byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
  }

  /// Where the stem ends, and the letter that replaces what was cut (`berries`, `berry`).
  private static func cut(_ word: Span<UInt8>, _ count: Int) -> (end: Int, ending: UInt8?) {
    var end = count
    if end > 4, hasSuffix(word, end, "ies") { return (end - 3, UInt8(ascii: "y")) }
    if end > 3, hasSuffix(word, end, "s"), !hasSuffix(word, end, "ss"), !hasSuffix(word, end, "us")
    {
      end -= 1
    }
    if end > 5, hasSuffix(word, end, "ing") {
      end = undoubled(word, end - 3)
    } else if end > 4, hasSuffix(word, end, "ed") {
      end = undoubled(word, end - 2)
    }
    if end > 3, hasSuffix(word, end, "e") { end -= 1 }
    return (end, nil)
  }

  /// `stopped` loses a `p` with its ending.
  private static func undoubled(_ word: Span<UInt8>, _ end: Int) -> Int {
    guard end > 3, lower(word[end - 1]) == lower(word[end - 2]) else { return end }
    let isDoubled = !"lsz".utf8.contains(lower(word[end - 1]))
    return isDoubled ? end - 1 : end
  }

  private static func hasSuffix(_ word: Span<UInt8>, _ end: Int, _ suffix: String) -> Bool {
    var position = end - suffix.utf8.count
    guard position >= 0 else { return false }
    for letter in suffix.utf8 {
      if lower(word[position]) != letter { return false }
      position += 1
    }
    return true
  }
}
