/// A file's name and content, kept so that messages can show the line they speak of.
public struct SourceText: Sendable {
  /// The file as the user named it.
  public let file: String
  /// Its content.
  public let bytes: [UInt8]

  /// Makes a source.
  public init(file: String, bytes: [UInt8]) {
    self.file = file
    self.bytes = bytes
  }

  /// The text of a line, counted from 1, without its line break; nil past the end.
  func line(_ number: Int) -> String? {
    var current = 1
    var start = 0
    while current < number {
      guard let end = bytes[start...].firstIndex(where: Self.isBreak) else { return nil }
      let isPair = bytes[end] == 0x0D && end + 1 < bytes.count && bytes[end + 1] == 0x0A
      start = end + (isPair ? 2 : 1)
      current += 1
    }
    let end = bytes[start...].firstIndex(where: Self.isBreak) ?? bytes.count
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }

  static func isBreak(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }
}

/// Turns positions in a text into lines and columns.
///
/// Lines end with LF, CR LF or CR, as editors have it; libyaml itself also counts the three Unicode line
/// separators, so its own line numbers are not used.
struct LineIndex {
  let file: String
  /// For every line, the number of characters before it.
  private var starts = [0]

  init(_ source: SourceText) {
    file = source.file
    let bytes = source.bytes
    var characters = 0
    for position in bytes.indices {
      let byte = bytes[position]
      if Self.isCharacterStart(byte) { characters += 1 }
      let isPair = byte == 0x0D && position + 1 < bytes.count && bytes[position + 1] == 0x0A
      if SourceText.isBreak(byte), !isPair { starts.append(characters) }
    }
  }

  /// The place of the character with this number, counted from 0.
  func location(character: Int) -> SourceLocation {
    var low = 0
    var high = starts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= character { low = middle } else { high = middle }
    }
    return SourceLocation(file: file, line: low + 1, column: character - starts[low] + 1)
  }

  /// The place of the byte at this offset of the text that the index was made from.
  func location(byte offset: Int, in bytes: [UInt8]) -> SourceLocation {
    let before = bytes.prefix(offset).count(where: Self.isCharacterStart)
    return location(character: before)
  }

  /// True for a byte that begins a character in UTF-8.
  static func isCharacterStart(_ byte: UInt8) -> Bool { byte & 0xC0 != 0x80 }
}
