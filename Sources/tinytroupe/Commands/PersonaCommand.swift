import ArgumentParser
import TinyTroupe
import TinyTroupeJSON
import TinyTroupeYAML

/// `tinytroupe persona`: looks over, converts and describes persona files.
struct PersonaCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "persona", abstract: "Looks over, converts and describes persona files.",
    subcommands: [Check.self, Convert.self, Describe.self])

  /// `tinytroupe persona check FILE…`.
  struct Check: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "check",
      abstract: "Finds mistakes, and hints at what is thin, contradictory or a cliché.",
      discussion: "Hints are no mistakes: with nothing but hints the status is 0.")

    @Argument(help: "Persona and fragment files.") var files: [String]

    func run() async throws {
      let terminal = Terminal(descriptor: 1, environment: Process.environment)
      let renderer = DiagnosticRenderer(colour: terminal.hasColour)
      var good = 0
      for file in files {
        let (source, persona) = try PersonaCommand.read(file)
        let hints = PersonaLint.hints(on: persona)
        if hints.isEmpty { good += 1 }
        for hint in hints { StandardOutput.write(renderer.render([hint], sources: [source])) }
      }
      let hinted = files.count - good
      let words =
        files.count == 1
        ? (good == 1 ? "good" : "see the hints") : "\(good) good, \(hinted) with hints"
      StandardOutput.write("\(files.count == 1 ? files[0] : "\(files.count) files"): \(words).")
    }
  }

  /// `tinytroupe persona convert FILE`.
  struct Convert: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "convert", abstract: "Writes a persona file in another form, to standard output."
    )

    @Argument(help: "A persona or fragment file.") var file: String
    @Option(help: "json, which the reference system reads too, or yaml.") var to: PersonaFormOption

    func run() async throws {
      let (_, persona) = try PersonaCommand.read(file)
      StandardOutput.write(String(to.form.text(persona).dropLast()))
    }
  }

  /// `tinytroupe persona describe FILE`.
  struct Describe: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "describe",
      abstract: "Describes a person in a sentence, or by a model in a paragraph.")

    @Argument(help: "A persona file.") var file: String
    @Option(help: "Lets this backend write a paragraph; it makes one call.") var llm: String?
    @Option(help: "The backend's model.") var model: String?
    @Option(help: "What the paragraph should say in particular.") var requirements = ""
    @OptionGroup var plugins: PluginOptions
    @OptionGroup var runs: RunsOptions

    func run() async throws {
      do {
        var troupe = try Troupe(registry: try plugins.registry())
        troupe.runsFolder = runs.path
        if let llm { try troupe.use(llm, config: model.map { ["model": .string($0)] } ?? [:]) }
        let person = try TinyPerson(file: file, troupe: troupe)
        let text =
          llm == nil
          ? try await person.describe() : try await person.describe(requirements: requirements)
        StandardOutput.write(printable(text))
      } catch let error as RunError {
        throw CommandFailure(status: error.exitStatus, message: "\(error)")
      }
    }
  }

  /// Reads a persona file.
  ///
  /// - Throws: Its mistakes, with status 65.
  private static func read(_ file: String) throws -> (SourceText, PersonaFile) {
    let source: SourceText
    do throws(SourceFile.Unreadable) {
      source = try SourceFile.read(file)
    } catch {
      throw CommandFailure(.wrongStudy, "Cannot read the persona file \(file): \(error.reason).")
    }
    do throws(DiagnosticList) {
      return (source, try PersonaFile(source))
    } catch {
      let renderer = DiagnosticRenderer()
      throw CommandFailure(.wrongStudy, renderer.render(error.diagnostics, sources: [source]))
    }
  }
}

/// The forms as options name them.
enum PersonaFormOption: String, ExpressibleByArgument, CaseIterable {
  case json
  case yaml

  var form: PersonaForm { self == .json ? .json : .yaml }
}
