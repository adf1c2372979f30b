import TinyTroupeJSON
import TinyTroupePopulation
import TinyTroupeYAML

extension StudyBuilder {
  /// Reads `generate`.
  mutating func generation(
    _ node: YAMLNode, in agent: YAMLNode, at path: String, _ template: AgentPlan,
    _ people: inout StudyPeople
  ) -> GenerationPlan? {
    guard node.members != nil else { return nil }
    for key in ["persona", "population", "as", "fragments"] {
      if let other = agent[key] { findings.add(.notWithGenerate(key, other.location)) }
    }
    let factory = component(node, kind: "factory", at: path, keys: StudySchema.generationKeys)
    let demography = demography(node)
    let count = node["count"]?.scalar?.integer ?? 0
    let names = names(node["names"], count: count, &people)
    guard let factory, count > 0 else { return nil }
    var plan = GenerationPlan(
      position: people.agents.count, factory: factory, count: count, template: template)
    plan.context = node["context"]?.string
    plan.particulars = node["particulars"]?.string
    plan.demography = demography
    plan.names = names
    plan.overrides = agent["with"]?.json.object ?? [:]
    plan.seed = node["seed"]?.scalar?.integer.map { UInt64(clamping: $0) }
    plan.attempts = node["attempts"]?.scalar?.integer ?? plan.attempts
    return plan
  }

  // MARK: Demography

  private mutating func demography(_ node: YAMLNode) -> Demography? {
    let margins = node["demography"].flatMap { read($0) }
    let microdata = node["microdata"].flatMap { readMicrodata($0) }
    let whole: Demography?
    if let margins, let microdata {
      whole = collected { () throws(DiagnosticList) in try margins.with(microdata: microdata) }
    } else {
      whole = margins ?? microdata
    }
    guard let whole else { return nil }
    if whole.attributes.contains(where: { $0.name == "name" }) {
      findings.add(.nameIsNoAttribute(whole.location ?? node.location))
    }
    return whole
  }

  private mutating func read(_ node: YAMLNode) -> Demography? {
    guard let name = node.string else {
      guard node.members != nil else { return nil }
      return collected { () throws(DiagnosticList) in try Demography(node) }
    }
    guard let text = file(name, at: node.location) else { return nil }
    return collected { () throws(DiagnosticList) in
      try name.lowercased().hasSuffix(".csv")
        ? Demography(csv: text) : Demography(SourceFile.parse(text))
    }
  }

  /// A table of people: its file, or the file with the columns that are read.
  private mutating func readMicrodata(_ node: YAMLNode) -> Demography? {
    let place = node["file"] ?? node
    guard let name = place.string, let text = file(name, at: place.location) else { return nil }
    let columns = node["columns"]?.members?.compactMap { member in
      member.node.string.map {
        ColumnChoice(attribute: member.key, column: $0, at: member.node.location)
      }
    }
    let weight = node["weight"]?.string.map {
      ColumnChoice(attribute: "weight", column: $0, at: node["weight"]?.location)
    }
    return collected { () throws(DiagnosticList) in
      let table = try PlacedTable(text)
      guard let weight else { return try Demography(microdata: table, columns: columns) }
      return try Demography(microdata: table, columns: columns, weight: weight)
    }
  }

  private mutating func file(_ name: String, at location: SourceLocation) -> SourceText? {
    if FilePath.isRemote(name) {
      findings.add(.remoteFile(name, location))
      return nil
    }
    let path = source.path(of: name, at: location)
    do throws(SourceFile.Unreadable) {
      let text = try source.archive.read(path)
      findings.add(text)
      return text
    } catch {
      findings.add(.cannotRead(path, error.reason, at: location))
      return nil
    }
  }

  private mutating func collected<Value>(
    _ body: () throws(DiagnosticList) -> Value
  ) -> Value? {
    do throws(DiagnosticList) {
      return try body()
    } catch {
      findings.add(error.diagnostics)
      return nil
    }
  }

  /// Draws the people once, so that quotas which cannot be filled are found before anything is run.
  mutating func checkQuotas(_ plan: SimulationPlan, _ root: YAMLNode) {
    for (number, generation) in plan.generations.enumerated() {
      _ = collected { () throws(DiagnosticList) in
        try Casting(generation, number: number, seed: plan.seed)
      }
    }
  }

  // MARK: Names

  /// The names to be given out, each with its place, so that one that is taken is found here.
  private mutating func names(
    _ node: YAMLNode?, count: Int, _ people: inout StudyPeople
  ) -> [String] {
    guard let node else { return [] }
    var found: [(name: String, place: SourceLocation)] = []
    if let list = node.elements {
      found = list.compactMap { entry in entry.string.map { ($0, entry.location) } }
    } else if let name = node.string, let text = file(name, at: node.location) {
      found = Self.lines(text)
    } else {
      return []
    }
    for entry in found {
      if let first = people.places[entry.name] {
        findings.add(.nameIsTaken(entry.name, entry.place, first: first))
      }
      people.places[entry.name] = entry.place
    }
    if found.count < count { findings.add(.tooFewNames(found.count, count, node.location)) }
    // A mistake must not end the draw that looks for others.
    let missing = (found.count..<max(found.count, count)).map { "Person \($0 + 1)" }
    return found.map(\.name) + missing
  }

  private static func lines(_ text: SourceText) -> [(name: String, place: SourceLocation)] {
    let lines = String(decoding: text.bytes, as: UTF8.self)
      .split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    return lines.enumerated().compactMap { number, line in
      let words = line.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      guard !words.isEmpty else { return nil }
      return (words, SourceLocation(file: text.file, line: number + 1, column: 1))
    }
  }
}

extension Diagnostic {
  fileprivate static func notWithGenerate(_ key: String, _ location: SourceLocation) -> Diagnostic {
    Diagnostic(
      "'\(key)' and 'generate' exclude each other", at: location,
      hint: key == "as"
        ? "give names out with 'names', below 'generate'" : "make two entries of it")
  }

  fileprivate static func nameIsNoAttribute(_ location: SourceLocation) -> Diagnostic {
    Diagnostic(
      "a name is no attribute of a demography", at: location,
      hint: "give names out with 'names', below 'generate'")
  }

  fileprivate static func tooFewNames(
    _ names: Int, _ people: Int, _ location: SourceLocation
  ) -> Diagnostic {
    Diagnostic(
      "there are \(names) names for \(people) people", at: location,
      hint: "add \(people - names), or leave 'names' out, and the factory finds them")
  }
}
