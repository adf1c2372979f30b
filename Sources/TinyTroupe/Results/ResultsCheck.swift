import TinyTroupeJSON
import TinyTroupeKernel

/// Finds what is wrong with extractions, reports and exports before a run has cost anything.
struct ResultsCheck: Sendable {
  let plan: SimulationPlan
  let maker: InstanceMaker

  /// Makes everything that will make results, and asks extractors what they think of their task.
  ///
  /// - Throws: The first thing that a component says is wrong.
  func run() async throws(RunError) {
    for (number, extract) in plan.extracts.enumerated() {
      do throws(PluginError) {
        try await check(extract, number)
      } catch {
        throw .preparation("extract.\(number): \(error.message)")
      }
    }
    let others = plan.reports.map(\.component) + plan.exports.map(\.component)
    for component in Set(others) {
      do throws(PluginError) {
        _ = try await maker.make(component)
      } catch {
        throw .preparation("\(component.kind) '\(component.name)': \(error.message)")
      }
    }
  }

  private func check(_ extract: ExtractPlan, _ number: Int) async throws(PluginError) {
    let extractor = try await maker.make(extract.component)
    var request: JSONObject = ["objective": .string(extract.objective), "fields": extract.fields]
    request["situation"] = extract.situation.map { .string($0) }
    switch extract.source {
    case .agents: request["from"] = "agent"
    case .world: request["from"] = "world"
    case .table(let name):
      request["from"] = "table"
      request["columns"] = .array(columns(of: name).map { .string($0) })
    }
    do throws(PluginError) {
      _ = try await extractor.invoke(
        "check", json: JSON.object(request).bytes,
        in: RootContext(
          path: "0/extractor.check:\(number)", seed: plan.seed, timeNS: 0,
          services: ServiceRegistry()))
    } catch  where error.code == .unsupported {
      // It has nothing to say before the run.
    }
  }

  /// The columns that a table of the plan will have.
  private func columns(of name: String) -> [String] {
    let asked = plan.asks.enumerated().first { $1.tableName(number: $0) == name }?.element
    if let asked { return ResultTable.columns(asked.columns, asked.answerFields) }
    let read = plan.extracts.enumerated().first { $1.tableName(number: $0) == name }?.element
    return read.map { ResultTable.columns($0.columns, FieldSpec.list($0.fields)) } ?? []
  }
}
