/// Splits texts into words for comparison: lower case, without punctuation.
///
/// In scripts that do not put spaces between words, each character is one.
package enum Words {
  /// The words of a text, in order.
  package static func of(_ text: String) -> [String] {
    var words: [String] = []
    var word = ""
    for scalar in text.unicodeScalars {
      if scalar.isASCII {
        // Most text; the properties of a scalar are slow to find.
        if let letter = lowered(scalar) {
          word.unicodeScalars.append(letter)
        } else {
          finish(&word, &words)
        }
      } else if isWordByItself(scalar) {
        finish(&word, &words)
        words.append(String(scalar))
      } else if scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
        word += scalar.properties.lowercaseMapping
      } else {
        finish(&word, &words)
      }
    }
    finish(&word, &words)
    return words
  }

  /// An ASCII letter in lower case, or a digit; nil for anything else.
  private static func lowered(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    switch scalar {
    case "a"..."z", "0"..."9": scalar
    case "A"..."Z": Unicode.Scalar(UInt8(scalar.value) | 0x20)
    default: nil
    }
  }

  private static func finish(_ word: inout String, _ words: inout [String]) {
    guard !word.isEmpty else { return }
    words.append(word)
    word = ""
  }

  /// Thai, Lao, Khmer and Burmese, kana and Chinese characters.
  private static func isWordByItself(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x0E00...0x0EFF, 0x1000...0x109F, 0x1780...0x17FF: scalar.properties.isAlphabetic
    case 0x3040...0x30FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF: true
    case 0x20000...0x3FFFF: true
    default: false
    }
  }
}
