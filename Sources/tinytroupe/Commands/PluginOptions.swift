import ArgumentParser
import TinyTroupe
import TinyTroupeKernel
import TinyTroupeYAML

/// Options of every command that uses plugins.
struct PluginOptions: ParsableArguments {
  @Option(
    name: .customLong("trust"), parsing: .singleValue,
    help: ArgumentHelp(
      "Lets a third party's plugin run in this process, for this run.", valueName: "id"))
  var trusted: [String] = []

  @Option(
    name: .customLong("plugins"), parsing: .singleValue,
    help: ArgumentHelp("Also looks for plugins in this folder.", valueName: "folder"))
  var folders: [String] = []

  /// Finds the plugins; `study` are the absolute folders that a study names.
  func registry(study: [String] = []) throws -> PluginRegistry {
    let path = SearchPath(
      executable: Process.executable, home: Process.environment["HOME"],
      study: study + folders.map { Process.absolute($0) })
    do {
      return try PluginRegistry(searching: path, trusted: Set(trusted))
    } catch let error as DiagnosticList {
      throw CommandFailure(.unavailable, Diagnostics.render(error.diagnostics))
    } catch let error as LoadError {
      throw CommandFailure(.unavailable, error.description)
    }
  }
}
