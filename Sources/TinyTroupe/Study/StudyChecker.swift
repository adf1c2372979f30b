/// Checks studies, and makes simulation plans of those that are right.
public struct StudyChecker: Sendable {
  private let catalog: any ComponentCatalog

  /// Makes a checker that knows the components of a catalogue.
  public init(catalog: any ComponentCatalog) {
    self.catalog = catalog
  }

  /// Finds everything that is wrong with a study at once.
  ///
  /// It reads the persona and fragment files that the study names, so it is not for the cooperative pool.
  public func check(_ source: StudySource) -> StudyReport {
    var builder = StudyBuilder(source, catalog: catalog)
    let plan = builder.plan()
    return StudyReport(
      plan: builder.findings.hasErrors ? nil : plan, diagnostics: builder.findings.sorted,
      sources: builder.findings.sources)
  }
}
