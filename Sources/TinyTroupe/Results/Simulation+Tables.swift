import TinyTroupeJSON

extension Simulation {
  /// A table that this run has made, read from the record of events; nil when there is none of that name yet.
  ///
  /// It is the record that counts, not the file: a run that goes on after a stop reads the same.
  func finishedTable(named name: String) -> ResultTable? {
    if let number = plan.asks.enumerated().first(where: { $1.tableName(number: $0) == name })?
      .offset
    {
      return answers(to: plan.asks[number], number: number)
    }
    let extracts = plan.extracts.prefix(position.extracts).enumerated()
    guard let (_, extract) = extracts.first(where: { $1.tableName(number: $0) == name }) else {
      return nil
    }
    var table = emptyTable(for: extract)
    for event in log.entries().map(\.event) where event.kind == .extracted {
      guard event.payload["table"]?.string == name else { continue }
      let columns = columns(extract.columns, of: event.agent)
      table.rows.append(ResultTable.Row(event, table.fields, columns: columns))
    }
    return table
  }

  /// A table for an extraction, without rows.
  func emptyTable(for plan: ExtractPlan) -> ResultTable {
    ResultTable(
      run: store.name, step: step, backend: gateway.backendName(for: "extract"),
      columns: plan.columns, fields: FieldSpec.list(plan.fields))
  }

  /// What stands in somebody's persona; nulls for nobody.
  func columns(_ paths: [String], of name: String?) -> [JSON] {
    name.flatMap { indexByName[$0] }.map { people[$0].values(at: paths) }
      ?? paths.map { _ in .null }
  }

  private func answers(to plan: AskPlan, number: Int) -> ResultTable? {
    let events = log.entries().map(\.event)
    let questions = events.filter { $0.kind == .stimulus && $0.payload["ask"] == true }
    guard questions.indices.contains(number) else { return nil }
    let question = questions[number]
    var table = ResultTable(
      run: store.name, step: question.step, backend: gateway.backendName(for: "act"),
      columns: plan.columns, fields: plan.answerFields, question: plan.text)
    for event in events[question.seq...] where event.kind == .answered {
      guard event.payload["question"]?.integer == question.seq else { continue }
      var row = ResultTable.Row(
        event, table.fields, columns: columns(plan.columns, of: event.agent))
      let said = events[question.seq..<event.seq].filter {
        $0.agent == event.agent && $0.kind == .action
          && $0.payload["action"]?["type"]?.string == "TALK"
      }
      row.evidence = (plan.remember ? said.map(\.seq) : []) + [event.seq]
      table.rows.append(row)
    }
    return table
  }
}

extension ResultTable.Row {
  /// Reads a row from its event.
  fileprivate init(_ event: Event, _ fields: [FieldSpec], columns: [JSON]) {
    self.init(
      agent: event.agent ?? "", columns: columns,
      values: fields.map { event.payload["values"]?[$0.name] ?? .null },
      status: event.payload["status"]?.string ?? "missing",
      evidence: (event.payload["evidence"]?.array ?? []).compactMap(\.integer))
  }
}
