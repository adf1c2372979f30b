import ArgumentParser
import TinyTroupe
import TinyTroupeKernel

/// `tinytroupe run`: runs a study and shows what happens.
struct RunCommand: AsyncParsableCommand {
  /// How a run is shown.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case pretty
    case jsonl
    case quiet
  }

  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Runs a study.",
    discussion:
      "Without a study, config.yaml is run. Results go to standard output, progress to standard error."
  )

  @Argument(help: "The study's YAML file.") var study = "config.yaml"
  @Option(help: "The seed of everything random.") var seed: Int?
  @Option(help: "pretty for people, jsonl for programs (one event a line), quiet.")
  var format = Format.pretty
  @OptionGroup var options: StudyOptions
  @OptionGroup var runs: RunsOptions

  func run() async throws {
    let loaded = try options.load(study, extra: seed.map { ["seed=\($0)"] } ?? [])
    let plan = try loaded.plan()
    let progress = ProgressLine(
      around: observer, terminal: Terminal(descriptor: 2, environment: Process.environment))
    let preparation = RunPreparation(
      registry: loaded.registry, runsFolder: runs.path, observer: progress,
      environment: Process.environment)
    defer { progress.finish() }
    do {
      let outcome = try await Interruption.stoppable { try await preparation.run(plan) }
      progress.finish()
      try conclude(outcome)
    } catch let error as RunError {
      throw CommandFailure(status: error.exitStatus, message: "\(error)")
    }
  }

  private var observer: any RunObserver {
    switch format {
    case .pretty:
      ConversationPrinter(terminal: Terminal(descriptor: 1, environment: Process.environment)) {
        StandardOutput.write($0)
      }
    case .jsonl: JSONLinesPrinter { StandardOutput.write($0) }
    case .quiet: QuietPrinter()
    }
  }

  private func conclude(_ outcome: RunOutcome) throws {
    if format == .jsonl {
      JSONLinesPrinter { StandardOutput.write($0) }.finished(outcome)
    } else {
      StandardError.write(Self.closing(outcome))
    }
    guard let failure = outcome.failure else { return }
    throw CommandFailure(status: failure.exitStatus, message: "\(failure)")
  }

  private static func closing(_ outcome: RunOutcome) -> String {
    let steps = "\(outcome.steps) \(outcome.steps == 1 ? "step" : "steps")"
    let calls = "\(outcome.usage.calls) \(outcome.usage.calls == 1 ? "call" : "calls")"
    let usage = "\(calls), \(outcome.usage.tokens) tokens"
    let end = outcome.failure == nil ? "Done" : "Stopped"
    return
      "\n\(end): \(steps), \(usage).\nrun         \(outcome.folder)\ntrace hash  \(outcome.traceHash)"
  }
}
