/// A word, a number, a text or a sign of an expression.
enum ExpressionToken: Equatable {
  case word(String)
  case number(Double)
  case text(String)
  case sign(String)

  /// The token as it is written, for messages.
  var written: String {
    switch self {
    case .word(let text), .sign(let text): text
    case .number(let number): number == number.rounded() ? "\(Int(number))" : "\(number)"
    case .text(let text): "\"\(text)\""
    }
  }

  /// Splits an expression; the last token's end is the text's.
  ///
  /// - Throws: What cannot be read.
  static func tokens(of source: String) throws(ExpressionError) -> [ExpressionToken] {
    var rest = Substring(source)
    var tokens: [ExpressionToken] = []
    while let first = rest.first {
      if first.isWhitespace {
        rest.removeFirst()
      } else if first == "\"" || first == "'" {
        tokens.append(try text(&rest, quote: first))
      } else if first.isASCII, first.isNumber {
        let digits = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        guard let number = Double(digits) else { throw .unreadable(String(digits)) }
        tokens.append(.number(number))
        rest.removeFirst(digits.count)
      } else if first.isLetter || first == "_" {
        let word = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
        tokens.append(.word(String(word)))
        rest.removeFirst(word.count)
      } else {
        tokens.append(try sign(&rest))
      }
    }
    return tokens
  }

  private static func text(
    _ rest: inout Substring, quote: Character
  ) throws(ExpressionError) -> ExpressionToken {
    rest.removeFirst()
    guard let end = rest.firstIndex(of: quote) else { throw .unclosed(quote) }
    let text = String(rest[..<end])
    rest = rest[rest.index(after: end)...]
    return .text(text)
  }

  private static func sign(_ rest: inout Substring) throws(ExpressionError) -> ExpressionToken {
    let signs = Expression.Operator.allCases.map(\.rawValue) + ["(", ")", ","]
    guard let sign = signs.first(where: { rest.hasPrefix($0) }) else {
      throw .unreadable(String(rest.prefix(1)))
    }
    rest.removeFirst(sign.count)
    return .sign(sign)
  }
}

/// What is wrong with an expression.
public enum ExpressionError: Error, Hashable, CustomStringConvertible {
  case unreadable(String)
  case unclosed(Character)
  case unknown(String)
  case expected(String, found: String)
  case notACondition
  case badTime(String)
  case tooDeep

  /// The sentence about it.
  public var description: String {
    switch self {
    case .unreadable(let text): "'\(text)' cannot be read here"
    case .unclosed(let quote): "a text is not closed by \(quote)"
    case .unknown(let word): "'\(word)' is nothing that is known of a run"
    case .expected(let what, let found): "\(what) is expected, not \(found)"
    case .notACondition: "it does not say yes or no"
    case .badTime(let text): "'\(text)' is no time"
    case .tooDeep: "it is nested too deeply"
    }
  }

  /// What to write instead.
  var hint: String {
    switch self {
    case .badTime: "write it as \"2026-01-05T09:00\""
    case .notACondition: "compare it: quiet >= 2"
    default:
      "known: step, hour, time, quiet, count(TALK), last(TALK), silent(\"NAME\"), said(\"words\"), and, or, not"
    }
  }
}
