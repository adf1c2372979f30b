import TinyTroupeJSON
import TinyTroupeYAML

extension StudyBuilder {
  /// Reads `report`.
  ///
  /// - Parameters:
  ///   - name: The study's name.
  ///   - known: The files that there are before: tables.
  mutating func readReports(
    _ root: YAMLNode, name: String, after known: [String], _ people: StudyPeople
  ) -> [ReportPlan] {
    var known = known
    return (root["report"]?.elements ?? []).enumerated().compactMap { index, node in
      guard node.members != nil else { return nil }
      let component = component(
        node, kind: "reporter", at: "report.\(index)", keys: StudySchema.reportKeys)
      let of = made(node["of"], known)
      let to = file(node["to"]) ?? "report-\(index + 1).md"
      known.append(to)
      guard let component else { return nil }
      return ReportPlan(
        component: component, title: node["title"]?.string ?? name,
        task: node["task"]?.string ?? "", of: of,
        people: node["people"].flatMap { receivers($0, people) }, to: to)
    }
  }

  /// Reads `export`: for each file of each entry a plan of its own.
  mutating func readExports(_ root: YAMLNode, after known: [String]) -> [ExportPlan] {
    (root["export"]?.elements ?? []).enumerated().flatMap { index, node -> [ExportPlan] in
      guard node.members != nil else { return [] }
      let component = component(
        node, kind: "exporter", at: "export.\(index)", keys: StudySchema.exportKeys)
      guard let component else { return [] }
      if known.isEmpty { findings.add(.nothingToExport(node.location)) }
      let chosen = made(node["of"], known)
      let of = node["of"] == nil ? known : chosen
      if let to = node["to"], of.count > 1 {
        findings.add(.oneFileForMany(of.count, to.location))
      }
      let to = file(node["to"])
      return of.compactMap { name in
        let file = to ?? FilePath.withoutEnding(name) + "." + component.name
        // What is CSV already needs no export to CSV.
        if file == name, node["of"] == nil { return nil }
        if to == nil { claim(file, at: (node["of"] ?? node).location) }
        return ExportPlan(component: component, of: name, to: file)
      }
    }
  }

  /// Names of files that the study makes before.
  private mutating func made(_ node: YAMLNode?, _ known: [String]) -> [String] {
    let names = node.map { $0.elements ?? [$0] } ?? []
    return names.compactMap { name in
      guard let file = name.string else { return nil }
      if known.contains(file) { return file }
      findings.add(.unknownResult(file, known: known, name.location))
      return nil
    }
  }

  /// A file below `results/` that nothing else is written to.
  private mutating func file(_ node: YAMLNode?) -> String? {
    guard let node, let name = node.string else { return nil }
    if name.isEmpty || FilePath.leavesFolder(name) || name.hasSuffix("/") {
      findings.add(.leavesResults(name, node.location))
    }
    claim(name, at: node.location)
    return name
  }
}
