/// A vector for a text by the words that occur in it: each adds to one of its places.
///
/// Texts that share words are near each other; that is all it knows of meaning.
enum WordVector {
  static let dimensions = 64

  /// The vector, of length 1 unless the text has no words.
  static func vector(of text: String) -> [Float] {
    var vector = [Float](repeating: 0, count: dimensions)
    for word in WordText(text, limit: 1 << 20).words {
      let bits = Draw.mix(word.stem.value)
      vector[Int(bits % UInt64(dimensions))] += bits >> 63 == 0 ? 1 : -1
    }
    let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return length > 0 ? vector.map { $0 / length } : vector
  }
}
