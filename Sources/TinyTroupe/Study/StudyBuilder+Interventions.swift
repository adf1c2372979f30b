import TinyTroupeJSON
import TinyTroupeYAML

extension StudyBuilder {
  /// Reads `interventions`.
  mutating func readInterventions(
    _ root: YAMLNode, times: StepTimes, people: StudyPeople
  ) -> [InterventionPlan] {
    var names: [String: SourceLocation] = [:]
    let nodes = (root["interventions"]?.elements ?? []).filter { $0.members != nil }
    return nodes.enumerated().compactMap { number, node in
      let name = node["name"]?.string ?? "intervention-\(number + 1)"
      let place = node["name"]?.location ?? node.location
      if let first = names[name] { findings.add(.interventionTwice(name, place, first)) }
      names[name] = place
      let effects = effects(node["do"], people)
      guard let when = condition(node["when"], people) else { return nil }
      let cooldown = node["cooldown"]?.scalar?.integer
      let rule = InterventionPlan(
        name: name, when: when, recurrence: cooldown.map { .cooldown($0) } ?? .once,
        until: node["until"]?.scalar?.integer, effects: effects)
      if times.total > 0, !rule.canFire(within: times.total, times: times) {
        findings.add(.neverFires(when.text, times.total, node["when"]?.location ?? place))
      }
      return rule
    }
  }

  /// Reads `stop`, or the `when` of an intervention.
  mutating func condition(_ node: YAMLNode?, _ people: StudyPeople) -> RunCondition? {
    guard let node else { return nil }
    guard node.members != nil else { return expression(node, people) }
    guard let claim = node["claim"]?.string else { return nil }
    var condition = RunCondition(.truth(true), text: claim)
    if let inner = node["if"] {
      guard let read = expression(inner, people) else { return nil }
      condition = RunCondition(read.expression, text: "\(read.text), and: \(claim)")
    }
    if let of = node["of"] { _ = receivers(of, people) }
    let person = node["of"]?.string
    let (above, below) = (node["above"]?.scalar?.double, node["below"]?.scalar?.double)
    if let above, let below, above >= below {
      findings.add(.boundsExclude(node["below"]?.location ?? node.location))
    }
    condition.claim = RunCondition.Claim(
      claim, of: person == "all" || person == "world" ? nil : person, above: above, below: below)
    return condition
  }

  private mutating func expression(_ node: YAMLNode, _ people: StudyPeople) -> RunCondition? {
    guard let text = node.string else { return nil }
    do throws(ExpressionError) {
      let condition = try RunCondition(text)
      for name in condition.expression.facts.compactMap(\.person)
      where people.isComplete && people.places[name] == nil {
        findings.add(.unknownPerson(name, known: people.places.keys.sorted(), node.location))
      }
      return condition
    } catch {
      findings.add(.badCondition(text, error, node.location))
      return nil
    }
  }

  private mutating func effects(_ node: YAMLNode?, _ people: StudyPeople) -> [StimulusEntry] {
    let entries = node?.elements ?? []
    if let node, entries.isEmpty, node.elements != nil {
      findings.add(.doesNothing(node.location))
    }
    return entries.compactMap { entry in
      if let stimulus = broadcast(entry["broadcast"]) ?? say(entry["say"], people) {
        return stimulus
      }
      if entry.members != nil, entry["broadcast"] == nil, entry["say"] == nil {
        findings.add(.noEffect(entry.location))
      }
      return nil
    }
  }
}
