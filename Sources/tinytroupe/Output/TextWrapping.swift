/// Breaks text into lines that fit a terminal.
enum TextWrapping {
  /// Lines of at most `width` columns; words longer than a line are broken.
  static func lines(_ text: String, width: Int) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .flatMap { paragraph(String($0), width: max(width, 4)) }
  }

  private static func paragraph(_ text: String, width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    var used = 0
    for word in text.split(separator: " ") {
      for piece in pieces(String(word), width: width) {
        let columns = Self.columns(piece)
        if used > 0, used + 1 + columns > width {
          lines.append(line)
          line = piece
          used = columns
        } else {
          line += used > 0 ? " " + piece : piece
          used += columns + (used > 0 ? 1 : 0)
        }
      }
    }
    return lines + [line]
  }

  private static func pieces(_ word: String, width: Int) -> [String] {
    guard columns(word) > width else { return [word] }
    var pieces: [String] = []
    var piece = ""
    for character in word {
      if columns(piece) + columns(String(character)) > width {
        pieces.append(piece)
        piece = ""
      }
      piece.append(character)
    }
    return pieces + [piece]
  }

  /// How many columns a text takes: two for wide characters, none for combining ones.
  ///
  /// The ranges are those of East Asian Wide and Fullwidth in Unicode's EastAsianWidth, and emoji.
  static func columns(_ text: String) -> Int {
    text.reduce(0) { sum, character in
      guard let scalar = character.unicodeScalars.first else { return sum }
      return sum
        + (isWide(scalar) ? 2 : scalar.properties.generalCategory == .nonspacingMark ? 0 : 1)
    }
  }

  private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
      0xA000...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
      0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
      true
    default: false
    }
  }

  /// The text cut or padded to exactly so many columns.
  static func fitted(_ text: String, to width: Int) -> String {
    let flat = text.replacing("\n", with: " ")
    let used = columns(flat)
    if used <= width { return flat + String(repeating: " ", count: width - used) }
    var cut = ""
    for character in flat {
      guard columns(cut) + columns(String(character)) < width else { break }
      cut.append(character)
    }
    return cut + "…" + String(repeating: " ", count: max(0, width - columns(cut) - 1))
  }
}
