internal import TinyTroupeJSON

/// One way in which a value differs from its schema, and every sentence about it.
enum SchemaMistake {
  case wrongKind(expected: Schema.Kinds, found: JSON)
  case notAllowed(JSON, choices: [JSON])
  case below(JSON)
  case above(JSON)
  case unknownKey(String, known: [String])
  case missingKey(String)
  case notAvailable(String)

  /// What is wrong, in words.
  var message: String {
    switch self {
    case .wrongKind(let expected, let found):
      "expected \(expected.inWords), found \(found.kindInWords)"
    case .notAllowed(let value, _): "\(Self.quoted(value)) is not allowed"
    case .below(let minimum): "must be at least \(minimum.text)"
    case .above(let maximum): "must be at most \(maximum.text)"
    case .unknownKey(let key, _): "unknown key '\(key)'"
    case .missingKey(let key): "the key '\(key)' is missing"
    case .notAvailable(let key): "'\(key)' is not available yet"
    }
  }

  /// What to do about it, where that can be guessed.
  var hint: String? {
    switch self {
    case .wrongKind(let expected, let found): Self.kindHint(expected, found)
    case .notAllowed(let value, let choices):
      Self.suggestion(value.string ?? "", among: choices.compactMap(\.string))
        ?? "one of: \(choices.map(Self.bare).joined(separator: ", "))"
    case .unknownKey(let key, let known):
      Self.suggestion(key, among: known)
        ?? (known.isEmpty
          ? "no keys are known here" : "known keys: \(known.joined(separator: ", "))")
    case .below, .above, .missingKey, .notAvailable: nil
    }
  }

  /// The mistake with its place, and with the path where the quoted line may not show it.
  func diagnostic(path: String, at location: SourceLocation) -> Diagnostic {
    switch self {
    case .unknownKey, .notAvailable: Diagnostic(message, at: location, hint: hint)
    default:
      Diagnostic(path.isEmpty ? message : "'\(path)': \(message)", at: location, hint: hint)
    }
  }

  private static func suggestion(_ word: String, among known: [String]) -> String? {
    nearest(word, among: known).map { "did you mean '\($0)'?" }
  }

  private static func kindHint(_ expected: Schema.Kinds, _ found: JSON) -> String? {
    switch found {
    case .bool, .integer, .number:
      return expected.contains(.string) ? "put it in quotes: \"\(found.text)\"" : nil
    case .string(let text):
      guard case .value(let value) = CoreSchema.resolve(text), value.string == nil,
        !Schema.Kinds(value).isDisjoint(with: expected.withIntegers)
      else { return expected == .array ? "write it as a list: [\(text)]" : nil }
      return "remove the quotes"
    default: return nil
    }
  }

  private static func quoted(_ value: JSON) -> String { "'\(bare(value))'" }

  private static func bare(_ value: JSON) -> String { value.string ?? value.text }
}

// MARK: - Kinds in words

extension Schema.Kinds {
  /// The kind of a value.
  init(_ json: JSON) {
    self =
      switch json {
      case .null: .null
      case .bool: .boolean
      case .integer: .integer
      case .number(let number): number.rounded() == number ? .integer : .number
      case .string: .string
      case .array: .array
      case .object: .object
      }
  }

  /// The same kinds, and whole numbers where any number is allowed.
  var withIntegers: Self { contains(.number) ? union(.integer) : self }

  /// The name of each kind in JSON Schema, and in words, in the order in which messages list them.
  static let names: [(kind: Self, name: String, words: String)] = [
    (.boolean, "boolean", "true or false"), (.integer, "integer", "a whole number"),
    (.number, "number", "a number"), (.string, "string", "a text"), (.array, "array", "a list"),
    (.object, "object", "a mapping"), (.null, "null", "nothing"),
  ]

  /// All kinds in words: "a text or a mapping".
  var inWords: String {
    let words = Self.names.filter { contains($0.kind) }.map(\.words)
    guard let last = words.last, words.count > 1 else { return words.first ?? "anything" }
    return words.dropLast().joined(separator: ", ") + " or " + last
  }
}
