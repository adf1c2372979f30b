import ArgumentParser
import TinyTroupe
import TinyTroupeJSON

/// `tinytroupe cost RUN`: what a run used, by purpose and by person, with the estimate beside it.
struct CostCommand: AsyncParsableCommand {
  /// How costs are printed.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case table
    case json
  }

  static let configuration = CommandConfiguration(
    commandName: "cost",
    abstract: "Prints what a run used, by purpose, person and model, with the estimate beside it.")

  @OptionGroup var argument: RunArgument
  @Option(help: "table for people, json for programs.") var format = Format.table
  @Flag(inversion: .prefixedNo, help: "Rehearses the study for the estimate.") var estimate = true
  @OptionGroup var options: StudyOptions

  func run() async throws {
    let reader = try argument.open()
    let groups = try [CallGrouping.purpose, .agent, .llm].map {
      ($0, try reader.paidTotals(by: $0))
    }
    let total = try reader.paidTotals()
    let (expected, excuse) = await expectation()
    let report = CostReport(groups: groups, total: total, estimate: expected)
    if format == .json {
      StandardOutput.write(report.json.text)
      return
    }
    let terminal = Terminal(descriptor: 1, environment: Process.environment)
    let summary = try reader.summary()
    StandardOutput.write("\(reader.folder.name), \(summary.statusText):")
    for line in report.lines(terminal) { StandardOutput.write(line) }
    let elsewhere = try reader.calls().count(where: { $0.attempts == 0 && $0.op.hasPrefix("llm.") })
    if elsewhere > 0 {
      StandardOutput.write(
        "\n\(elsewhere) more \(elsewhere == 1 ? "call was" : "calls were") answered from a log or a cache, for nothing."
      )
    }
    if let excuse { StandardError.write("There is no estimate: \(excuse)") }
  }

  /// What a rehearsal of the run's own study lets one expect, or why there is none.
  private func expectation() async -> (CostEstimate?, String?) {
    guard estimate else { return (nil, nil) }
    do {
      let request = try RunRequest(
        repeating: argument.run, in: argument.runs.path, settings: options.settings, isReplay: true)
      let loaded = try options.load(request)
      let preparation = RunPreparation(
        registry: loaded.registry, runsFolder: argument.runs.path, observer: QuietPrinter(),
        environment: Process.environment)
      return (try await DryRun(preparation).estimate(try loaded.plan()), nil)
    } catch let failure as CommandFailure {
      return (nil, failure.message)
    } catch {
      return (nil, "\(error)")
    }
  }
}
