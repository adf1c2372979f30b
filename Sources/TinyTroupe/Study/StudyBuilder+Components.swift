import TinyTroupeJSON
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
      findings.add(schema.check(YAMLNode(.mapping(members), at: place), at: path))
    }
    let own = members.filter { $0.key != "use" && keys[$0.key] == nil }
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
    if name == "auto", kind == "llm" {
      findings.add(.autoNotAvailable(use.location))
      return nil
    }
    let found = known.filter { $0.name == name || "\($0.plugin)/\($0.name)" == name }
    if found.count > 1 {
      findings.add(.ambiguousComponent(kind, name, found.map(\.plugin), use.location))
    } else if found.isEmpty {
      findings.add(.unknownComponent(kind, name, known: known, use.location))
    }
    return found.first
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
    if let own = json["properties"]?.object {
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
