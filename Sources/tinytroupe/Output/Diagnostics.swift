import Foundation
import TinyTroupeYAML

/// Shows mistakes with the lines that they stand in.
enum Diagnostics {
  /// All diagnostics, each with its place, the line with a caret, and a hint.
  static func render(_ diagnostics: [Diagnostic]) -> String {
    let files = Set(diagnostics.compactMap(\.location?.file))
    let sources = files.compactMap { file -> SourceText? in
      FileManager.default.contents(atPath: file).map { SourceText(file: file, bytes: Array($0)) }
    }
    let terminal = Terminal(descriptor: 2, environment: Process.environment)
    return DiagnosticRenderer(colour: terminal.hasColour).render(diagnostics, sources: sources)
  }
}
