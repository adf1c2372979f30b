import ArgumentParser
import TinyTroupe
import TinyTroupeJSON

/// `tinytroupe runs`: what has been run.
struct RunsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "runs", abstract: "Lists the runs, the newest last.")

  @OptionGroup var runs: RunsOptions

  func run() async throws {
    let terminal = Terminal(descriptor: 1, environment: Process.environment)
    let rows = RunListing.all(in: runs.path).map { listing in
      switch listing {
      case .run(let run):
        [
          run.folder.name, run.statusText, "\(run.steps)", "\(run.agents)", "\(run.calls)",
          String("\(run.traceHash)".prefix(12)),
        ]
      case .unreadable(let name, let error): [name, "unreadable: \(error)", "", "", "", ""]
      }
    }
    guard !rows.isEmpty else {
      StandardError.write("There are no runs in \(runs.path).")
      return
    }
    let header = ["run", "status", "steps", "people", "calls", "trace hash"]
    for line in Table.lines(header: header, rows: rows, terminal: terminal) {
      StandardOutput.write(line)
    }
  }
}

/// A run that a command reads.
struct RunArgument: ParsableArguments {
  @Argument(help: "A run's name or folder.") var run = "latest"
  @OptionGroup var runs: RunsOptions

  /// Opens the run for reading.
  func open() throws -> RunReader {
    do throws(RunStoreError) {
      return try RunReader.open(RunFolder.find(run, in: runs.path))
    } catch {
      throw CommandFailure(.usage, "\(error)")
    }
  }
}
