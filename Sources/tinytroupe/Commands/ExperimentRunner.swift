import Foundation
import TinyTroupe
import TinyTroupeJSON
import TinyTroupeKernel

/// Runs the arms and replicates of a study side by side, each as a run of its own, and tabulates them together.
struct ExperimentRunner: Sendable {
  let plan: ExperimentPlan
  let folder: ExperimentFolder
  /// Reads the study of a job: from the disk for one that begins, from its own run for one that goes on.
  let load: @Sendable (ExperimentPlan.Job, _ unfinished: String?) throws -> StudyOptions.Loaded

  /// A job that has not come to its end, and the folder of the run that it has begun.
  private typealias Open = (job: ExperimentPlan.Job, unfinished: String?)

  /// How one job ended.
  private enum Ending: Sendable {
    case done(ExperimentPlan.Job, RunOutcome)
    case failed(ExperimentPlan.Job, String)
  }

  /// Runs what has not come to its end yet; one run that fails does not end the others.
  ///
  /// - Throws: That some runs did not come to their end, with status 75.
  func run() async throws {
    let runs = folder.runs(of: plan)
    let open = plan.jobs.filter { runs[$0.name]?.isFinished != true }
      .map { (job: $0, unfinished: runs[$0.name]?.path) }
    let past = plan.jobs.count - open.count
    StandardError.write(
      "\(plan.jobs.count) runs: \(plan.arms.count) arms, \(plan.replicates) each."
        + (past > 0 ? " \(past) have ended before." : ""))
    let stop = StopRequest()
    let failures = try await Interruption.stopping(stop) { await perform(open, stop) }
    for file in try tables() { StandardOutput.write(file) }
    StandardError.write("experiment  \(folder.path)")
    guard failures == 0, !stop.isRequested else {
      throw CommandFailure(
        .stoppedEarly,
        "\(failures == 0 ? "Not all runs have ended." : "\(failures) of \(plan.jobs.count) runs did not end.")\n"
          + "To go on: tinytroupe run --resume \(folder.path)")
    }
  }

  private func tables() throws -> [String] {
    do throws(RunError) {
      return try folder.writeTables(plan)
    } catch {
      throw CommandFailure(status: error.exitStatus, message: "\(error)")
    }
  }

  /// Performs jobs, some at a time; answers how many failed.
  private func perform(_ jobs: [Open], _ stop: StopRequest) async -> Int {
    await withTaskGroup(of: Ending.self) { group in
      var waiting = jobs[...]
      for (job, unfinished) in waiting.prefix(plan.concurrency) {
        group.addTask { await perform(job, unfinished, stop) }
      }
      waiting = waiting.dropFirst(plan.concurrency)
      var failures = 0
      for await ending in group {
        if case .failed = ending { failures += 1 }
        tell(ending)
        if !stop.isRequested, let (job, unfinished) = waiting.popFirst() {
          group.addTask { await perform(job, unfinished, stop) }
        }
      }
      return failures
    }
  }

  private func perform(
    _ job: ExperimentPlan.Job, _ unfinished: String?, _ stop: StopRequest
  ) async -> Ending {
    do {
      let loaded = try load(job, unfinished)
      var study = try loaded.plan()
      study.name = job.name
      var preparation = RunPreparation(
        registry: loaded.registry, runsFolder: folder.path, observer: QuietPrinter(),
        environment: Process.environment)
      preparation.origin = loaded.origin
      preparation.sources = loaded.provenance
      preparation.stop = stop
      let outcome = try await preparation.run(study)
      if let failure = outcome.failure { return .failed(job, "\(failure)") }
      return .done(job, outcome)
    } catch let failure as CommandFailure {
      return .failed(job, failure.message)
    } catch {
      return .failed(job, "\(error)")
    }
  }

  private func tell(_ ending: Ending) {
    switch ending {
    case .done(let job, let outcome):
      let usage = outcome.usage
      StandardError.write(
        "\(job.name): done, \(usage.callsInWords), \(usage.tokens) tokens\(usage.costInWords)")
    case .failed(let job, let why): StandardError.write("\(job.name): \(why)")
    }
  }
}
