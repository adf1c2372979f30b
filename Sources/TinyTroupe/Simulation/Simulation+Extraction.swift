import TinyTroupeJSON
import TinyTroupeKernel

extension Simulation {
  /// Reads results out of the run, for all subjects at once, and records them in canonical order.
  func runExtraction(_ plan: ExtractPlan, number: Int) async throws(RunError) {
    let slot = InstanceSlot(plan.component, maker: maker)
    let subjects: [Person?] = plan.fromWorld ? [nil] : people.map { $0 }
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
    var table = ResultTable(
      run: store.name, step: step, backend: gateway.backendName(for: "extract"),
      columns: plan.columns, fields: FieldSpec.list(plan.fields))
    for (subject, result) in zip(subjects, results) {
      try tabulate(subject, result, plan, into: &table)
    }
    try keep(table, named: plan.tableName(number: number))
    position.extracts += 1
    try await commit(.extraction)
  }

  private func extractionJob(
    _ plan: ExtractPlan, _ number: Int, _ subject: Person?, _ slot: InstanceSlot
  ) -> ExtractionJob {
    let view: ExperienceView = subject.map { .person($0.index, log) } ?? .world(log)
    var description: JSONObject = ["kind": subject == nil ? "world" : "agent"]
    if let subject {
      description["name"] = .string(subject.name)
      description["persona"] = subject.plan.persona
    }
    var request: JSONObject = ["objective": .string(plan.objective), "fields": plan.fields]
    request["situation"] = plan.situation.map { .string($0) }
    request["subject"] = .object(description)
    let path =
      "\(step)/\(RootContext.pathElement(subject?.name ?? "world"))/extractor.extract:\(number)"
    let (seed, time, services, committed) = (self.plan.seed, now, services, committed)
    return ExtractionJob(
      slot: slot, request: JSON.object(request).bytes, attempts: self.plan.onError.attempts,
      makeScope: {
        CallScope(person: subject, experience: view, writes: WriteBuffer(committed))
      },
      root: { scope, attempt in
        RootContext(
          path: attempt == 1 ? path : "\(path)~\(attempt)", seed: seed, timeNS: time,
          agent: subject?.name, services: services, scope: scope)
      })
  }

  private func tabulate(
    _ subject: Person?, _ result: Extracted, _ plan: ExtractPlan,
    into table: inout ResultTable
  ) throws(RunError) {
    let columns = subject?.values(at: plan.columns) ?? plan.columns.map { _ in .null }
    let records: [JSON]
    switch result.records {
    case .success(let answered):
      records = answered
      if let writes = result.writes {
        draft.writes.append((agent: subject?.index, buffer: writes))
      }
    case .failure(let error):
      let failure = stopped("\(subject?.name ?? "the world")'s results", error)
      if self.plan.onError != .skip || !failure.isOfThePerson { throw failure }
      records = [["status": "failed", "values": [:]]]
    }
    for record in records {
      let values = table.fields.map { record["values"]?[$0.name] ?? .null }
      let row = ResultTable.Row(
        agent: subject?.name ?? "", columns: columns, values: values,
        status: record["status"]?.string ?? "missing",
        evidence: (record["evidence"]?.array ?? []).compactMap(\.integer))
      table.rows.append(row)
      note(.extracted, agent: subject?.name, payload: table.eventPayload(row, plan))
    }
  }
}

extension ResultTable {
  fileprivate func eventPayload(_ row: Row, _ plan: ExtractPlan) -> JSONObject {
    [
      "objective": .string(plan.objective), "status": .string(row.status),
      "values": .object(JSONObject(zip(fields.map(\.name), row.values))),
      "evidence": .array(row.evidence.map { .integer(Int64($0)) }),
    ]
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
