import TinyTroupeJSON
import TinyTroupeYAML

extension StudyBuilder {
  /// Reads `extract`.
  ///
  /// - Parameter tables: The files of the tables that there are before: those of questions.
  mutating func readExtracts(_ root: YAMLNode, after tables: [String]) -> [ExtractPlan] {
    let nodes = root["extract"]?.elements ?? []
    var known = tables
    return nodes.enumerated().compactMap { index, node in
      guard node.members != nil else { return nil }
      let source = source(node["from"], known)
      let component = component(
        node, kind: "extractor", at: "extract.\(index)", keys: StudySchema.extractionKeys)
      let fields = fields(node["fields"])
      let file = table(node["to"])
      checkColumns(node["columns"])
      known.append(file ?? "extraction-\(index + 1).csv")
      guard let component, let source else { return nil }
      return ExtractPlan(
        component: component, objective: node["objective"]?.string ?? "",
        situation: node["situation"]?.string, fields: .object(fields),
        columns: (node["columns"]?.elements ?? []).compactMap(\.string), source: source, to: file)
    }
  }

  private mutating func source(_ node: YAMLNode?, _ known: [String]) -> ExtractPlan.Source? {
    guard let node, let name = node.string else { return .agents }
    switch name {
    case "agents": return .agents
    case "world": return .world
    case _ where known.contains(name): return .table(name)
    default:
      findings.add(.unknownSource(name, known: ["agents", "world"] + known, node.location))
      return nil
    }
  }

  /// The fields in the contract's form: a bare type becomes `{type: …}`.
  mutating func fields(_ node: YAMLNode?) -> JSONObject {
    if let members = node?.members, members.isEmpty, let place = node?.location {
      findings.add(.noFields(place))
    }
    var fields: JSONObject = [:]
    for member in node?.members ?? [] {
      fields[member.key] = member.node.string.map { ["type": .string($0)] } ?? member.node.json
      checkField(member)
    }
    return fields
  }

  private mutating func checkField(_ member: YAMLMember) {
    let node = member.node
    guard let type = node["type"]?.string else { return }
    let values = node["values"]?.elements
    if ["enum", "ranking"].contains(type), values?.isEmpty ?? true {
      findings.add(.fieldNeedsValues(member.key, type, node.location))
    }
    for key in ["values", "min", "max"] {
      guard let part = node[key] else { continue }
      let fits =
        key == "values"
        ? ["enum", "list", "ranking"].contains(type) : type == "integer" || type == "number"
      if !fits { findings.add(.fieldKeyDoesNotFit(key, type, part.location)) }
    }
    if let low = node["min"]?.scalar?.double, let high = node["max"], let top = high.scalar?.double,
      low > top
    {
      findings.add(.minAboveMax(member.key, high.location))
    }
  }

  mutating func checkColumns(_ node: YAMLNode?) {
    for column in node?.elements ?? [] {
      if let path = column.string, !path.hasPrefix("persona.") || path.hasSuffix(".") {
        findings.add(.badColumn(path, column.location))
      }
    }
  }

  /// The file of a table, which no other one has.
  mutating func table(_ node: YAMLNode?) -> String? {
    guard let node, let name = node.string else { return nil }
    if name.isEmpty || FilePath.leavesFolder(name) || name.hasSuffix("/") {
      findings.add(.leavesResults(name, node.location))
    } else if !name.hasSuffix(".csv") {
      findings.add(.notATable(name, node.location))
    }
    claim(name, at: node.location)
    return name
  }

  /// Keeps a name below `results/` for one file.
  mutating func claim(_ name: String, at location: SourceLocation) {
    if let first = files[name] { findings.add(.fileTwice(name, location, first)) }
    files[name] = location
  }
}
