import TinyTroupeJSON
import TinyTroupeKernel
import TinyTroupeYAML

extension StudyBuilder {
  /// Finds the component that a node names, or the kind's default, and checks its configuration.
  ///
  /// - Parameters:
  ///   - node: A name, a mapping with `use`, or nil where the study says nothing.
  ///   - kind: The component's kind.
  ///   - path: Where the node stands in the study.
  ///   - keys: The engine's own keys beside `use`, which are not the component's.
  mutating func component(
    _ node: YAMLNode?, kind: String, at path: String, keys: JSONObject = [:]
  ) -> ComponentPlan? {
    guard let entry = entry(node, kind: kind) else { return nil }
    let place = node?.location ?? source.root?.location
    let members = node?.members ?? []
    if let place, let schema = schema(of: entry, kind: kind, keys: keys, at: place) {
      let known = own(members, of: entry, isAutomatic: node?["use"]?.string == Self.auto, keys)
      findings.add(schema.check(YAMLNode(.mapping(known), at: place), at: path))
    }
    let own = own(members, of: entry, isAutomatic: node?["use"]?.string == Self.auto)
      .filter { $0.key != "use" && keys[$0.key] == nil }
    return ComponentPlan(
      kind: kind, plugin: entry.plugin, name: entry.name,
      config: .object(JSONObject(own.map { ($0.key, $0.node.json) })))
  }

  private mutating func entry(_ node: YAMLNode?, kind: String) -> ComponentEntry? {
    let known = catalog.components(ofKind: kind)
    guard let node, let use = node["use"] ?? (node.members == nil ? node : nil) else {
      return standard(known, kind: kind, at: node?.location)
    }
    guard let name = use.string else { return nil }
    if name == Self.auto, kind == "llm" { return automatic(known, node, at: use.location) }
    let found = known.filter { $0.name == name || "\($0.plugin)/\($0.name)" == name }
    if found.count > 1 {
      findings.add(.ambiguousComponent(kind, name, found.map(\.plugin), use.location))
    } else if found.isEmpty {
      findings.add(.unknownComponent(kind, name, known: known, use.location))
    }
    return found.first
  }

  // MARK: use: auto

  private static let auto = "auto"

  /// The backend that is preferred among those that can be used here, with a word on the choice.
  ///
  /// One that costs money is taken only under a budget.
  private mutating func automatic(
    _ known: [ComponentEntry], _ node: YAMLNode, at location: SourceLocation
  ) -> ComponentEntry? {
    let usable = known.filter { entry in
      entry.auto.map { auto in auto.environment.map(source.variables.contains) ?? true } ?? false
    }
    guard let choice = usable.max(by: { ($0.auto?.rank ?? 0) < ($1.auto?.rank ?? 0) }) else {
      findings.add(.nothingAutomatic(location))
      return nil
    }
    guard choice.isFree || node["budget"]?.members != nil else {
      findings.add(.automaticNeedsBudget(choice.name, location))
      return nil
    }
    findings.add(.automatic(choice.name, choice.auto?.environment, location))
    return choice
  }

  /// The keys of a node; of one whose component was chosen automatically, those that this component knows.
  private func own(
    _ members: [YAMLMember], of entry: ComponentEntry, isAutomatic: Bool, _ keys: JSONObject = [:]
  ) -> [YAMLMember] {
    guard isAutomatic else { return members }
    let known = entry.schema?["properties"]?.object ?? [:]
    return members.filter { $0.key == "use" || known[$0.key] != nil || keys[$0.key] != nil }
  }

  private mutating func standard(
    _ known: [ComponentEntry], kind: String, at location: SourceLocation?
  ) -> ComponentEntry? {
    let defaults = known.filter(\.isDefault)
    if defaults.count != 1 {
      findings.add(.noStandardComponent(kind, defaults.map(\.plugin), at: location))
    }
    return defaults.first
  }

  /// The component's schema, with `use` and the engine's keys added so that hints know them too.
  private mutating func schema(
    of entry: ComponentEntry, kind: String, keys: JSONObject, at location: SourceLocation
  ) -> TinyTroupeYAML.Schema? {
    let id = "\(kind) \(entry.plugin)/\(entry.name)"
    if let known = schemas[id] { return known }
    var json = (entry.schema ?? ["type": "object", "properties": [:]]).object ?? [:]
    // A schema that lists nothing takes all, unless it says that it takes nothing.
    let isClosed = json["additionalProperties"] == false
    if let own = json["properties"]?.object ?? (isClosed ? [:] : nil) {
      let added = StudySchema.merged(["use": ["type": "string"]], keys.anyValue, own)
      json["properties"] = .object(added)
    }
    do throws(DiagnosticList) {
      let schema = try TinyTroupeYAML.Schema(.object(json))
      schemas[id] = schema
      return schema
    } catch {
      findings.add(.unreadableSchema(entry, error.diagnostics[0], location))
      return nil
    }
  }
}

extension JSONObject {
  /// The same keys, any values: the study's own schema has checked them already.
  fileprivate var anyValue: JSONObject {
    JSONObject(map { ($0.key, $0.value["x-later"] == true ? $0.value : [:]) })
  }
}
