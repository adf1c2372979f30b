import TinyTroupeJSON
import TinyTroupeKernel

/// A question as it reaches one person.
struct Question: Sendable {
  /// The event that tells it.
  let event: Int
  /// What makes the paths of its calls their own: `ask-3`.
  let moment: String
  /// The question in the contract's form.
  let json: JSON
  /// False when nothing of it may last.
  let isRemembered: Bool
}

extension Simulation {
  /// Puts a question to people, all at once, and makes a table of their answers.
  ///
  /// Each answers for itself: nobody hears what another answers, and the world does not learn of it. A question
  /// that is not remembered is a turn of which nothing stays but the answer.
  func runAsk(_ plan: AskPlan) async throws(RunError) {
    let asked = present.filter { plan.to?.contains($0.name) ?? true }
    let moment = "ask-\(position.entry + 1)"
    let observation = try await glance(moment)
    let event = noteQuestion(plan, asked)
    let jobs = asked.map { person in
      TurnJob(
        person: person, simulation: self, observation: observation,
        question: Question(
          event: event, moment: moment, json: form(plan, moment, person),
          isRemembered: plan.remember))
    }
    let turns = try await takeTurns(jobs)
    var table = ResultTable(
      run: store.name, step: step, backend: gateway.backendName(for: "act"),
      columns: plan.columns, fields: plan.answerFields, question: plan.text)
    for turn in turns { table.rows.append(recordAnswer(turn, plan, event)) }
    if plan.remember { try await remember(turns, moment: moment) }
    try keep(table, named: plan.tableName(number: asksBefore))
    position.nextEntry()
    try await commit(.ask)
  }

  /// How many questions of the timeline came before the present entry.
  private var asksBefore: Int {
    timeline.prefix(position.entry).count { if case .ask = $0 { true } else { false } }
  }

  /// What the world lets people see, without anything happening in it.
  private func glance(_ moment: String) async throws(RunError) -> Observation {
    let (version, kept) = (worldState, draft)
    let result = try await askWorld("observe", moment: moment) { writer in
      writer.member("due", [])
      writer.member("waiting", [])
      writeAbsent(to: &writer)
    }
    worldState = version
    draft = kept
    world.forget()
    return Observation(result, people: present, isWhole: absent.isEmpty, visitors: visitors)
  }

  private func noteQuestion(_ plan: AskPlan, _ asked: [Person]) -> Int {
    let names = asked.map { JSON.string($0.name) }
    return note(
      .stimulus,
      payload: [
        "type": "CONVERSATION", "content": .string(plan.text),
        "to": plan.to == nil ? "all" : .array(names), "ask": true,
      ], witnesses: plan.remember ? WitnessSet(asked.map(\.index)) : .nobody)
  }

  /// The question for one person: options in an order of its own, and what an answer looks like.
  private func form(_ plan: AskPlan, _ moment: String, _ person: Person) -> JSON {
    let path = "\(step)/\(RootContext.pathElement(person.name))/\(moment)"
    let fields = plan.answerFields.enumerated().map { number, field in
      field.rotated(
        by: RandomBits.at(seed: self.plan.seed, path: path, stream: 0, index: UInt64(number)))
    }
    return plan.form(of: fields)
  }

  private func recordAnswer(_ turn: Turn, _ plan: AskPlan, _ question: Int) -> ResultTable.Row {
    var evidence: [Int] = []
    if plan.remember {
      evidence = record(turn).filter { $0.action.type == "TALK" }.map(\.id)
    } else {
      if case .failure = turn.outcome { _ = record(turn) }
      turn.person.forget()
    }
    let act = try? turn.outcome.get()
    let answer = act.map { Answer($0, plan) } ?? .failed(plan)
    let event = note(
      .answered, agent: turn.person.name, payload: answer.eventPayload(plan, question))
    return ResultTable.Row(
      agent: turn.person.name, columns: turn.person.values(at: plan.columns),
      values: answer.values, status: answer.status, evidence: evidence + [event])
  }
}
