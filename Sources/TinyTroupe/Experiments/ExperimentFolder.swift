import Foundation
public import TinyTroupeJSON

/// An experiment's folder: its runs, side by side, and the tables over all of them.
public struct ExperimentFolder: Sendable {
  /// A run of an experiment.
  public struct Run: Sendable {
    let folder: RunFolder

    init(_ folder: RunFolder) { self.folder = folder }

    /// Where it is.
    public var path: String { folder.path }
    /// True once it has come to its end; it reads the run's file.
    public var isFinished: Bool { summary?.status == .finished }
    /// The run in a line; nil when it cannot be read.
    var summary: RunSummary? { try? RunReader.open(folder).summary() }
  }

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
      path = try RunFolder.makeNamed(
        name, in: runs, startedAt: wallClock() / 1_000_000_000)
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

  /// The newest run of each job that has one, by the job's name.
  public func runs(of plan: ExperimentPlan) -> [String: Run] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    let jobs = Set(plan.jobs.map(\.name))
    var runs: [String: Run] = [:]
    // In the order of their names, so that the newest of a job comes last.
    for name in names.sorted() {
      guard let job = Self.job(ofRun: name), jobs.contains(job) else { continue }
      runs[job] = Run(RunFolder(path: "\(path)/\(name)"))
    }
    return runs
  }

  /// The name before the time of a run's start: of `base-1-20260105-090000`, or with a number behind it, `base-1`.
  private static func job(ofRun name: String) -> String? {
    let match = name.wholeMatch(of: /(.+?)-\d{8}-\d{6}(-\d+)?/)
    return match.map { String($0.1) }
  }

  /// Writes the tables over all runs that have ended: one row a run, and each table with its rows of all runs.
  ///
  /// - Returns: The files that were written.
  public func writeTables(_ plan: ExperimentPlan) throws(RunError) -> [String] {
    var tables: [(name: String, table: CSVTable)] = [("runs.csv", Self.runsTable)]
    let runs = runs(of: plan)
    for job in plan.jobs {
      guard let run = runs[job.name], let summary = run.summary else { continue }
      tables[0].table.rows.append(Self.row(job, summary))
      guard summary.status == .finished else { continue }
      for name in Self.csvFiles(in: run.folder.results) {
        let text = FileManager.default.contents(atPath: "\(run.folder.results)/\(name)") ?? Data()
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
    do {
      try ResultFiles.write(text.utf8, at: "\(path)/\(name)")
    } catch {
      throw .storage("cannot write \(path)/\(name): \(error.localizedDescription)")
    }
  }
}
