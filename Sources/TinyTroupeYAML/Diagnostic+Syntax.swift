// libyaml's findings in words that help someone who has never read the YAML specification.

extension Diagnostic {
  static func unreadable(
    _ problem: ParserProblem, lines: LineIndex, source: SourceText
  ) -> Diagnostic {
    if problem.isUnreadable { return badBytes(problem, lines: lines, source: source) }
    let location = lines.location(character: problem.position)
    if source.character(at: problem.position) == "\t" {
      return Diagnostic(
        "a tab is used for indentation", at: location, hint: "indent with spaces")
    }
    let (message, hint) = translation(problem.text)
    let context = lines.location(character: problem.contextPosition)
    return Diagnostic(
      message, at: location, hint: hint ?? contextHint(problem, context, location))
  }

  private static func badBytes(
    _ problem: ParserProblem, lines: LineIndex, source: SourceText
  ) -> Diagnostic {
    var offset = problem.byte
    if problem.text.contains("trailing") { offset = source.characterStart(before: offset) }
    let location = lines.location(byte: offset, in: source.bytes)
    guard problem.text.hasPrefix("control") else {
      return Diagnostic("this is not valid UTF-8", at: location, hint: "save the file as UTF-8")
    }
    let byte = source.bytes.indices.contains(problem.byte) ? source.bytes[problem.byte] : 0
    if byte == 0 {
      return Diagnostic(
        "there is a NUL byte here", at: location, hint: "save the file as UTF-8 text")
    }
    return Diagnostic(
      "there is a control character here", at: location,
      hint: #"remove it, or write it as an escape ("\x1B") in double quotes"#)
  }

  private static func translation(_ problem: String) -> (String, hint: String?) {
    switch problem {
    case "mapping values are not allowed in this context":
      ("a ':' is not allowed here", "put the text in quotes if ':' is part of it")
    case "found character that cannot start any token":
      ("a text may not begin with this character", "put the text in quotes")
    case "found unexpected end of stream":
      ("the file ends inside a quoted text", nil)
    case "could not find expected ':'":
      ("there is no ':' after the key", "write 'key: value', with a space after ':'")
    case "did not find expected ',' or ']'": ("a ',' or ']' is missing here", nil)
    case "did not find expected ',' or '}'": ("a ',' or '}' is missing here", nil)
    case "did not find expected key":
      ("this is no key of the mapping around it", "check the indentation, and the quotes")
    case "did not find expected '-' indicator":
      ("this is no element of the list around it", "check the indentation")
    case "block sequence entries are not allowed in this context":
      ("a list may not begin here", "begin it on its own line, indented")
    case "found unknown escape character":
      ("this escape is not known", #"write '\\' for one backslash, or use single quotes"#)
    case "did not find expected node content": ("a key or value is missing here", nil)
    case "did not find expected <document start>":
      ("this does not belong to what stands before it", "check the indentation")
    case "did not find expected alphabetic or numeric character":
      ("this is no name of an alias or anchor", "put quotes around a text with '*' or '&'")
    default: (problem, nil)
    }
  }

  /// Where the thing begins that was being read: often the mistake is there.
  private static func contextHint(
    _ problem: ParserProblem, _ context: SourceLocation, _ location: SourceLocation
  ) -> String? {
    guard let text = problem.context, context != location else { return nil }
    let names = [("quoted", "quoted text"), ("sequence", "list"), ("mapping", "mapping")]
    guard let (_, name) = names.first(where: { text.contains($0.0) }) else { return nil }
    return "the \(name) begins at line \(context.line), column \(context.column)"
  }
}

extension SourceText {
  /// Where the character begins that the byte before this offset belongs to.
  fileprivate func characterStart(before offset: Int) -> Int {
    bytes.prefix(offset).lastIndex(where: LineIndex.isCharacterStart) ?? 0
  }

  /// The ASCII character with this number, counted from 0; nil when it is another or past the end.
  fileprivate func character(at position: Int) -> Unicode.Scalar? {
    var seen = -1
    for byte in bytes where LineIndex.isCharacterStart(byte) {
      seen += 1
      if seen == position { return byte < 0x80 ? Unicode.Scalar(byte) : nil }
    }
    return nil
  }
}
