/// The members of a JSON object as slices of its text, found without parsing their values.
///
/// For envelopes of which a component reads a few members and passes others on as they are. Only the
/// outline is checked: where strings end and that brackets balance. A value is checked when it is parsed.
public struct JSONSlices: Sendable {
  private let members: [(key: String, value: ArraySlice<UInt8>)]

  /// Finds the members of the object that `text` begins with.
  public init(of text: ArraySlice<UInt8>) throws(JSONError) {
    var cursor = try MemberCursor(text)
    var members: [(key: String, value: ArraySlice<UInt8>)] = []
    while let member = try cursor.next() { members.append((try member.keyText(), member.value)) }
    self.members = members
  }

  /// The text of a member's value; nil when there is no such member.
  ///
  /// The first of twins counts.
  public subscript(key: String) -> ArraySlice<UInt8>? {
    members.first { $0.key == key }?.value
  }

  /// Parses a member's value; nil when there is no such member.
  public func value(_ key: String) throws(JSONError) -> JSON? {
    guard let slice = self[key] else { return nil }
    return try JSON(parsing: slice)
  }
}

extension JSON {
  /// The text of the value at a path of keys; nil when a key is missing on the way.
  ///
  /// Reads no further than the value's end, and parses nothing.
  public static func slice(
    of text: ArraySlice<UInt8>, at path: String...
  ) throws(JSONError) -> ArraySlice<UInt8>? {
    var rest = text
    for key in path {
      guard rest.first == UInt8(ascii: "{") else { return nil }
      guard let value = try member(key, of: rest) else { return nil }
      rest = value
    }
    return rest
  }

  private static func member(
    _ key: String, of text: ArraySlice<UInt8>
  ) throws(JSONError) -> ArraySlice<UInt8>? {
    var cursor = try MemberCursor(text)
    while let member = try cursor.next() {
      if try member.isNamed(key) { return member.value }
    }
    return nil
  }
}

/// Walks over the members of one object.
private struct MemberCursor {
  struct Member {
    /// Without quotes.
    let key: ArraySlice<UInt8>
    let value: ArraySlice<UInt8>
  }

  private let text: ArraySlice<UInt8>
  private var position: Int
  private var isFirst = true

  init(_ text: ArraySlice<UInt8>) throws(JSONError) {
    self.text = text
    position = text.startIndex
    skipSpace()
    guard take(UInt8(ascii: "{")) else { throw error("expected an object") }
  }

  mutating func next() throws(JSONError) -> Member? {
    skipSpace()
    if take(UInt8(ascii: "}")) { return nil }
    if !isFirst {
      guard take(UInt8(ascii: ",")) else { throw error("expected ',' or '}'") }
      skipSpace()
    }
    isFirst = false
    guard position < text.endIndex, text[position] == UInt8(ascii: "\"") else {
      throw error("expected a key in double quotes")
    }
    let quote = position
    try skipValue()
    let key = text[(quote + 1)..<(position - 1)]
    skipSpace()
    guard take(UInt8(ascii: ":")) else { throw error("expected ':' after the key") }
    skipSpace()
    let start = position
    try skipValue()
    return Member(key: key, value: text[start..<position])
  }

  private mutating func skipValue() throws(JSONError) {
    let start = position - text.startIndex
    let length = text.withUnsafeBufferPointer { ValueOutline.length(of: $0, from: start) }
    guard let length else { throw error("the value does not end") }
    guard length > 0 else { throw error("expected a value") }
    position += length
  }

  private mutating func skipSpace() {
    while position < text.endIndex, ValueOutline.isSpace(text[position]) { position += 1 }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard position < text.endIndex, text[position] == byte else { return false }
    position += 1
    return true
  }

  private func error(_ reason: String) -> JSONError {
    JSONError(reason: reason, offset: position - text.startIndex)
  }
}

extension MemberCursor.Member {
  private var isEscaped: Bool { key.contains(UInt8(ascii: "\\")) }

  func isNamed(_ name: String) throws(JSONError) -> Bool {
    isEscaped ? try keyText() == name : key.elementsEqual(name.utf8)
  }

  func keyText() throws(JSONError) -> String {
    if isEscaped {
      let quoted = [UInt8(ascii: "\"")] + key + [UInt8(ascii: "\"")]
      return try JSON(parsing: quoted).string ?? ""
    }
    guard let text = String(validating: key, as: UTF8.self) else {
      throw JSONError(reason: "the key is not valid UTF-8", offset: 0)
    }
    return text
  }
}

/// Finds where a value ends by its quotes and brackets alone.
private enum ValueOutline {
  /// The length of the value at `start`; nil when the text ends first.
  static func length(of text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    var position = start
    var depth = 0
    while position < text.count {
      switch text[position] {
      case UInt8(ascii: "\""):
        guard let end = stringEnd(text, from: position) else { return nil }
        position = end
        if depth == 0 { return position - start }
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        depth += 1
        position += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        if depth == 0 { return position - start }
        depth -= 1
        position += 1
        if depth == 0 { return position - start }
      case let byte where depth == 0 && (byte == UInt8(ascii: ",") || isSpace(byte)):
        return position - start
      default: position += 1
      }
    }
    return depth == 0 ? position - start : nil
  }

  private static func stringEnd(_ text: UnsafeBufferPointer<UInt8>, from quote: Int) -> Int? {
    var position = quote + 1
    while position < text.count {
      switch text[position] {
      case UInt8(ascii: "\""): return position + 1
      case UInt8(ascii: "\\"): position += 2
      default: position = afterPlainBytes(text, from: position + 1)
      }
    }
    return nil
  }

  /// Skips bytes, eight at a time, up to the next quote or backslash or to the last few of the text.
  private static func afterPlainBytes(_ text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    let bytes = UnsafeRawBufferPointer(text)
    var position = start
    while position + 8 <= bytes.count {
      // SAFETY: the eight bytes end within the buffer.
      let word = bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self)
      let found =
        marks(of: UInt8(ascii: "\""), in: UInt64(littleEndian: word))
        | marks(of: UInt8(ascii: "\\"), in: UInt64(littleEndian: word))
      if found != 0 { return position + found.trailingZeroBitCount / 8 }
      position += 8
    }
    return position
  }

  /// The lowest bit that is set stands in the first byte of `word` that equals `byte`; 0 when none does.
  ///
  /// Anderson, "Bit Twiddling Hacks": determine if a word has a zero byte.
  private static func marks(of byte: UInt8, in word: UInt64) -> UInt64 {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let difference = word ^ (ones &* UInt64(byte))
    return (difference &- ones) & ~difference & (ones << 7)
  }

  static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
  }
}
