import ArgumentParser
import Foundation
import TinyTroupe
import TinyTroupeKernel
import TinyTroupeYAML

/// Options of the commands that read a study.
struct StudyOptions: ParsableArguments {
  @Option(
    name: .customLong("set"), parsing: .singleValue,
    help: ArgumentHelp("Changes a part of the study.", valueName: "path=value"))
  var settings: [String] = []

  @OptionGroup var plugins: PluginOptions

  /// Reads and checks a study against the plugins that are there.
  ///
  /// - Throws: All mistakes at once, with status 65.
  func load(_ file: String, extra: [String] = []) throws -> Loaded {
    guard FileManager.default.fileExists(atPath: file) else {
      throw CommandFailure(.wrongStudy, "There is no study \(file). Name one: tinytroupe run STUDY")
    }
    return try load(RunRequest(study: file, settings: settings + extra))
  }

  /// Reads and checks the study of a run, from the disk or from the run itself.
  func load(_ request: RunRequest) throws -> Loaded {
    let source = StudySource(
      reading: request.study, settings: request.settings, environment: Process.environment,
      archive: request.archive)
    let folders = source.pluginPaths.map { Process.absolute($0, in: request.folder) }
    let registry = try plugins.registry(study: folders)
    let report = StudyChecker(catalog: registry, prices: try UserPrices.table()).check(source)
    var provenance = StudyProvenance()
    provenance.study = request.study
    provenance.folder = request.folder
    provenance.settings = request.settings
    provenance.inputs = report.inputs
    return Loaded(
      report: report, experiment: source.experiment, registry: registry, provenance: provenance,
      origin: request.origin)
  }

  /// Checks each arm of an experiment.
  ///
  /// - Throws: The mistakes of the first arm that has any, with status 65.
  func checkArms(_ experiment: ExperimentPlan, _ study: String, extra: [String] = []) throws {
    for arm in experiment.arms {
      let job = ExperimentPlan.Job(arm: arm, replicate: 1)
      _ = try load(study, extra: extra + job.settings).plan()
    }
  }

  /// A study that was read.
  struct Loaded {
    let report: StudyReport
    let experiment: ExperimentPlan?
    let registry: PluginRegistry
    let provenance: StudyProvenance
    let origin: RunOrigin

    /// Shows what is wrong on standard error; the plan when nothing is.
    func plan() throws -> SimulationPlan {
      if !report.diagnostics.isEmpty { StandardError.write(rendered) }
      guard let plan = report.plan else {
        let errors = report.diagnostics.count(where: { $0.severity == .error })
        throw CommandFailure(
          .wrongStudy,
          errors == 1 ? "One mistake. Nothing was run." : "\(errors) mistakes. Nothing was run.")
      }
      return plan
    }

    private var rendered: String {
      let terminal = Terminal(descriptor: 2, environment: Process.environment)
      return report.rendered(by: DiagnosticRenderer(colour: terminal.hasColour))
    }
  }
}

/// Where runs are kept.
struct RunsOptions: ParsableArguments {
  @Option(
    name: .customLong("runs"),
    help: ArgumentHelp(
      "The folder in which runs are kept (or TINYTROUPE_RUNS; else runs).", valueName: "folder"))
  var folder: String?

  /// The absolute path of the folder.
  var path: String {
    Process.absolute(folder ?? Process.environment["TINYTROUPE_RUNS"] ?? "runs")
  }
}
