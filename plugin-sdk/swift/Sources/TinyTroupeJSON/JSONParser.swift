/// Why a text is not the JSON that was expected.
public struct JSONError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What is wrong, in words.
  public let reason: String
  /// Where, in bytes from the start.
  public let offset: Int

  /// Makes an error.
  public init(reason: String, offset: Int) {
    self.reason = reason
    self.offset = offset
  }

  /// The reason with its place.
  public var description: String { "\(reason) at byte \(offset)" }
}

/// Limits that keep hostile documents from exhausting memory or the stack.
public struct JSONLimits: Sendable {
  /// How deep arrays and objects may nest.
  public var depth: Int
  /// How many bytes a document may have.
  public var bytes: Int

  /// Makes limits.
  ///
  /// The defaults suit model replies and plugin output: 128 levels, 256 MiB.
  public init(depth: Int = 128, bytes: Int = 256 << 20) {
    self.depth = depth
    self.bytes = bytes
  }
}

extension JSON {
  /// Parses a whole document, strictly by RFC 8259; a repeated key is an error.
  public init(parsing bytes: some Sequence<UInt8>, limits: JSONLimits = JSONLimits())
    throws(JSONError)
  {
    let parsed = bytes.withContiguousStorageIfAvailable {
      JSONParser.parse(UnsafeRawBufferPointer($0), limits: limits)
    }
    let result =
      parsed
      ?? Array(bytes).withUnsafeBytes { JSONParser.parse($0, limits: limits) }
    self = try result.get()
  }

  /// Parses a whole document from a text.
  public init(parsing text: String, limits: JSONLimits = JSONLimits()) throws(JSONError) {
    try self.init(parsing: Array(text.utf8), limits: limits)
  }

  /// Parses a whole document from borrowed memory.
  public init(parsing bytes: UnsafeRawBufferPointer, limits: JSONLimits = JSONLimits())
    throws(JSONError)
  {
    self = try JSONParser.parse(bytes, limits: limits).get()
  }
}

/// A recursive-descent reader over borrowed bytes.
struct JSONParser {
  // SAFETY: borrowed for the lifetime of the parser, which never escapes `parse`.
  private let bytes: UnsafeRawBufferPointer
  private let limits: JSONLimits
  private var position = 0
  private var depth = 0

  static func parse(
    _ bytes: UnsafeRawBufferPointer, limits: JSONLimits
  ) -> Result<JSON, JSONError> {
    var parser = JSONParser(bytes: bytes, limits: limits)
    do throws(JSONError) {
      return .success(try parser.document())
    } catch {
      return .failure(error)
    }
  }

  private init(bytes: UnsafeRawBufferPointer, limits: JSONLimits) {
    self.bytes = bytes
    self.limits = limits
  }

  private mutating func document() throws(JSONError) -> JSON {
    guard bytes.count <= limits.bytes else { throw error("the document is too large") }
    skipSpace()
    let value = try value()
    skipSpace()
    guard position == bytes.count else { throw error("text after the end of the document") }
    return value
  }

  private mutating func value() throws(JSONError) -> JSON {
    guard position < bytes.count else { throw error("the document ends too early") }
    switch bytes[position] {
    case UInt8(ascii: "{"): return try nested { parser throws(JSONError) in try parser.object() }
    case UInt8(ascii: "["): return try nested { parser throws(JSONError) in try parser.array() }
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
    default: throw error("unexpected character")
    }
  }

  private mutating func nested(
    _ read: (inout JSONParser) throws(JSONError) -> JSON
  ) throws(JSONError) -> JSON {
    depth += 1
    guard depth <= limits.depth else { throw error("nested deeper than \(limits.depth) levels") }
    position += 1
    let value = try read(&self)
    depth -= 1
    return value
  }

  private mutating func object() throws(JSONError) -> JSON {
    var object = JSONObject()
    skipSpace()
    if take(UInt8(ascii: "}")) { return .object(object) }
    while true {
      skipSpace()
      guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
        throw error("expected a key in double quotes")
      }
      let start = position
      let key = try string()
      guard object[key] == nil else {
        position = start
        throw error("the key '\(key)' is repeated")
      }
      skipSpace()
      guard take(UInt8(ascii: ":")) else { throw error("expected ':' after the key") }
      skipSpace()
      object[key] = try value()
      skipSpace()
      if take(UInt8(ascii: "}")) { return .object(object) }
      guard take(UInt8(ascii: ",")) else { throw error("expected ',' or '}'") }
    }
  }

  private mutating func array() throws(JSONError) -> JSON {
    var elements: [JSON] = []
    skipSpace()
    if take(UInt8(ascii: "]")) { return .array(elements) }
    while true {
      skipSpace()
      elements.append(try value())
      skipSpace()
      if take(UInt8(ascii: "]")) { return .array(elements) }
      guard take(UInt8(ascii: ",")) else { throw error("expected ',' or ']'") }
    }
  }

  private mutating func word(_ word: StaticString, _ value: JSON) throws(JSONError) -> JSON {
    let count = word.utf8CodeUnitCount
    guard position + count <= bytes.count else { throw error("unexpected character") }
    for offset in 0..<count where bytes[position + offset] != word.utf8Start[offset] {
      throw error("unexpected character")
    }
    position += count
    return value
  }

  private mutating func skipSpace() {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x0A, 0x0D, 0x09: position += 1
      default: return
      }
    }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard position < bytes.count, bytes[position] == byte else { return false }
    position += 1
    return true
  }

  private func error(_ reason: String) -> JSONError {
    JSONError(reason: reason, offset: position)
  }
}

