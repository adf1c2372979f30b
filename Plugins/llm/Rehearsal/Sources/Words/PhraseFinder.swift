/// Finds which of many phrases stands first in a text, in one walk over it.
struct PhraseFinder: Sendable {
  /// A phrase in a text.
  struct Hit {
    /// The phrase's number among those given.
    let phrase: Int
    /// The place after it, in bytes.
    let end: Int
  }

  private let phrases: [[UInt8]]
  /// The phrases by a mixture of their first three bytes.
  private let buckets: [[Int]]

  /// Takes phrases of at least three bytes; shorter ones are never found.
  init(_ phrases: [String]) {
    self.phrases = phrases.map { Array($0.utf8) }
    var buckets = [[Int]](repeating: [], count: 256)
    for (number, phrase) in self.phrases.enumerated() where phrase.count >= 3 {
      buckets[Self.bucket(phrase[0], phrase[1], phrase[2])].append(number)
    }
    self.buckets = buckets
  }

  func first(in text: [UInt8]) -> Hit? {
    guard text.count >= 3 else { return nil }
    for start in 0...(text.count - 3) {
      for number in buckets[Self.bucket(text[start], text[start + 1], text[start + 2])] {
        let phrase = phrases[number]
        guard start + phrase.count <= text.count else { continue }
        var length = 0
        while length < phrase.count, text[start + length] == phrase[length] { length += 1 }
        if length == phrase.count { return Hit(phrase: number, end: start + length) }
      }
    }
    return nil
  }

  private static func bucket(_ first: UInt8, _ second: UInt8, _ third: UInt8) -> Int {
    Int(first &+ second &* 7 &+ third &* 31)
  }
}
