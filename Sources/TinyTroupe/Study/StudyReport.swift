public import TinyTroupeYAML

/// What a check of a study found.
public struct StudyReport: Sendable {
  /// The simulation that the study describes; nil when there is an error.
  public let plan: SimulationPlan?
  /// Everything that is wrong, in the order of files and lines.
  public let diagnostics: [Diagnostic]
  /// All texts that diagnostics may quote.
  public let sources: [SourceText]

  /// The files that were read, as a run keeps them.
  package var inputs: [RunInput] {
    sources.filter { $0.file != StudySource.settingsFile }
      .map { RunInput(path: $0.file, bytes: $0.bytes) }
  }

  /// The diagnostics as people read them.
  public func rendered(by renderer: DiagnosticRenderer = DiagnosticRenderer()) -> String {
    renderer.render(diagnostics, sources: sources)
  }
}

/// Collects what is wrong with a study while it is being checked.
struct StudyFindings {
  private(set) var sources: [SourceText]
  private var diagnostics: [Diagnostic]

  init(_ source: StudySource) {
    sources = source.sources
    diagnostics = source.diagnostics
  }

  mutating func add(_ diagnostic: Diagnostic) {
    // One persona file may be used by many agents; its mistakes are told once.
    if !diagnostics.contains(diagnostic) { diagnostics.append(diagnostic) }
  }

  mutating func add(_ diagnostics: [Diagnostic]) {
    for diagnostic in diagnostics { add(diagnostic) }
  }

  mutating func add(_ source: SourceText) {
    if !sources.contains(where: { $0.file == source.file }) { sources.append(source) }
  }

  var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }

  /// The diagnostics by file, line and column; those without a place come last.
  ///
  /// Of a value that may not stand here because it is secret nothing more is told: a message could quote it.
  var sorted: [Diagnostic] {
    let secrets = Set(diagnostics.filter(\.isConfidential).map(\.location))
    let told = diagnostics.filter { $0.isConfidential || !secrets.contains($0.location) }
    let files = Dictionary(
      sources.enumerated().map { ($0.element.file, $0.offset) }, uniquingKeysWith: min)
    func key(_ diagnostic: Diagnostic) -> [Int] {
      guard let place = diagnostic.location else { return [.max] }
      return [files[place.file] ?? files.count, place.line, place.column]
    }
    return told.enumerated().sorted {
      let (left, right) = (key($0.element), key($1.element))
      return left == right ? $0.offset < $1.offset : left.lexicographicallyPrecedes(right)
    }.map(\.element)
  }
}
