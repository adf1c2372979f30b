/// Amounts of money in a text: "2,400 euros", "€4.99", "4.99".
enum Amounts {
  /// The amounts in order, as they stand in the text.
  static func named(in text: WordText) -> [String] {
    text.words.indices.compactMap { position in
      text.words[position].isNumber ? amount(text, position) : nil
    }
  }

  private static func amount(_ text: WordText, _ position: Int) -> String? {
    let word = text.words[position]
    let number = text.text(word.range)
    if let sign = sign(before: word.range.lowerBound, in: text.bytes) { return sign + number }
    let next = position + 1
    if next < text.words.count, !text.words[next].followsBreak,
      PlainWords.currencies.contains(text.words[next].stem)
    {
      return text.text(word.range.lowerBound..<text.words[next].range.upperBound)
    }
    // Two digits after the point are a price.
    let decimals = number.split(separator: ".", omittingEmptySubsequences: false)
    return decimals.count == 2 && decimals[1].count == 2 ? number : nil
  }

  private static func sign(before position: Int, in bytes: [UInt8]) -> String? {
    for sign in ["€", "$", "£"] {
      let length = sign.utf8.count
      if position >= length, bytes[(position - length)..<position].elementsEqual(sign.utf8) {
        return sign
      }
    }
    return nil
  }

  /// The number that an amount stands for.
  static func value(_ amount: String) -> Double? {
    Double(amount.filter { $0.isASCII && ($0.isNumber || $0 == ".") })
  }
}
