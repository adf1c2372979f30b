import TinyTroupe
import TinyTroupeJSON

extension RunCommand {
  /// Begins an experiment: every arm is checked before anything runs.
  func begin(_ experiment: ExperimentPlan, _ loaded: StudyOptions.Loaded) async throws {
    if dryRun {
      throw CommandFailure(
        .usage,
        "--dry-run looks at one run. Choose an arm: --set experiment.arm=\(experiment.arms[0])")
    }
    if export != nil {
      throw CommandFailure(
        .usage,
        "--export copies the results of one run. An experiment keeps its tables in a folder of its own, which it names."
      )
    }
    let file = study ?? "config.yaml"
    let extra = seed.map { ["seed=\($0)"] } ?? []
    let settings = options.settings + extra
    try options.checkArms(experiment, file, extra: extra)
    let name = try loaded.plan().name
    let folder: ExperimentFolder
    do throws(RunError) {
      folder = try ExperimentFolder(
        in: runs.path, name: name,
        description: [
          "study": .string(Process.absolute(file)),
          "settings": .array(settings.map { .string($0) }),
        ])
    } catch {
      throw CommandFailure(status: error.exitStatus, message: "\(error)")
    }
    try await runner(experiment, folder, Process.absolute(file), settings).run()
  }

  /// Goes on with an experiment: its unfinished runs, and those that never began.
  func goOn(with folder: ExperimentFolder) async throws {
    guard let kept = folder.description, let file = kept["study"]?.string else {
      throw CommandFailure(.usage, "\(folder.path) lacks a readable experiment.json.")
    }
    let settings = (kept["settings"]?.array ?? []).compactMap(\.string) + options.settings
    let loaded = try options.load(RunRequest(study: file, settings: settings))
    guard let experiment = loaded.experiment else {
      throw CommandFailure(.wrongStudy, "\(file) has no experiment any more.")
    }
    try await runner(experiment, folder, file, settings).run()
  }

  private func runner(
    _ experiment: ExperimentPlan, _ folder: ExperimentFolder, _ file: String, _ settings: [String]
  ) -> ExperimentRunner {
    let options = options
    return ExperimentRunner(plan: experiment, folder: folder) { job, unfinished in
      guard let unfinished else {
        return try options.load(RunRequest(study: file, settings: settings + job.settings))
      }
      return try options.load(
        RunRequest(repeating: unfinished, in: folder.path, settings: [], isReplay: false))
    }
  }
}
