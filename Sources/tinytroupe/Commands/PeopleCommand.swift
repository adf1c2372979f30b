import ArgumentParser
import Foundation
import TinyTroupe
import TinyTroupeJSON

/// `tinytroupe people`: generates people, and writes those of a run as files.
struct PeopleCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "people", abstract: "Generates people, and writes generated ones as files.",
    subcommands: [Generate.self, Export.self])

  /// `tinytroupe people generate STUDY --out FOLDER`.
  struct Generate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "generate",
      abstract: "Generates the people of a study into a folder, and runs nothing else.",
      discussion:
        "In place of a study there may be a file with what stands behind 'generate:'. What was paid for is kept: after an interruption go on with --resume."
    )

    @Argument(help: "The study's YAML file, or one with what stands behind 'generate:'.")
    var study: String?
    @Option(help: ArgumentHelp("The folder for the people's files.", valueName: "folder"))
    var out: String
    @Option(help: "The seed of everything random.") var seed: Int?
    @Option(help: ArgumentHelp("Goes on with a run that ended early.", valueName: "run"))
    var resume: String?
    @OptionGroup var options: StudyOptions
    @OptionGroup var runs: RunsOptions

    func validate() throws {
      guard (study == nil) != (resume == nil) else {
        throw ValidationError("Name a study, or a run with --resume.")
      }
    }

    func run() async throws {
      let loaded = try loaded()
      let plan = try loaded.plan()
      guard !plan.generations.isEmpty else {
        throw CommandFailure(
          .wrongStudy,
          "The study generates nobody. Write below 'agents': - generate: {count: 10, context: …}")
      }
      var preparation = RunPreparation(
        registry: loaded.registry, runsFolder: runs.path, observer: SilentObserver(),
        environment: Process.environment)
      preparation.origin = loaded.origin
      preparation.sources = loaded.provenance
      do {
        let outcome = try await Interruption.stopping(preparation.stop) {
          [preparation] in try await preparation.generate(plan)
        }
        if let failure = outcome.failure {
          throw CommandFailure(
            status: failure.exitStatus,
            message:
              "\(failure)\nTo go on: tinytroupe people generate --resume \(outcome.folder) --out \(out)"
          )
        }
        try PeopleCommand.export(outcome.folder, in: runs.path, to: out)
      } catch let error as RunError {
        throw CommandFailure(status: error.exitStatus, message: "\(error)")
      }
    }

    private func loaded() throws -> StudyOptions.Loaded {
      let extra = seed.map { ["seed=\($0)"] } ?? []
      if let resume {
        return try options.load(
          RunRequest(
            repeating: resume, in: runs.path, settings: options.settings + extra, isReplay: false))
      }
      return try options.load(study ?? "", extra: extra)
    }
  }

  /// `tinytroupe people export RUN --out FOLDER`.
  struct Export: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "export", abstract: "Writes the people whom a run generated as persona files.")

    @Argument(help: "A run: its name, its folder, or latest.") var run: String
    @Option(help: ArgumentHelp("The folder for the people's files.", valueName: "folder"))
    var out: String
    @OptionGroup var runs: RunsOptions

    func run() async throws { try PeopleCommand.export(run, in: runs.path, to: out) }
  }

  /// Writes the people of a run into a folder; a file that holds something else is left alone.
  private static func export(_ run: String, in runs: String, to out: String) throws {
    let population: PopulationFiles
    do throws(RunStoreError) {
      population = try RunReader.open(RunFolder.find(run, in: runs)).population()
    } catch {
      throw CommandFailure(.usage, "\(error)")
    }
    guard population.people > 0 else {
      throw CommandFailure(.usage, "The run generated nobody, so there is nothing to export.")
    }
    let folder = Process.absolute(out)
    if let taken = population.conflict(in: folder) {
      throw CommandFailure(
        .usage, "\(taken) exists and holds something else. Choose another folder with --out.")
    }
    do {
      try population.write(to: folder)
    } catch {
      throw CommandFailure(
        .usage, "The people could not be written to \(folder): \(error.localizedDescription)")
    }
    for line in population.summary { StandardOutput.write(line) }
    if population.isRehearsed {
      StandardOutput.write(
        "Rehearsal: no language model wrote them. They are for trying things out.")
    }
    StandardOutput.write(folder)
  }
}
