import TinyTroupeJSON
import TinyTroupeYAML

extension StudyBuilder {
  /// Reads `extract`.
  mutating func readExtracts(_ root: YAMLNode) -> [ExtractPlan] {
    let nodes = root["extract"]?.elements ?? []
    return nodes.enumerated().compactMap { index, node in
      guard node.members != nil else { return nil }
      let component = component(
        node, kind: "extractor", at: "extract.\(index)", keys: StudySchema.extractionKeys)
      let fields = fields(node["fields"])
      let file = table(node["to"])
      checkColumns(node["columns"])
      guard let component, let objective = node["objective"]?.string else { return nil }
      return ExtractPlan(
        component: component, objective: objective, situation: node["situation"]?.string,
        fields: .object(fields), columns: (node["columns"]?.elements ?? []).compactMap(\.string),
        fromWorld: node["from"]?.string == "world", to: file)
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
    if type == "enum", values?.isEmpty ?? true {
      findings.add(.enumNeedsValues(member.key, node.location))
    }
    for key in ["values", "min", "max"] {
      guard let part = node[key] else { continue }
      let fits = key == "values" ? type == "enum" : type == "integer" || type == "number"
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
    } else if let first = tables[name] {
      findings.add(.fileTwice(name, node.location, first))
    }
    tables[name] = node.location
    return name
  }
}
