import ArgumentParser
import TinyTroupe
import TinyTroupeJSON

/// `tinytroupe check`: shows all mistakes of a study at once, and runs nothing.
struct CheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Checks a study: all its mistakes at once, nothing is run.")

  @Argument(help: "The study's YAML file.") var study = "config.yaml"
  @OptionGroup var options: StudyOptions

  func run() async throws {
    let plan = try options.load(study).plan()
    let people = plan.agents.map(\.name).joined(separator: ", ")
    let count = "\(plan.agents.count) \(plan.agents.count == 1 ? "person" : "people")"
    StandardOutput.write("\(study): good. \(count): \(people).")
  }
}

/// `tinytroupe schema`: the JSON Schema of a study, for editors.
struct SchemaCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "Prints the JSON Schema of a study, for editors.")

  func run() async throws {
    StandardOutput.write(StudySchema.published.text)
  }
}
