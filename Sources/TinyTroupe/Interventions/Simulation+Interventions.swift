import TinyTroupeJSON
import TinyTroupeKernel

extension Simulation {
  /// Lets rules fire whose conditions hold as the step begins, in their order, and answers what they do.
  ///
  /// All of them look at the run as the last step left it: what one does is not seen by the next before the
  /// step is over.
  func fireInterventions() async throws(RunError) -> [StimulusEntry] {
    guard !plan.interventions.isEmpty else { return [] }
    look(completed: step - 1)
    var effects: [StimulusEntry] = []
    for rule in plan.interventions
    where rule.mayFire(in: step, last: position.fired[rule.name]) {
      guard try await holds(rule.when, named: rule.name) else { continue }
      position.fired[rule.name] = step
      note(
        .interventionFired,
        payload: ["name": .string(rule.name), "when": .string(rule.when.text)])
      effects += rule.effects
    }
    return effects
  }

  /// Whether the study's own condition for the end holds, now that a step is over.
  func isStopDue() async throws(RunError) -> Bool {
    guard let condition = plan.stop else { return false }
    look(completed: step)
    return try await holds(condition, named: "stop")
  }

  private func look(completed: Int) {
    facts.read(log)
    facts.step = step
    facts.completed = completed
    facts.time = now
  }

  private func holds(_ condition: RunCondition, named name: String) async throws(RunError) -> Bool {
    guard condition.expression.holds(facts) else { return false }
    guard let claim = condition.claim else { return true }
    let verdict = try await judge(claim, for: name)
    guard claim.above != nil || claim.below != nil else { return verdict["value"]?.bool == true }
    // What cannot be judged has no score, and nothing follows from it.
    guard let score = verdict["score"]?.double else { return false }
    return score > claim.above ?? -.infinity && score < claim.below ?? .infinity
  }

  /// What the judge says of a claim.
  private func judge(
    _ claim: RunCondition.Claim, for name: String
  ) async throws(RunError) -> JSON {
    let subject = claim.person.flatMap { indexByName[$0] }.map { people[$0] }
    let scope = CallScope(experience: .world(log), writes: WriteBuffer(committed))
    let request: JSON = ["claim": .string(claim.text), "of": .string(subject?.name ?? "world")]
    do throws(PluginError) {
      let reply = try await judge.ask(
        request,
        in: root(
          subject?.name ?? "world", "judge.judge:\(RootContext.pathElement(name))", scope: scope))
      draft.writes.append((agent: nil, buffer: scope.writes))
      return reply
    } catch {
      throw stopped("the judge of '\(name)'", error)
    }
  }
}
