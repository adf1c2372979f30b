import Foundation
public import TinyTroupeJSON

/// An experiment's folder: its runs, side by side, and the tables over all of them.
public struct ExperimentFolder: Sendable {
  /// The folder.
  public let path: String

  private static let descriptionFile = "experiment.json"

  /// Makes the folder of a new experiment.
  ///
  /// - Parameters:
  ///   - runs: The folder of all runs.
  ///   - name: The study's name.
  ///   - description: What is needed to go on: the study's file, the settings, where it was named from.
  public init(in runs: String, name: String, description: JSON) throws(RunError) {
    do throws(RunStoreError) {
      path = try RunFolder.makeExperiment(
        in: runs, name: name, startedAt: wallClock() / 1_000_000_000)
    } catch {
      throw RunError(error)
    }
    try write(description.text + "\n", to: Self.descriptionFile)
  }

  /// Finds an experiment by what a user typed; nil when it is none.
  public init?(finding text: String, in runs: String) {
    let found = [text, runs + "/" + text].first {
      FileManager.default.fileExists(atPath: "\($0)/\(Self.descriptionFile)")
    }
    guard let found else { return nil }
    path = found
  }

  /// What was kept to go on with; nil when it cannot be read.
  public var description: JSON? {
    FileManager.default.contents(atPath: "\(path)/\(Self.descriptionFile)").flatMap {
      try? JSON(parsing: Array($0))
    }
  }

  /// The newest run of a job; nil before there is one.
  func run(of job: ExperimentPlan.Job) -> RunFolder? {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    let own = names.filter { name in
      guard name.hasPrefix(job.name + "-") else { return false }
      // What follows is the time of its start: 20260105-090000, and perhaps a number.
      let rest = name.dropFirst(job.name.count + 1).prefix(15)
      return rest.count == 15 && rest.enumerated().allSatisfy { $0 == 8 ? $1 == "-" : $1.isNumber }
    }
    return own.sorted().last.map { RunFolder(path: "\(path)/\($0)") }
  }

  /// How far a job is: its run's folder, and whether that has come to its end.
  public func state(of job: ExperimentPlan.Job) -> (folder: String, isFinished: Bool)? {
    guard let run = run(of: job) else { return nil }
    let status = (try? RunReader.open(run).summary())?.status
    return (run.path, status == .finished)
  }

  /// Writes the tables over all runs that have ended: one row a run, and each table with its rows of all runs.
  ///
  /// - Returns: The files that were written.
  public func writeTables(_ plan: ExperimentPlan) throws(RunError) -> [String] {
    var tables: [(name: String, table: CSVTable)] = [("runs.csv", Self.runsTable)]
    for job in plan.jobs {
      guard let run = run(of: job), let summary = try? RunReader.open(run).summary() else {
        continue
      }
      tables[0].table.rows.append(Self.row(job, summary))
      guard summary.status == .finished else { continue }
      for name in Self.csvFiles(in: run.results) {
        let text = FileManager.default.contents(atPath: "\(run.results)/\(name)") ?? Data()
        let table = CSVTable(parsing: String(decoding: text, as: UTF8.self))
        if !tables.contains(where: { $0.name == name }) {
          tables.append((name, CSVTable(header: ["arm", "replicate"])))
        }
        for index in tables.indices where tables[index].name == name {
          tables[index].table.append(table, leading: [job.arm, "\(job.replicate)"])
        }
      }
    }
    for (name, table) in tables { try write(table.text, to: "results/\(name)") }
    return tables.map { "\(path)/results/\($0.name)" }
  }

  private static let runsTable = CSVTable(
    header: ["arm", "replicate", "run", "status", "steps", "people", "calls", "trace_hash"])

  private static func row(_ job: ExperimentPlan.Job, _ run: RunSummary) -> [String] {
    [
      job.arm, "\(job.replicate)", run.folder.name, run.statusText, "\(run.steps)", "\(run.agents)",
      "\(run.calls)", "\(run.traceHash)",
    ]
  }

  private static func csvFiles(in folder: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
      .filter { $0.hasSuffix(".csv") }.sorted()
  }

  private func write(_ text: String, to name: String) throws(RunError) {
    let file = URL(filePath: "\(path)/\(name)")
    do {
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700])
      try Data(text.utf8).write(to: file, options: .atomic)
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
    } catch {
      throw .storage("cannot write \(file.path): \(error.localizedDescription)")
    }
  }
}
