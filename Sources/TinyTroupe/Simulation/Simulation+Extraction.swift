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
    let results = await withTaskGroup(of: (Int, Result<[JSON], PluginError>).self) { group in
      for (position, job) in jobs.enumerated() {
        group.addTask { (position, await job.run()) }
      }
      var results = [Result<[JSON], PluginError>](repeating: .success([]), count: jobs.count)
      for await (position, result) in group { results[position] = result }
      return results
    }
    var table = ResultTable(
      run: store.name, step: step, backend: gateway.backendName(for: "extract"),
      columns: plan.columns, fields: FieldSpec.list(plan.fields))
    for (subject, result) in zip(subjects, results) {
      try tabulate(subject, result, plan, into: &table)
    }
    try keep(table, plan, number: number)
    try await commit(.extraction)
  }

  private func extractionJob(
    _ plan: ExtractPlan, _ number: Int, _ subject: Person?, _ slot: InstanceSlot
  ) -> ExtractionJob {
    let view: ExperienceView = subject.map { .person($0.index, log) } ?? .world(log)
    let scope = CallScope(person: subject, experience: view, writes: WriteBuffer(committed))
    var description: JSONObject = ["kind": subject == nil ? "world" : "agent"]
    if let subject {
      description["name"] = .string(subject.name)
      description["persona"] = subject.plan.persona
    }
    var request: JSONObject = ["objective": .string(plan.objective), "fields": plan.fields]
    request["situation"] = plan.situation.map { .string($0) }
    request["subject"] = .object(description)
    return ExtractionJob(
      slot: slot, request: JSON.object(request).bytes,
      root: root(
        subject?.name ?? "world", "extractor.extract:\(number)", scope: scope))
  }

  private func tabulate(
    _ subject: Person?, _ result: Result<[JSON], PluginError>, _ plan: ExtractPlan,
    into table: inout ResultTable
  ) throws(RunError) {
    let columns = plan.columns.map { path -> JSON in
      subject?.plan.persona.at(String(path.trimmingPrefix("persona."))) ?? .null
    }
    let records: [JSON]
    switch result {
    case .success(let answered): records = answered
    case .failure(let error):
      if self.plan.onError == .stop {
        throw .failed(who: "\(subject?.name ?? "the world")'s results", step: step, error)
      }
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

/// One subject's extraction.
private struct ExtractionJob: Sendable {
  let slot: InstanceSlot
  let request: [UInt8]
  let root: RootContext

  func run() async -> Result<[JSON], PluginError> {
    do throws(PluginError) {
      let extractor = try await slot.instance()
      let reply = try await extractor.extract(request, in: root)
      guard let records = try reply.checked(plugin: extractor.pluginID)["records"]?.array else {
        throw PluginError(
          .internal, "The extractor broke its contract: 'records' is missing.",
          plugin: extractor.pluginID)
      }
      return .success(records)
    } catch {
      return .failure(error)
    }
  }
}
