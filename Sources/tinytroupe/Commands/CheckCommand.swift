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
    let loaded = try options.load(study)
    let plan = try loaded.plan()
    if let experiment = loaded.experiment { try options.checkArms(experiment, study) }
    let generated = plan.peopleCount - plan.agents.count
    let people =
      (plan.agents.map(\.name) + (generated == 0 ? [] : ["\(generated) to be generated"]))
      .joined(separator: ", ")
    let count = "\(plan.peopleCount) \(plan.peopleCount == 1 ? "person" : "people")"
    let runs = loaded.experiment.map {
      " \($0.jobs.count) runs: \($0.arms.joined(separator: ", "))."
    }
    StandardOutput.write("\(study): good. \(count): \(people).\(runs ?? "")")
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
