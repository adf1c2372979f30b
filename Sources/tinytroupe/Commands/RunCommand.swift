import ArgumentParser
import TinyTroupe
import TinyTroupeJSON
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

  @Argument(help: "The study's YAML file (default: config.yaml).") var study: String?
  @Option(help: "The seed of everything random.") var seed: Int?
  @Option(help: "pretty for people, jsonl for programs (one event a line), quiet.")
  var format = Format.pretty
  @Option(help: ArgumentHelp("Goes on with a run that ended early.", valueName: "run"))
  var resume: String?
  @Option(help: ArgumentHelp("Repeats a run from its own log; nothing is sent.", valueName: "run"))
  var replay: String?
  @Option(
    help: ArgumentHelp("Goes another way from a step of a run.", valueName: "run@step|checkpoint"))
  var fork: String?
  @Flag(help: "Tells what the study will use, and runs nothing; no model is called.")
  var dryRun = false
  @Option(help: ArgumentHelp("Copies the results to a folder in the end.", valueName: "folder"))
  var export: String?
  @Flag(help: "Lets --export replace files.") var force = false
  @OptionGroup var options: StudyOptions
  @OptionGroup var runs: RunsOptions

  func validate() throws {
    let origins = [resume, replay, fork].compactMap { $0 }
    guard origins.count < 2 else {
      throw ValidationError("Only one of --resume, --replay and --fork can be given.")
    }
    if dryRun, let origin = origins.first {
      throw ValidationError("--dry-run is about a study, not about the run '\(origin)'.")
    }
    if force, export == nil {
      throw ValidationError("--force goes with --export FOLDER.")
    }
    if export != nil, dryRun || replay != nil {
      throw ValidationError("--export goes with a run that makes results.")
    }
    if resume != nil || replay != nil, study != nil {
      throw ValidationError(
        "--resume and --replay take the study from the run. Leave out '\(study ?? "")'.")
    }
  }

  private func loaded() throws -> StudyOptions.Loaded {
    let extra = seed.map { ["seed=\($0)"] } ?? []
    let settings = options.settings + extra
    if let run = resume ?? replay {
      return try options.load(
        RunRequest(
          repeating: run, in: runs.path, settings: settings, isReplay: replay != nil))
    }
    if let fork {
      return try options.load(
        RunRequest(forking: fork, in: runs.path, study: study, settings: settings))
    }
    return try options.load(study ?? "config.yaml", extra: extra)
  }

  func run() async throws {
    if let resume, let folder = ExperimentFolder(finding: resume, in: runs.path) {
      return try await goOn(with: folder)
    }
    let loaded = try loaded()
    if let experiment = loaded.experiment, case .new = loaded.origin {
      return try await begin(experiment, loaded)
    }
    let plan = try loaded.plan()
    let progress = ProgressLine(
      around: observer, terminal: Terminal(descriptor: 2, environment: Process.environment))
    var preparation = RunPreparation(
      registry: loaded.registry, runsFolder: runs.path, observer: progress,
      environment: Process.environment)
    preparation.origin = loaded.origin
    preparation.sources = loaded.provenance
    if dryRun { return try await tell(plan, preparation) }
    let copy = export.map { ResultsCopy(target: Process.absolute($0), overwrites: force) }
    try copy?.check(plan)
    defer { progress.finish() }
    do {
      let outcome = try await Interruption.stopping(preparation.stop) {
        [preparation] in try await preparation.run(plan)
      }
      progress.finish()
      try conclude(outcome)
      if let copy {
        let count = try copy.copy(from: outcome.folder)
        StandardError.write(
          "copied      \(count == 1 ? "1 file" : "\(count) files") to \(copy.target)")
      }
    } catch let error as RunError {
      throw CommandFailure(status: error.exitStatus, message: "\(error)")
    }
  }

  private func tell(_ plan: SimulationPlan, _ preparation: RunPreparation) async throws {
    do throws(RunError) {
      let estimate = try await DryRun(preparation).estimate(plan)
      let report = EstimateReport(
        estimate: estimate, plan: plan, pricesAsOf: try? UserPrices.table().asOf)
      if format == .jsonl {
        StandardOutput.write(report.json.text)
      } else {
        let terminal = Terminal(descriptor: 1, environment: Process.environment)
        for line in report.lines(terminal) { StandardOutput.write(line) }
      }
    } catch {
      throw CommandFailure(status: error.exitStatus, message: "The rehearsal stopped: \(error)")
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
    // A defect would meet the run again; what else stopped it may be gone by then.
    let mayGoOn = replay == nil && failure.exitStatus != 70
    let remedy = failure.remedy.map { " --set \($0)" } ?? ""
    var hint = mayGoOn ? "\nTo go on: tinytroupe run --resume \(outcome.folder)\(remedy)" : ""
    // What the study itself does wrong would meet the run again.
    if failure.isOfTheBeginning { hint = "\nCorrect the study, and run it anew." }
    throw CommandFailure(status: failure.exitStatus, message: "\(failure)\(hint)")
  }

  private static func closing(_ outcome: RunOutcome) -> String {
    let steps = "\(outcome.steps) \(outcome.steps == 1 ? "step" : "steps")"
    let usage =
      "\(outcome.usage.callsInWords), \(outcome.usage.tokens) tokens\(outcome.usage.costInWords)"
    let end = outcome.failure == nil ? "Done" : "Stopped"
    return
      "\n\(end): \(steps), \(usage).\nrun         \(outcome.folder)\ntrace hash  \(outcome.traceHash)"
  }
}
