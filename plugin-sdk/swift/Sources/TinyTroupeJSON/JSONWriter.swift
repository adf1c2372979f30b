/// Writes JSON as UTF-8 bytes, without spaces.
///
/// The writer puts commas itself. Building a document through it allocates one buffer, however large the
/// document is; that matters for requests of tens of kilobytes.
public struct JSONWriter: Sendable {
  /// What has been written so far.
  public private(set) var bytes: [UInt8]
  private var needsComma = false

  /// Makes an empty writer with room for `capacity` bytes.
  public init(capacity: Int = 256) {
    bytes = []
    bytes.reserveCapacity(capacity)
  }

  /// Writes an object whose members `fill` writes with `member`.
  public mutating func object<E: Error>(_ fill: (inout JSONWriter) throws(E) -> Void) throws(E) {
    open(UInt8(ascii: "{"))
    try fill(&self)
    close(UInt8(ascii: "}"))
  }

  /// Writes an array whose elements `fill` writes.
  public mutating func array<E: Error>(_ fill: (inout JSONWriter) throws(E) -> Void) throws(E) {
    open(UInt8(ascii: "["))
    try fill(&self)
    close(UInt8(ascii: "]"))
  }

  /// Writes a key; a value must follow.
  public mutating func key(_ key: String) {
    string(key)
    bytes.append(UInt8(ascii: ":"))
    needsComma = false
  }

  /// Writes a member whose value is known.
  public mutating func member(_ key: String, _ value: JSON) {
    self.key(key)
    self.value(value)
  }

  /// Writes a member whose value is a text.
  public mutating func member(_ key: String, _ value: String) {
    self.key(key)
    string(value)
  }

  /// Writes a member whose value is a whole number.
  public mutating func member(_ key: String, _ value: Int) {
    self.key(key)
    integer(Int64(value))
  }

  /// Writes a member whose value is already JSON.
  public mutating func member(_ key: String, raw value: some Collection<UInt8>) {
    self.key(key)
    raw(value)
  }

  /// Writes a value.
  public mutating func value(_ value: JSON) {
    switch value {
    case .null: word("null")
    case .bool(let flag): word(flag ? "true" : "false")
    case .integer(let number): integer(number)
    case .number(let number): word(number.isFinite ? number.description : "null")
    case .string(let text): string(text)
    case .array(let elements):
      array { writer in for element in elements { writer.value(element) } }
    case .object(let members):
      object { writer in for member in members { writer.member(member.key, member.value) } }
    }
  }

  /// Writes a whole number.
  public mutating func integer(_ number: Int64) {
    word(String(number))
  }

  /// Writes a text in quotes, with the escapes that JSON demands and no others.
  public mutating func string(_ text: String) {
    comma()
    bytes.append(UInt8(ascii: "\""))
    var text = text
    text.withUTF8 { appendEscaped($0) }
    bytes.append(UInt8(ascii: "\""))
    needsComma = true
  }

  /// Writes bytes that are a JSON value already.
  public mutating func raw(_ json: some Collection<UInt8>) {
    comma()
    bytes.append(contentsOf: json)
    needsComma = true
  }

  private mutating func word(_ word: String) {
    comma()
    bytes.append(contentsOf: word.utf8)
    needsComma = true
  }

  private mutating func open(_ bracket: UInt8) {
    comma()
    bytes.append(bracket)
    needsComma = false
  }

  private mutating func close(_ bracket: UInt8) {
    bytes.append(bracket)
    needsComma = true
  }

  private mutating func comma() {
    if needsComma { bytes.append(UInt8(ascii: ",")) }
  }

  private mutating func appendEscaped(_ utf8: UnsafeBufferPointer<UInt8>) {
    var start = 0
    for position in utf8.indices {
      let byte = utf8[position]
      guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else {
        continue
      }
      bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[start..<position]))
      appendEscape(byte)
      start = position + 1
    }
    bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[start...]))
  }

  private mutating func appendEscape(_ byte: UInt8) {
    bytes.append(UInt8(ascii: "\\"))
    switch byte {
    case 0x08: bytes.append(UInt8(ascii: "b"))
    case 0x09: bytes.append(UInt8(ascii: "t"))
    case 0x0A: bytes.append(UInt8(ascii: "n"))
    case 0x0C: bytes.append(UInt8(ascii: "f"))
    case 0x0D: bytes.append(UInt8(ascii: "r"))
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(byte)
    default:
      let digits = Array("0123456789abcdef".utf8)
      bytes.append(contentsOf: "u00".utf8)
      bytes.append(digits[Int(byte >> 4)])
      bytes.append(digits[Int(byte & 15)])
    }
  }
}

// MARK: - JSON

extension JSON {
  /// The value as UTF-8 bytes, without spaces.
  public var bytes: [UInt8] {
    var writer = JSONWriter()
    writer.value(self)
    return writer.bytes
  }

  /// The value as a text, without spaces.
  public var text: String { String(decoding: bytes, as: UTF8.self) }

  /// The value with the keys of every object sorted by code unit, so that equal values have equal bytes.
  public var canonical: JSON {
    switch self {
    case .array(let elements): .array(elements.map(\.canonical))
    case .object(let members):
      .object(
        JSONObject(
          members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
            .map { ($0.key, $0.value.canonical) }))
    default: self
    }
  }
}
