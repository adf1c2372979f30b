import Foundation
import TinyTroupeJSON
import TinyTroupeKernel

extension Simulation {
  /// Has a text written about the run, and records it.
  func runReport(_ plan: ReportPlan, number: Int) async throws(RunError) {
    var request: JSONObject = [
      "title": .string(plan.title),
      "people": .array(
        people.filter { plan.people?.contains($0.name) ?? true }.map {
          ["name": .string($0.name), "persona": $0.plan.persona]
        }),
    ]
    request["everyone"] = .bool(plan.people == nil)
    if !plan.task.isEmpty { request["task"] = .string(plan.task) }
    let tables = plan.of.compactMap { name in finishedTable(named: name)?.json(named: name) }
    let texts = plan.of.compactMap { name in
      finishedText(named: name).map { ["name": .string(name), "content": $0.content] as JSON }
    }
    if !tables.isEmpty { request["tables"] = .array(tables) }
    if !texts.isEmpty { request["texts"] = .array(texts) }
    let reply = try await make(
      "reporter", plan.component, "write", .object(request), number: number,
      who: "the report '\(plan.title)'")
    guard let content = reply["content"]?.string, !content.isEmpty else {
      throw broken("the report '\(plan.title)'", plan.component, lacks: "content")
    }
    let evidence = (reply["evidence"]?.array ?? []).filter { $0.integer != nil }
    note(
      .reported,
      payload: [
        "file": .string(plan.to), "title": .string(plan.title), "content": .string(content),
        "evidence": .array(evidence),
      ])
    try keep(
      Array(content.utf8), named: plan.to,
      isRehearsed: gateway.backendName(for: "report") == "rehearsal")
    position.reports += 1
    try await commit(.report)
  }

  /// Has a file made of a table or of a text.
  func runExport(_ plan: ExportPlan, number: Int) async throws(RunError) {
    var request: JSONObject = ["name": .string(plan.of)]
    var backend = gateway.backendName(for: "report")
    if let text = finishedText(named: plan.of) {
      request["title"] = text.title
      request["content"] = text.content
    } else if let table = finishedTable(named: plan.of) {
      backend = table.backend
      request["table"] = table.json(
        named: plan.of, of: replayed?.run.folder.name ?? store.name)
    } else {
      throw .preparation("The run has made nothing called '\(plan.of)' that could be exported.")
    }
    let reply = try await make(
      "exporter", plan.component, "export", .object(request), number: number, who: "'\(plan.to)'")
    let text = reply["content"]?.string.map { Array($0.utf8) }
    let binary = reply["base64"]?.string.flatMap { Data(base64Encoded: $0) }.map { Array($0) }
    guard let content = text ?? binary else {
      throw broken("'\(plan.to)'", plan.component, lacks: "content")
    }
    try keep(content, named: plan.to, isRehearsed: backend == "rehearsal")
    position.exports += 1
    try await commit(.export)
  }

  /// A text that was written about this run, read from the record of events; nil when there is none of that name.
  private func finishedText(named name: String) -> (title: JSON, content: JSON)? {
    let event = log.entries().last {
      $0.event.kind == .reported && $0.event.payload["file"]?.string == name
    }?.event
    guard let event, let content = event.payload["content"] else { return nil }
    return (event.payload["title"] ?? "", content)
  }

  /// Calls a component that makes something of the run as a whole, redone as often as the plan allows.
  private func make(
    _ kind: String, _ component: ComponentPlan, _ op: String, _ request: JSON, number: Int,
    who: String
  ) async throws(RunError) -> JSON {
    var attempt = 1
    while true {
      let scope = CallScope(experience: .world(log), writes: WriteBuffer(committed))
      let again = attempt == 1 ? "" : "~\(attempt)"
      do throws(PluginError) {
        let instance = try await maker.make(component)
        let reply = try await instance.invoke(
          op, json: request.bytes,
          in: root("world", "\(kind).\(op):\(number)\(again)", scope: scope))
        draft.writes.append((agent: nil, buffer: scope.writes))
        return try reply.checked(plugin: instance.pluginID)
      } catch {
        guard attempt < plan.onError.attempts, !isStopping else { throw stopped(who, error) }
        attempt += 1
      }
    }
  }

  private func broken(
    _ who: String, _ component: ComponentPlan, lacks member: String
  ) -> RunError {
    stopped(
      who,
      PluginError(
        .internal, "The plugin broke its contract: '\(member)' is missing.",
        plugin: component.plugin))
  }
}
