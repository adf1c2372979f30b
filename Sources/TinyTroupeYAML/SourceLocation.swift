/// A place in a file that a person wrote; lines and columns count from 1, columns in characters.
public struct SourceLocation: Sendable, Hashable {
  /// The file as the user named it.
  public let file: String
  /// The line.
  public let line: Int
  /// The character within the line (a Unicode scalar, as editors count).
  public let column: Int

  /// Makes a place.
  public init(file: String, line: Int, column: Int) {
    self.file = file
    self.line = line
    self.column = column
  }
}

// MARK: - CustomStringConvertible

extension SourceLocation: CustomStringConvertible {
  /// The place as editors and compilers write it: `file:line:column`.
  public var description: String { "\(file):\(line):\(column)" }
}
