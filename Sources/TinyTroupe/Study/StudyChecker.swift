/// Checks studies, and makes simulation plans of those that are right.
public struct StudyChecker: Sendable {
  private let catalog: any ComponentCatalog
  private let prices: PriceTable

  /// Makes a checker that knows the components of a catalogue and what models cost.
  public init(catalog: any ComponentCatalog, prices: PriceTable = .standard) {
    self.catalog = catalog
    self.prices = prices
  }

  /// Finds everything that is wrong with a study at once.
  ///
  /// It reads the persona and fragment files that the study names, so it is not for the cooperative pool.
  public func check(_ source: StudySource) -> StudyReport {
    var builder = StudyBuilder(source, catalog: catalog, prices: prices)
    let plan = builder.plan()
    return StudyReport(
      plan: builder.findings.hasErrors ? nil : plan, diagnostics: builder.findings.sorted,
      sources: builder.findings.sources)
  }
}
