import ArgumentParser
import TinyTroupe

/// The program: one subcommand per file in `Commands/`.
@main
struct TinyTroupeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tinytroupe",
    abstract: "Simulates people with language models, and reads results out of what they do.",
    version: Version.current,
    subcommands: [
      RunCommand.self, CheckCommand.self, SchemaCommand.self, PersonaCommand.self,
      PeopleCommand.self,
      ChatCommand.self,
      RunsCommand.self,
      ShowCommand.self, EventsCommand.self, CallsCommand.self, CostCommand.self, CacheCommand.self,
      VerifyCommand.self, PluginCommand.self,
    ], defaultSubcommand: nil)

  static func main() async {
    Process.prepare()
    do {
      var command = try parseAsRoot()
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
    } catch let failure as CommandFailure {
      StandardError.write(failure.message)
      Process.exit(failure.status)
    } catch {
      exit(withError: error)
    }
  }
}
