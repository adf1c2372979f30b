// Every sentence about a text that cannot be read as YAML or JSON.

extension Diagnostic {
  private static func start(_ file: String) -> SourceLocation {
    SourceLocation(file: file, line: 1, column: 1)
  }

  static func tooLarge(_ file: String, _ count: Int, limit: Int) -> Diagnostic {
    Diagnostic(
      "the file has \(count) bytes, more than the \(limit) that are allowed", at: start(file),
      hint: "split it, and put the parts together with !include")
  }

  static func otherEncoding(_ file: String) -> Diagnostic {
    Diagnostic("the file is UTF-16, not UTF-8", at: start(file), hint: "save it as UTF-8")
  }

  static func emptyDocument(_ file: String) -> Diagnostic {
    Diagnostic("the file is empty", at: start(file))
  }

  static func tooManyDirectives(_ file: String) -> Diagnostic {
    Diagnostic("more than 100 lines begin with '%'", at: start(file), hint: "indent them")
  }

  static func secondDocument(_ location: SourceLocation) -> Diagnostic {
    Diagnostic(
      "a second document begins here", at: location,
      hint: "a file holds one document: remove '---', or make it two files")
  }

  static func duplicateKey(
    _ key: String, at location: SourceLocation, first: SourceLocation
  ) -> Diagnostic {
    Diagnostic(
      "the key '\(key)' is repeated", at: location,
      hint: "it is already at line \(first.line), column \(first.column)")
  }

  static func mergeKey(_ location: SourceLocation) -> Diagnostic {
    Diagnostic(
      "merge keys ('<<') are not supported", at: location,
      hint: "write the keys out, or use an alias as a whole value ('memory: *name')")
  }

  static func keyIsNotText(_ text: String, _ location: SourceLocation) -> Diagnostic {
    Diagnostic(
      "a key must be a text", at: location,
      hint: text.isEmpty ? "write the key before ':'" : "put it in quotes: \"\(text)\"")
  }

  static func keyIsNotScalar(_ location: SourceLocation) -> Diagnostic {
    Diagnostic(
      "a key must be a text, not a list, a mapping or an alias", at: location,
      hint: "put quotes around a text that begins with '[', '{' or '*'")
  }

  static func notFinite(_ text: String, _ location: SourceLocation) -> Diagnostic {
    Diagnostic(
      "'\(text)' is not a usable number", at: location, hint: "put it in quotes if it is a text")
  }

  static func outOfRange(_ text: String, _ location: SourceLocation) -> Diagnostic {
    Diagnostic(
      "the number is out of range", at: location, hint: "put it in quotes if it is a text")
  }

  static func unknownAlias(
    _ name: String, _ location: SourceLocation, known: [String]
  ) -> Diagnostic {
    let meant = nearest(name, among: known).map { "did you mean '*\($0)'?" }
    return Diagnostic(
      "there is no anchor '&\(name)' before this alias", at: location,
      hint: meant ?? "put quotes around a text that begins with '*'")
  }

  static func aliasInsideItself(_ name: String, _ location: SourceLocation) -> Diagnostic {
    Diagnostic("the alias '*\(name)' stands inside its own anchor", at: location)
  }

  static func unknownTag(
    _ tag: String, _ location: SourceLocation, known: [String]
  ) -> Diagnostic {
    let meant = nearest(tag, among: known).map { "did you mean '\($0)'?" }
    return Diagnostic(
      "the tag '\(tag)' is not known", at: location,
      hint: meant ?? "put quotes around a text that begins with '!'")
  }

  static func tooManyAliases(_ limit: Int, _ location: SourceLocation) -> Diagnostic {
    Diagnostic("more than \(limit) aliases are used", at: location)
  }

  static func tooManyValues(_ limit: Int, _ location: SourceLocation) -> Diagnostic {
    Diagnostic("the file holds more than \(limit) values, aliases included", at: location)
  }

  static func tooDeep(_ limit: Int, _ location: SourceLocation) -> Diagnostic {
    Diagnostic("lists and mappings nest deeper than \(limit) levels", at: location)
  }

  static func tooManyMistakes(_ file: String) -> Diagnostic {
    Diagnostic("there are more mistakes in \(file) than can be shown")
  }
}
