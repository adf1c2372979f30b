import TinyTroupeJSON
import TinyTroupeKernel

extension Simulation {
  /// Reads results out of the run, for all subjects at once, and records them in canonical order.
  func runExtraction(_ plan: ExtractPlan, number: Int) async throws(RunError) {
    let slot = InstanceSlot(plan.component, maker: maker)
    let subjects = try subjects(of: plan)
    let jobs = subjects.map { extractionJob(plan, number, $0, slot) }
    do throws(PluginError) {
      _ = try await slot.instance()
    } catch {
      throw .failed(who: "the extractor", step: step, error)
    }
    let results = await withTaskGroup(of: (Int, Extracted).self) { group in
      for (position, job) in jobs.enumerated() {
        group.addTask { (position, await job.run()) }
      }
      var results = [Extracted](repeating: Extracted(records: .success([])), count: jobs.count)
      for await (position, result) in group { results[position] = result }
      return results
    }
    var table = emptyTable(for: plan)
    let name = plan.tableName(number: number)
    for (subject, result) in zip(subjects, results) {
      try tabulate(subject, result, plan, named: name, into: &table)
    }
    try keep(table, named: name)
    position.extracts += 1
    try await commit(.extraction)
  }

  private func subjects(of plan: ExtractPlan) throws(RunError) -> [ExtractionSubject] {
    switch plan.source {
    case .agents: return people.map { .person($0) }
    case .world: return [.world]
    case .table(let name):
      guard let table = finishedTable(named: name) else {
        throw .preparation("There is no table '\(name)' yet that an extraction could read.")
      }
      return [.table(name, table)]
    }
  }

  private func extractionJob(
    _ plan: ExtractPlan, _ number: Int, _ subject: ExtractionSubject, _ slot: InstanceSlot
  ) -> ExtractionJob {
    let person = subject.person
    let view: ExperienceView = person.map { .person($0.index, log) } ?? .world(log)
    var request: JSONObject = ["objective": .string(plan.objective), "fields": plan.fields]
    request["situation"] = plan.situation.map { .string($0) }
    request["subject"] = subject.json
    let path =
      "\(step)/\(RootContext.pathElement(person?.name ?? "world"))/extractor.extract:\(number)"
    let (seed, time, services, committed) = (self.plan.seed, now, services, committed)
    return ExtractionJob(
      slot: slot, request: JSON.object(request).bytes, attempts: self.plan.onError.attempts,
      makeScope: {
        CallScope(person: person, experience: view, writes: WriteBuffer(committed))
      },
      root: { scope, attempt in
        RootContext(
          path: attempt == 1 ? path : "\(path)~\(attempt)", seed: seed, timeNS: time,
          agent: person?.name, services: services, scope: scope)
      })
  }

  private func tabulate(
    _ subject: ExtractionSubject, _ result: Extracted, _ plan: ExtractPlan, named name: String,
    into table: inout ResultTable
  ) throws(RunError) {
    let records: [JSON]
    switch result.records {
    case .success(let answered):
      records = answered
      if let writes = result.writes {
        draft.writes.append((agent: subject.person?.index, buffer: writes))
      }
    case .failure(let error):
      let failure = stopped("\(subject.person?.name ?? "the world")'s results", error)
      if self.plan.onError != .skip || !failure.isOfThePerson { throw failure }
      records = [["status": "failed", "values": [:]]]
    }
    for record in records {
      let row = row(record, subject, plan, table.fields)
      table.rows.append(row)
      var payload: JSONObject = [
        "objective": .string(plan.objective), "table": .string(name),
        "status": .string(row.status),
        "values": .object(JSONObject(zip(table.fields.map(\.name), row.values))),
      ]
      payload["evidence"] = .array(row.evidence.map { .integer(Int64($0)) })
      note(.extracted, agent: row.agent.isEmpty ? nil : row.agent, payload: payload)
    }
  }

  /// Reads one record, which is not trusted: a value that is not of its field's type is left out.
  private func row(
    _ record: JSON, _ subject: ExtractionSubject, _ plan: ExtractPlan, _ fields: [FieldSpec]
  ) -> ResultTable.Row {
    let origin = subject.row(record["row"]?.integer)
    let named = record["agent"]?.string.flatMap { indexByName[$0] == nil ? nil : $0 }
    let agent = subject.person?.name ?? named ?? origin?.agent ?? ""
    let checked = fields.map { $0.checked(record["values"]?[$0.name]) }
    var status = record["status"]?.string ?? "missing"
    if checked.contains(where: { $0.mistake != nil }), checked.allSatisfy(\.value.isNull) {
      status = "failed"
    }
    let evidence = record["evidence"]?.array.map { $0.compactMap(\.integer) }
    return ResultTable.Row(
      agent: agent, columns: columns(plan.columns, of: agent), values: checked.map(\.value),
      status: status, evidence: evidence ?? origin?.evidence ?? [])
  }
}

/// Of what an extractor makes records in one call.
private enum ExtractionSubject: Sendable {
  case person(Person)
  case world
  case table(String, ResultTable)

  var person: Person? {
    guard case .person(let person) = self else { return nil }
    return person
  }

  /// The row of the table that is read; nil when none is.
  func row(_ number: Int?) -> ResultTable.Row? {
    guard case .table(_, let table) = self, let number, table.rows.indices.contains(number) else {
      return nil
    }
    return table.rows[number]
  }

  /// The subject in the contract's form.
  var json: JSON {
    switch self {
    case .person(let person):
      ["kind": "agent", "name": .string(person.name), "persona": person.plan.persona]
    case .world: ["kind": "world"]
    case .table(let name, let table): ["kind": "table", "table": table.json(named: name)]
    }
  }
}

/// What an extraction came to, with what it wrote when it succeeded.
private struct Extracted: Sendable {
  var records: Result<[JSON], PluginError>
  var writes: WriteBuffer?
}

/// One subject's extraction.
private struct ExtractionJob: Sendable {
  let slot: InstanceSlot
  let request: [UInt8]
  let attempts: Int
  let makeScope: @Sendable () -> CallScope
  let root: @Sendable (CallScope, Int) -> RootContext

  /// Extracts, redone under a path of its own as often as the plan allows.
  func run() async -> Extracted {
    var extracted = await attempt(1)
    var number = 1
    while case .failure = extracted.records, number < attempts, !Task.isCancelled {
      number += 1
      extracted = await attempt(number)
    }
    return extracted
  }

  private func attempt(_ number: Int) async -> Extracted {
    let scope = makeScope()
    do throws(PluginError) {
      let extractor = try await slot.instance()
      let reply = try await extractor.extract(request, in: root(scope, number))
      guard let records = try reply.checked(plugin: extractor.pluginID)["records"]?.array else {
        throw PluginError(
          .internal, "The extractor broke its contract: 'records' is missing.",
          plugin: extractor.pluginID)
      }
      return Extracted(records: .success(records), writes: scope.writes)
    } catch {
      return Extracted(records: .failure(error))
    }
  }
}
