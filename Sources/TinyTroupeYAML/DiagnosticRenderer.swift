/// Writes diagnostics for people: place and message, the line with a caret, the next step.
public struct DiagnosticRenderer: Sendable {
  /// True to use terminal colours.
  public var colour: Bool
  /// How many characters of a source line are shown at most; a window around the caret of longer ones.
  public var width: Int

  /// Makes a renderer, without colour and 100 characters wide unless said otherwise.
  public init(colour: Bool = false, width: Int = 100) {
    self.colour = colour
    self.width = max(20, width)
  }

  /// Writes all diagnostics, in their order, with lines quoted from the sources that are given.
  public func render(_ diagnostics: [Diagnostic], sources: [SourceText]) -> String {
    let secrets = Set(diagnostics.filter(\.isConfidential).compactMap(\.location).map(\.lineOnly))
    return diagnostics.map { render($0, sources, secrets) }.joined(separator: "\n")
  }

  private func render(
    _ diagnostic: Diagnostic, _ sources: [SourceText], _ secrets: Set<SourceLocation>
  ) -> String {
    var text = heading(diagnostic) + "\n"
    if let location = diagnostic.location, !secrets.contains(location.lineOnly),
      let source = sources.first(where: { $0.file == location.file }),
      let line = source.line(location.line), !line.allSatisfy(\.isWhitespace)
    {
      text += snippet(line, column: location.column)
    }
    if let hint = diagnostic.hint { text += "  \(paint("hint:", .cyan)) \(printable(hint))\n" }
    return text
  }

  private func heading(_ diagnostic: Diagnostic) -> String {
    let place = diagnostic.location.map { paint("\(printable($0.description)):", .bold) + " " }
    let label = paint(
      "\(diagnostic.severity):", diagnostic.severity == .error ? .red : .yellow)
    return (place ?? "") + label + " " + paint(printable(diagnostic.message), .bold)
  }

  private func snippet(_ line: String, column: Int) -> String {
    let characters = Array(printable(line).unicodeScalars)
    let caret = min(max(0, column - 1), characters.count)
    let start =
      characters.count <= width ? 0 : max(0, min(caret - width / 2, characters.count - width))
    let end = min(characters.count, start + width)
    let before = start > 0 ? "…" : ""
    let after = end < characters.count ? "…" : ""
    let padding = characters[start..<caret].map { String(repeating: " ", count: columns($0)) }
    return "  \(before)\(text(characters[start..<end]))\(after)\n"
      + "  \(before.isEmpty ? "" : " ")\(padding.joined())\(paint("^", .green))\n"
  }

  private func text(_ characters: ArraySlice<Unicode.Scalar>) -> String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: characters)
    return String(text)
  }

  /// How many columns of a terminal a character takes.
  private func columns(_ character: Unicode.Scalar) -> Int {
    switch character.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: break
    }
    switch character.value {
    case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
      0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1F9FF,
      0x20000...0x3FFFD:
      return 2
    default: return 1
    }
  }

  /// The text with tabs as one space and other control characters visible, so that no file drives the terminal.
  private func printable(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control: result.append(scalar == "\t" ? " " : "\u{FFFD}")
      default: result.append(scalar)
      }
    }
    return String(result)
  }

  private enum Paint: String {
    case bold = "1"
    case red = "1;31"
    case green = "1;32"
    case yellow = "1;33"
    case cyan = "36"
  }

  private func paint(_ text: String, _ paint: Paint) -> String {
    colour ? "\u{1B}[\(paint.rawValue)m\(text)\u{1B}[0m" : text
  }
}

extension SourceLocation {
  fileprivate var lineOnly: SourceLocation { SourceLocation(file: file, line: line, column: 1) }
}