// MARK: - Numbers

extension JSONParser {
  private mutating func number() throws(JSONError) -> JSON {
    let start = position
    let isNegative = take(UInt8(ascii: "-"))
    let digitsStart = position
    var magnitude: UInt64 = 0
    var fits = true
    while position < bytes.count, let digit = digit(bytes[position]) {
      let (product, overflow) = magnitude.multipliedReportingOverflow(by: 10)
      let (sum, carry) = product.addingReportingOverflow(UInt64(digit))
      fits = fits && !overflow && !carry
      magnitude = sum
      position += 1
    }
    let digitCount = position - digitsStart
    guard digitCount > 0 else { throw error("expected a digit") }
    guard digitCount == 1 || bytes[digitsStart] != UInt8(ascii: "0") else {
      position = digitsStart
      throw error("a number may not begin with 0")
    }
    let hasFraction = try fraction()
    let hasExponent = try exponent()
    if !hasFraction, !hasExponent, fits, let value = signed(magnitude, isNegative) {
      return .integer(value)
    }
    return try floating(from: start)
  }

  private func signed(_ magnitude: UInt64, _ isNegative: Bool) -> Int64? {
    guard isNegative else { return Int64(exactly: magnitude) }
    if magnitude == UInt64(Int64.max) + 1 { return .min }
    return Int64(exactly: magnitude).map { -$0 }
  }

  private mutating func fraction() throws(JSONError) -> Bool {
    guard take(UInt8(ascii: ".")) else { return false }
    try digits()
    return true
  }

  private mutating func exponent() throws(JSONError) -> Bool {
    guard take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) else { return false }
    _ = take(UInt8(ascii: "+")) || take(UInt8(ascii: "-"))
    try digits()
    return true
  }

  private mutating func digits() throws(JSONError) {
    guard position < bytes.count, digit(bytes[position]) != nil else {
      throw error("expected a digit")
    }
    while position < bytes.count, digit(bytes[position]) != nil { position += 1 }
  }

  private func floating(from start: Int) throws(JSONError) -> JSON {
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    guard let value = Double(text), value.isFinite else {
      throw JSONError(reason: "the number is out of range", offset: start)
    }
    return .number(value)
  }

  private func digit(_ byte: UInt8) -> UInt8? {
    let digit = byte &- UInt8(ascii: "0")
    return digit < 10 ? digit : nil
  }
}

// MARK: - Strings

extension JSONParser {
  private mutating func string() throws(JSONError) -> String {
    position += 1
    let start = position
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "\""):
        let text = try validated(bytes[start..<position], from: start)
        position += 1
        return text
      case UInt8(ascii: "\\"): return try escapedString(from: start)
      case 0..<0x20: throw error("a control character in a string must be escaped")
      default: position += 1
      }
    }
    throw error("the string does not end")
  }

  private func validated(_ slice: Slice<UnsafeRawBufferPointer>, from start: Int)
    throws(JSONError) -> String
  {
    // SAFETY: the bytes are borrowed for the parser's lifetime, and every byte is a valid UInt8.
    let buffer = UnsafeRawBufferPointer(rebasing: slice).assumingMemoryBound(to: UInt8.self)
    guard let text = Self.text(buffer) else {
      throw JSONError(reason: "the string is not valid UTF-8", offset: start)
    }
    return text
  }

  /// Validates and copies; twice as fast as `String(validating:as:)`, which is generic.
  private static func text(_ bytes: UnsafeBufferPointer<UInt8>) -> String? {
    guard let span = try? UTF8Span(validating: bytes.span) else { return nil }
    return String(copying: span)
  }

  private mutating func escapedString(from start: Int) throws(JSONError) -> String {
    var text = Array(bytes[start..<position])
    while position < bytes.count {
      let byte = bytes[position]
      switch byte {
      case UInt8(ascii: "\""):
        position += 1
        guard let string = text.withUnsafeBufferPointer({ Self.text($0) }) else {
          throw JSONError(reason: "the string is not valid UTF-8", offset: start)
        }
        return string
      case UInt8(ascii: "\\"):
        position += 1
        try escape(into: &text)
      case 0..<0x20: throw error("a control character in a string must be escaped")
      default:
        text.append(byte)
        position += 1
      }
    }
    throw error("the string does not end")
  }

  private mutating func escape(into text: inout [UInt8]) throws(JSONError) {
    guard position < bytes.count else { throw error("the string does not end") }
    let byte = bytes[position]
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "u"): text.append(contentsOf: Array(String(try unicodeEscape()).utf8))
    default:
      position -= 1
      throw error("unknown escape")
    }
  }

  private mutating func unicodeEscape() throws(JSONError) -> Character {
    let first = try hexadecimal()
    if let scalar = Unicode.Scalar(first) { return Character(scalar) }
    guard (0xD800..<0xDC00).contains(first), take(UInt8(ascii: "\\")), take(UInt8(ascii: "u"))
    else {
      throw error("a lone surrogate is no character")
    }
    let second = try hexadecimal()
    guard (0xDC00..<0xE000).contains(second),
      let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    else { throw error("a lone surrogate is no character") }
    return Character(scalar)
  }

  private mutating func hexadecimal() throws(JSONError) -> UInt32 {
    guard position + 4 <= bytes.count else { throw error("the string does not end") }
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let digit = Character(Unicode.Scalar(bytes[position])).hexDigitValue else {
        throw error("expected four hexadecimal digits")
      }
      value = value << 4 | UInt32(digit)
      position += 1
    }
    return value
  }
}
