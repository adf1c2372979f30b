internal import TinyTroupeJSON

/// What plain (unquoted) scalars mean by the core schema of YAML 1.2, and no more: `yes` and `on` are texts.
enum CoreSchema {
  enum Outcome: Equatable {
    case value(JSON)
    case notFinite
    case outOfRange
  }

  static func resolve(_ text: String) -> Outcome {
    switch text {
    case "", "~", "null", "Null", "NULL": return .value(.null)
    case "true", "True", "TRUE": return .value(.bool(true))
    case "false", "False", "FALSE": return .value(.bool(false))
    case ".nan", ".NaN", ".NAN": return .notFinite
    default: break
    }
    guard let first = text.utf8.first, mayBeginNumber(first) else { return .value(.string(text)) }
    return radixInteger(text) ?? decimal(Array(text.utf8), text) ?? .value(.string(text))
  }

  private static func mayBeginNumber(_ byte: UInt8) -> Bool {
    isDigit(byte) || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-")
      || byte == UInt8(ascii: ".")
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  /// `0o17` and `0x1F`.
  private static func radixInteger(_ text: String) -> Outcome? {
    let radix: Int
    switch text.prefix(2) {
    case "0o": radix = 8
    case "0x": radix = 16
    default: return nil
    }
    let digits = text.dropFirst(2)
    guard !digits.isEmpty, digits.allSatisfy({ $0.isASCII && ($0.hexDigitValue ?? 16) < radix })
    else { return nil }
    return Int64(digits, radix: radix).map { .value(.integer($0)) } ?? .outOfRange
  }

  /// `[-+]? ( [0-9]+ ( \. [0-9]* )? | \. [0-9]+ ) ( [eE] [-+]? [0-9]+ )?`, and the infinities.
  private static func decimal(_ bytes: [UInt8], _ text: String) -> Outcome? {
    var rest = bytes[...]
    skipSign(&rest)
    if ["inf", "Inf", "INF"].contains(where: { rest.elementsEqual(".\($0)".utf8) }) {
      return .notFinite
    }
    let whole = skipDigits(&rest)
    if rest.isEmpty, let value = Int64(text) { return .value(.integer(value)) }
    var fraction = 0
    if rest.first == UInt8(ascii: ".") {
      rest.removeFirst()
      fraction = skipDigits(&rest)
    }
    guard whole + fraction > 0, skipExponent(&rest), rest.isEmpty else { return nil }
    return floating(text)
  }

  private static func floating(_ text: String) -> Outcome {
    guard let value = Double(text), value.isFinite else { return .outOfRange }
    return .value(.number(value))
  }

  private static func skipSign(_ rest: inout ArraySlice<UInt8>) {
    if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
  }

  private static func skipDigits(_ rest: inout ArraySlice<UInt8>) -> Int {
    let digits = rest.prefix(while: isDigit).count
    rest.removeFirst(digits)
    return digits
  }

  /// True unless an exponent begins and has no digits.
  private static func skipExponent(_ rest: inout ArraySlice<UInt8>) -> Bool {
    guard rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") else { return true }
    rest.removeFirst()
    skipSign(&rest)
    return skipDigits(&rest) > 0
  }
}
