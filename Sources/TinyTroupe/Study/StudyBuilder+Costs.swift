import TinyTroupeJSON
import TinyTroupeYAML

extension StudyBuilder {
  /// What a model costs: what the study says, what its plugin says, or what the table of prices says.
  func price(_ node: YAMLNode?, of model: ComponentPlan) -> ModelPrice {
    if let node { return Price(node).map { .known($0) } ?? .free }
    let entry = catalog.components(ofKind: model.kind).first {
      $0.plugin == model.plugin && $0.name == model.name
    }
    if entry?.isFree == true { return .free }
    guard let name = model.config["model"]?.string else { return .unknown }
    return prices.price(of: name).map { .known($0) } ?? .unknown
  }

  /// Reads a `cache`: its file, or that with how large it may be.
  func cache(_ node: YAMLNode?) -> CachePlan? {
    guard let node, let path = node["path"]?.string ?? node.string, !path.isEmpty else {
      return nil
    }
    let isFree = path.hasPrefix("~/") || path.hasPrefix("/")
    return CachePlan(
      path: isFree ? path : FilePath.resolve(path, from: source.file),
      maxMegabytes: node["max_mb"]?.scalar?.integer ?? CachePlan.standardMegabytes)
  }

  /// Reads a `rate`: calls in a minute, or calls and tokens.
  func rate(_ node: YAMLNode?) -> RatePlan? {
    guard let node else { return nil }
    if let calls = node.scalar?.integer { return RatePlan(calls: calls) }
    return RatePlan(
      calls: node["calls"]?.scalar?.integer, tokens: node["tokens"]?.scalar?.integer)
  }

  /// Reads a `budget`.
  mutating func budget(_ node: YAMLNode?) -> BudgetPlan? {
    guard let node, node.members != nil else { return nil }
    return BudgetPlan(
      total: Self.limits(node), perAgent: node["per_agent"].map(Self.limits) ?? .init(),
      time: node["time"].flatMap { time($0) })
  }

  private static func limits(_ node: YAMLNode) -> BudgetPlan.Limits {
    BudgetPlan.Limits(
      calls: node["calls"]?.scalar?.integer, tokens: node["tokens"]?.scalar?.integer,
      cost: node["cost_usd"]?.scalar?.double.flatMap { Money(dollars: $0) })
  }

  private mutating func time(_ node: YAMLNode) -> Duration? {
    if let seconds = node.scalar?.double { return .milliseconds(Int(seconds * 1000)) }
    guard let text = node.string else { return nil }
    if case .nanoseconds(let length)? = SimulatedClock.Step(text) { return .nanoseconds(length) }
    findings.add(.badTimeLimit(text, node.location))
    return nil
  }

  /// Refuses to limit money where a price is not known: the limit would be none.
  mutating func checkPrices(_ root: YAMLNode) {
    let everyone = models[Self.standardModel]?.budget?.limitsMoney == true
    let priced = models.sorted { $0.key < $1.key }.filter {
      everyone || $0.value.budget?.limitsMoney == true
    }
    for (name, model) in priced where model.price == .unknown {
      let node = name == Self.standardModel ? root["llm"] : root["llms"]?[name]
      findings.add(
        .unknownPrice(
          model.component.config["model"]?.string ?? model.component.name,
          node?.location ?? root.location))
    }
  }
}
