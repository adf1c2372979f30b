import Glibc

/// What the program writes to: how wide it is, and whether colours are welcome.
struct Terminal: Sendable {
  /// Columns for text.
  let width: Int
  /// True where escape sequences are understood and wanted.
  let hasColour: Bool
  /// True when a person is looking.
  let isInteractive: Bool

  /// Looks at a file descriptor and the environment (`NO_COLOR`, `TERM`, `COLUMNS`).
  init(descriptor: Int32, environment: [String: String]) {
    isInteractive = isatty(descriptor) == 1
    var size = winsize()
    // SAFETY: the system writes into the local struct and nowhere else.
    let isKnown = unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
    let columns = environment["COLUMNS"].flatMap { Int($0) }
    width = min(max(isKnown ? Int(size.ws_col) : columns ?? 80, 40), 120)
    let refusesColour = environment["NO_COLOR"].map { !$0.isEmpty } ?? false
    hasColour = isInteractive && !refusesColour && environment["TERM"] != "dumb"
  }

  init(width: Int, hasColour: Bool, isInteractive: Bool = false) {
    self.width = width
    self.hasColour = hasColour
    self.isInteractive = isInteractive
  }

  /// The ways in which text is set apart.
  enum Style: Sendable {
    case bold
    case dim
    case italic
    case heading
    case warning
    /// One of six colours, so that people are told apart.
    case person(Int)

    fileprivate var code: String {
      switch self {
      case .bold: "1"
      case .dim: "2"
      case .italic: "2;3"
      case .heading: "1;36"
      case .warning: "33"
      case .person(let index): "1;3\([2, 3, 4, 5, 6, 1][index % 6])"
      }
    }
  }

  /// The text in a style, or as it is where there is no colour.
  func styled(_ text: String, _ style: Style) -> String {
    hasColour ? "\u{1B}[\(style.code)m\(text)\u{1B}[0m" : text
  }
}

/// Text from models, personas and plugins, made harmless for a terminal: no control characters but line feeds.
func printable(_ text: String) -> String {
  guard text.unicodeScalars.contains(where: { isControl($0) }) else { return text }
  var safe = String.UnicodeScalarView()
  for scalar in text.unicodeScalars {
    safe.append(isControl(scalar) ? (scalar == "\t" ? " " : "\u{FFFD}") : scalar)
  }
  return String(safe)
}

private func isControl(_ scalar: Unicode.Scalar) -> Bool {
  scalar != "\n" && (scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value))
}
