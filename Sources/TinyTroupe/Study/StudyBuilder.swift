import TinyTroupeJSON
import TinyTroupeYAML

/// Turns a study into a plan, part by part; what is wrong is collected and the rest goes on.
///
/// The schema has the first word on shape, so a part with a wrong shape is skipped here without a word.
struct StudyBuilder {
  let source: StudySource
  let catalog: any ComponentCatalog
  let prices: PriceTable
  var findings: StudyFindings
  /// Schemas of components with the engine's keys added, by kind, plugin and name.
  var schemas: [String: TinyTroupeYAML.Schema] = [:]
  /// Persona and fragment files by path; nil for those that cannot be read.
  var personaFiles: [String: PersonaFile?] = [:]
  /// Where each file of the results is named.
  var files: [String: SourceLocation] = [:]
  /// Model backends by name.
  var models: [String: ModelPlan] = [:]

  init(_ source: StudySource, catalog: any ComponentCatalog, prices: PriceTable) {
    self.source = source
    self.catalog = catalog
    self.prices = prices
    findings = StudyFindings(source)
  }

  mutating func plan() -> SimulationPlan? {
    guard let root = source.root else { return nil }
    findings.add(StudySchema.schema.check(root))
    findings.add(Credentials.misplaced(in: root))
    findings.add(Credentials.exposed(in: root, source.keys))
    guard root.members != nil else { return nil }
    readModels(root)
    let people = readPeople(root)
    let world = readEnvironment(root)
    let timeline = readTimeline(root, clock: world?.clock ?? .standard, people: people)
    let interventions = readInterventions(
      root, times: StepTimes(world?.clock ?? .standard, timeline), people: people)
    let stop = condition(root["stop"], people)
    let name = root["name"]?.string ?? stem
    let extracts = readExtracts(root, after: timeline.tableNames)
    let tables =
      timeline.tableNames + extracts.enumerated().map { $1.tableName(number: $0) }
    let reports = readReports(root, name: name, after: tables, people)
    let exports = readExports(root, after: tables + reports.map(\.to))
    checkPrices(root)
    checkExperiment(root)
    guard let world else { return nil }
    var plan = SimulationPlan(
      name: name,
      seed: UInt64(clamping: root["seed"]?.scalar?.integer ?? 1),
      language: root["language"]?.string, models: models, purposes: readPurposes(root),
      agents: people.agents, environment: world, timeline: timeline, extracts: extracts,
      reports: reports, exports: exports, interventions: interventions, stop: stop,
      onError: errorPolicy(root["on_error"]),
      study: source.written ?? .null)
    plan.generations = people.generations
    checkQuotas(plan, root)
    return plan
  }

  /// The study's file name without its ending.
  private var stem: String {
    let name = FilePath.name(of: source.file)
    return name.split(separator: ".").first.map(String.init) ?? name
  }

  private func errorPolicy(_ node: YAMLNode?) -> ErrorPolicy {
    if let count = node?["retry"]?.scalar?.integer { return .retry(count) }
    return node?.string == "skip" ? .skip : .stop
  }
}
