/// How many tokens a text will be, before any model has counted them.
enum TokenEstimate {
  /// Tokens of UTF-8 text: a quarter of its ASCII characters, and half of its other bytes.
  ///
  /// Four characters a token is what tokenizers come to for English. A Chinese or Japanese character has three
  /// bytes and is one token to two, so that a half errs on the side of too many.
  static func tokens(_ text: some Sequence<UInt8>) -> Int {
    var ascii = 0
    var other = 0
    for byte in text {
      if byte < 0x80 { ascii += 1 } else { other += 1 }
    }
    return (ascii + 3) / 4 + (other + 1) / 2
  }
}
