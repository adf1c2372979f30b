/// One mistake in something that a person wrote: what is wrong, where, and the next step.
public struct Diagnostic: Error, Sendable, Equatable {
  /// How bad it is.
  public enum Severity: String, Sendable {
    /// The file cannot be used.
    case error
    /// The file can be used, though probably not as meant.
    case warning
    /// Nothing is wrong; something was decided that its reader should know.
    case note
  }

  /// How bad it is.
  public let severity: Severity
  /// What is wrong, without place and full stop.
  public let message: String
  /// Where; nil when the mistake has no place in a file.
  public let location: SourceLocation?
  /// The next step for the user, if there is an obvious one.
  public let hint: String?
  /// True when the line itself holds a secret and must not be shown.
  public let isConfidential: Bool

  /// Makes a diagnostic, an error unless said otherwise.
  public init(
    _ message: String, at location: SourceLocation? = nil, hint: String? = nil,
    severity: Severity = .error, isConfidential: Bool = false
  ) {
    self.severity = severity
    self.message = Self.clipped(message)
    self.location = location
    self.hint = hint.map(Self.clipped)
    self.isConfidential = isConfidential
  }

  /// Bounds what a message can quote of a hostile file.
  private static func clipped(_ text: String) -> String {
    text.count > 500 ? text.prefix(500) + "…" : text
  }
}

// MARK: - CustomStringConvertible

extension Diagnostic: CustomStringConvertible {
  /// The diagnostic on one line, the hint behind it.
  public var description: String {
    let place = location.map { "\($0): " } ?? ""
    let next = hint.map { " (\($0))" } ?? ""
    return "\(place)\(severity): \(message)\(next)"
  }
}

/// Everything that is wrong with a file; never empty.
public struct DiagnosticList: Error, Sendable, Equatable {
  /// The mistakes, in the order of their places where they were found in one pass.
  public let diagnostics: [Diagnostic]

  /// Makes a list.
  public init(_ diagnostics: [Diagnostic]) {
    self.diagnostics = diagnostics
  }
}

// MARK: - CustomStringConvertible

extension DiagnosticList: CustomStringConvertible {
  /// One line for each mistake.
  public var description: String {
    diagnostics.map(\.description).joined(separator: "\n")
  }
}
