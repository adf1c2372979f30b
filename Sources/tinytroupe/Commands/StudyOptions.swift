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
    let source = StudySource(
      reading: file, settings: settings + extra, environment: Process.environment)
    let registry = try plugins.registry(study: source.pluginPaths.map(Process.absolute))
    let report = StudyChecker(catalog: registry).check(source)
    return Loaded(report: report, registry: registry)
  }

  /// A study that was read.
  struct Loaded {
    let report: StudyReport
    let registry: PluginRegistry

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
