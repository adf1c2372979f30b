import TinyTroupeJSON
import TinyTroupeYAML

extension StudyBuilder {
  /// The name under which `llm:` is known to agents and purposes.
  static let standardModel = ModelPlan.standardName

  /// Reads `llm` and `llms`.
  mutating func readModels(_ root: YAMLNode) {
    models[Self.standardModel] = model(root["llm"], at: "llm")
    for member in root["llms"]?.members ?? [] {
      if member.key == Self.standardModel {
        findings.add(.reservedModelName(member.keyLocation))
      } else {
        models[member.key] = model(member.node, at: "llms.\(member.key)")
      }
    }
  }

  /// Reads an agent's `llm`: the name of a model under `llms`, or a model of its own.
  mutating func modelName(_ node: YAMLNode?, _ root: YAMLNode, at path: String) -> String? {
    guard let node else { return nil }
    let names = [Self.standardModel] + (root["llms"]?.members ?? []).map(\.key)
    if let name = node.string, names.contains(name) { return name }
    if let name = node.string,
      !catalog.components(ofKind: "llm").contains(where: { $0.name == name }),
      let near = nearest(name, among: names)
    {
      findings.add(.unknownModel(name, near: near, known: names, node.location))
      return nil
    }
    guard let model = model(node, at: path) else { return nil }
    models[path] = model
    return path
  }

  /// Reads `purposes`: which model serves which purpose.
  mutating func readPurposes(_ root: YAMLNode) -> [String: String] {
    let names = [Self.standardModel] + (root["llms"]?.members ?? []).map(\.key)
    var purposes: [String: String] = [:]
    for member in root["purposes"]?.members ?? [] {
      guard let name = member.node.string else { continue }
      if !names.contains(name) {
        let near = nearest(name, among: names)
        findings.add(.unknownModel(name, near: near, known: names, member.node.location))
      }
      purposes[member.key] = name
    }
    return purposes
  }

  private mutating func model(_ node: YAMLNode?, at path: String) -> ModelPlan? {
    // A mapping without `use` is the schema's to complain about: its keys tell nothing without it.
    if node?.members != nil, node?["use"] == nil { return nil }
    guard
      let component = component(node, kind: "llm", at: path, keys: StudySchema.modelKeys)
    else { return nil }
    return ModelPlan(
      component: component, concurrency: node?["concurrency"]?.scalar?.integer ?? 64,
      attempts: node?["attempts"]?.scalar?.integer ?? 4, deadline: deadline(node?["deadline"]),
      retries: node?["retries"]?.scalar?.double ?? 1,
      endpoints: endpoints(node?["endpoints"], of: component, at: "\(path).endpoints"),
      price: price(node?["price"], of: component), budget: budget(node?["budget"]),
      cache: cache(node?["cache"]), rate: rate(node?["rate"]))
  }
}
