import TinyTroupeJSON
import TinyTroupeYAML

extension StudyBuilder {
  /// Reads `endpoints`: for each server of a model the keys of the backend in which it differs.
  mutating func endpoints(_ node: YAMLNode?, of model: ComponentPlan, at path: String) -> [JSON] {
    guard let node, let elements = node.elements else { return [] }
    if elements.isEmpty { findings.add(.noEndpoints(node.location)) }
    let schema = partialSchema(of: model)
    return elements.enumerated().compactMap { number, element in
      guard element.members != nil else { return nil }
      if let schema { findings.add(schema.check(element, at: "\(path).\(number)")) }
      return element.json
    }
  }

  /// What the backend says about its keys, none of which an endpoint must have.
  private func partialSchema(of model: ComponentPlan) -> TinyTroupeYAML.Schema? {
    let entry = catalog.components(ofKind: model.kind).first {
      $0.plugin == model.plugin && $0.name == model.name
    }
    var json = (entry?.schema ?? ["type": "object", "properties": [:]]).object ?? [:]
    json["required"] = nil
    // A schema that cannot be read has been told of already.
    return try? TinyTroupeYAML.Schema(.object(json))
  }

  /// Reads `deadline`: seconds, or a number with its unit.
  mutating func deadline(_ node: YAMLNode?) -> Duration {
    guard let node else { return ModelPlan.standardDeadline }
    if let seconds = node.scalar?.double, (1...86_400).contains(seconds) {
      return .milliseconds(Int(seconds * 1000))
    }
    guard let text = node.string else { return ModelPlan.standardDeadline }
    if case .nanoseconds(let length)? = SimulatedClock.Step(text),
      length <= 86_400 * 1_000_000_000
    {
      return .nanoseconds(length)
    }
    findings.add(.badDeadline(text, node.location))
    return ModelPlan.standardDeadline
  }
}
