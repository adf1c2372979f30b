/// A text with the places of its words.
struct WordText {
  /// One word and how it stands in the text.
  struct Word {
    let stem: Stem
    /// In bytes of UTF-8.
    let range: Range<Int>
    let isCapitalised: Bool
    let isNumber: Bool
    /// Whether punctuation other than a hyphen or apostrophe stands before it.
    let followsBreak: Bool
    let startsSentence: Bool
  }

  let bytes: [UInt8]
  private(set) var words: [Word] = []

  /// Finds the words of the first `limit` bytes; the rest of a long text hardly changes what it is about.
  init(_ text: String, limit: Int = 1200) {
    bytes = Array(text.utf8.prefix(limit))
    words.reserveCapacity(bytes.count / 5)
    scan()
  }

  /// The part of the text between two places.
  func text(_ range: Range<Int>) -> String {
    String(decoding: bytes[range], as: UTF8.self)
  }

  /// The sentences, each with the words in it.
  var sentences: [Range<Int>] {
    var starts = words.indices.filter { words[$0].startsSentence }
    starts.append(words.count)
    return zip(starts, starts.dropFirst()).map { $0..<$1 }
  }

  private mutating func scan() {
    var position = 0
    var followsBreak = true
    var startsSentence = true
    while position < bytes.count {
      let byte = bytes[position]
      if Self.isLetter(byte) || Self.isDigit(byte) {
        let end = wordEnd(from: position)
        append(position..<end, followsBreak, startsSentence)
        position = end
        followsBreak = false
        startsSentence = false
      } else {
        followsBreak = followsBreak || byte != 0x20
        startsSentence =
          startsSentence || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "!")
          || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "\n")
        position += Self.length(ofCharacterAt: byte)
      }
    }
  }

  private mutating func append(_ range: Range<Int>, _ followsBreak: Bool, _ startsSentence: Bool) {
    let first = bytes[range.lowerBound]
    words.append(
      Word(
        stem: Stem(of: bytes.span.extracting(range)), range: range,
        isCapitalised: first >= UInt8(ascii: "A") && first <= UInt8(ascii: "Z"),
        isNumber: Self.isDigit(first), followsBreak: followsBreak, startsSentence: startsSentence))
  }

  /// Apostrophes, hyphens, and the points and commas of numbers belong to a word that goes on after them.
  private func wordEnd(from start: Int) -> Int {
    var position = start + 1
    while position < bytes.count {
      let byte = bytes[position]
      if Self.isLetter(byte) || Self.isDigit(byte) {
        position += 1
      } else if position + 1 < bytes.count, joins(byte, before: position + 1) {
        position += 1
      } else {
        break
      }
    }
    return position
  }

  private func joins(_ byte: UInt8, before next: Int) -> Bool {
    switch byte {
    case UInt8(ascii: "'"), UInt8(ascii: "-"): Self.isLetter(bytes[next])
    case UInt8(ascii: "."), UInt8(ascii: ","):
      Self.isDigit(bytes[next - 2]) && Self.isDigit(bytes[next])
    default: false
    }
  }

  /// Beyond ASCII, what begins with C2 or E2 is punctuation and signs; the rest is mostly letters.
  private static func isLetter(_ byte: UInt8) -> Bool {
    let lower = byte | 0x20
    return (lower >= UInt8(ascii: "a") && lower <= UInt8(ascii: "z"))
      || (byte >= 0x80 && byte != 0xE2 && byte != 0xC2)
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
  }

  private static func length(ofCharacterAt byte: UInt8) -> Int {
    byte == 0xE2 ? 3 : byte == 0xC2 ? 2 : 1
  }
}
