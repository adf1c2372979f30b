/// Reads expressions by recursive descent: `or` binds least, then `and`, `not`, comparisons, `+ -`, `*`.
struct ExpressionParser {
  private var tokens: ArraySlice<ExpressionToken>
  private var depth = 0

  /// Deep enough for anybody who writes by hand.
  private static let deepest = 50

  /// Reads a condition.
  ///
  /// - Throws: What is wrong with it.
  static func condition(_ text: String) throws(ExpressionError) -> Expression {
    var parser = ExpressionParser(tokens: try ExpressionToken.tokens(of: text)[...])
    let expression = try parser.either()
    if let next = parser.tokens.first {
      throw .expected("the end", found: "'\(next.written)'")
    }
    guard expression.isCondition else { throw .notACondition }
    return expression
  }

  private mutating func takes(_ token: ExpressionToken) -> Bool {
    guard tokens.first == token else { return false }
    tokens.removeFirst()
    return true
  }

  private var found: String { tokens.first.map { "'\($0.written)'" } ?? "the end" }

  private mutating func expect(_ sign: String) throws(ExpressionError) {
    guard takes(.sign(sign)) else { throw .expected("'\(sign)'", found: found) }
  }

  private mutating func either() throws(ExpressionError) -> Expression {
    depth += 1
    defer { depth -= 1 }
    guard depth < Self.deepest else { throw .tooDeep }
    var left = try both()
    while takes(.word("or")) { left = .either(try truth(left), try truth(try both())) }
    return left
  }

  private mutating func both() throws(ExpressionError) -> Expression {
    var left = try negation()
    while takes(.word("and")) { left = .both(try truth(left), try truth(try negation())) }
    return left
  }

  private mutating func negation() throws(ExpressionError) -> Expression {
    var isNegated = false
    while takes(.word("not")) { isNegated.toggle() }
    let condition = try comparison()
    return isNegated ? .not(try truth(condition)) : condition
  }

  private func truth(_ expression: Expression) throws(ExpressionError) -> Expression {
    guard expression.isCondition else { throw .notACondition }
    return expression
  }

  private mutating func comparison() throws(ExpressionError) -> Expression {
    let left = try sum()
    guard case .sign(let sign)? = tokens.first, let compare = Expression.Operator(rawValue: sign),
      compare.compares
    else { return left }
    tokens.removeFirst()
    return .operation(compare, try number(left), try number(try sum()))
  }

  private func number(_ expression: Expression) throws(ExpressionError) -> Expression {
    if expression.isCondition { throw .expected("a number", found: "a condition") }
    return expression
  }

  private mutating func sum() throws(ExpressionError) -> Expression {
    var left = try product()
    while case .sign(let sign)? = tokens.first, sign == "+" || sign == "-" {
      tokens.removeFirst()
      let right = try number(try product())
      left = .operation(sign == "+" ? .plus : .minus, try number(left), right)
    }
    return left
  }

  private mutating func product() throws(ExpressionError) -> Expression {
    var left = try atom()
    while takes(.sign("*")) {
      left = .operation(.times, try number(left), try number(try atom()))
    }
    return left
  }

  private mutating func atom() throws(ExpressionError) -> Expression {
    switch tokens.popFirst() {
    case .number(let number): return .number(number)
    case .sign("("):
      let inner = try either()
      try expect(")")
      return inner
    case .sign("-"): return .operation(.minus, .number(0), try number(try atom()))
    // A text by itself is a time to compare with.
    case .text(let text):
      guard let time = CivilTime(text), time.isRepresentable else { throw .badTime(text) }
      return .number(Double(time.nanoseconds))
    case .word(let word): return try named(word)
    case .sign(let sign): throw .expected("a condition", found: "'\(sign)'")
    case nil: throw .expected("a condition", found: "the end")
    }
  }

  private mutating func named(_ word: String) throws(ExpressionError) -> Expression {
    switch word {
    case "true", "false": return .truth(word == "true")
    case "step": return .fact(.step)
    case "hour": return .fact(.hour)
    case "time": return .fact(.time)
    case "quiet": return .fact(.quiet)
    case "count", "last", "silent", "said": return .fact(try function(word))
    default: throw .unknown(word)
    }
  }

  private mutating func function(_ name: String) throws(ExpressionError) -> Expression.Fact {
    try expect("(")
    let first = try argument(name)
    var person: String?
    if name != "silent", takes(.sign(",")) { person = try argument("silent") }
    try expect(")")
    return switch name {
    case "count": .count(type: first, person: person)
    case "last": .last(type: first, person: person)
    case "said": .said(words: first.lowercased(), person: person)
    default: .silent(person: first)
    }
  }

  private mutating func argument(_ function: String) throws(ExpressionError) -> String {
    switch tokens.popFirst() {
    case .text(let text) where !text.isEmpty: return text
    case .word(let type) where function == "count" || function == "last": return type.uppercased()
    case let token:
      let what = function == "silent" ? "a name in quotes" : "a text in quotes"
      throw .expected(what, found: token.map { "'\($0.written)'" } ?? "the end")
    }
  }
}
