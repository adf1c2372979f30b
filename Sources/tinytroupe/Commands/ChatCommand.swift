import ArgumentParser
import Foundation
import TinyTroupe
import TinyTroupeJSON
import TinyTroupeKernel
import TinyTroupeYAML

/// `tinytroupe chat PERSONA`: talk with people in the terminal.
struct ChatCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "chat", abstract: "Talks with one persona or several.",
    discussion: "What you type is said to all of them. The conversation is a run like any other.")

  @Argument(help: "Persona files.") var personas: [String] = []
  @Option(help: "Talks with the people of a study, under its models, tools and memories.")
  var study: String?
  @Option(help: "The name under which you speak.") var name = "Visitor"
  @Option(help: "The model backend.") var llm = "rehearsal"
  @Option(help: "The backend's model.") var model: String?
  @OptionGroup var options: StudyOptions
  @OptionGroup var runs: RunsOptions

  func validate() throws {
    guard personas.isEmpty != (study == nil) else {
      throw ValidationError(
        "Name persona files, or a study: tinytroupe chat PERSONA…, or chat --study STUDY.")
    }
    guard study != nil || options.settings.isEmpty else {
      throw ValidationError("--set changes a study. Name one: chat --study STUDY.")
    }
  }

  func run() async throws {
    let (registry, plan) = try whom()
    let terminal = Terminal(descriptor: 1, environment: Process.environment)
    let printer = ChatPrinter(
      printer: ConversationPrinter(terminal: terminal) { StandardOutput.write($0) })
    let preparation = RunPreparation(
      registry: registry, runsFolder: runs.path, observer: printer,
      environment: Process.environment)
    do throws(RunError) {
      let conversation = try await Conversation(plan, preparation, visitor: name)
      StandardError.write(
        "You talk with \(conversation.people.joined(separator: ", ")). /help shows what else you can type."
      )
      let failure = await talkToTheEnd(conversation)
      let outcome = try await conversation.end(after: failure)
      StandardError.write("\nrun  \(outcome.folder)")
      if let failure { throw failure }
    } catch {
      throw CommandFailure(status: error.exitStatus, message: "\(error)")
    }
  }

  /// Talks until the visitor has enough; what ended it before, if something did.
  private func talkToTheEnd(_ conversation: Conversation) async -> RunError? {
    do throws(RunError) {
      try await talk(conversation)
      return nil
    } catch {
      return error
    }
  }

  private func talk(_ conversation: Conversation) async throws(RunError) {
    let terminal = Terminal(descriptor: 1, environment: Process.environment)
    let session = ChatSession(conversation: conversation, terminal: terminal)
    while let line = prompt() {
      guard try await session.take(line) else { return }
    }
  }

  private func prompt() -> String? {
    if Terminal(descriptor: 0, environment: Process.environment).isInteractive {
      FileHandle.standardError.write(Data("\(name)> ".utf8))
    }
    return readLine()
  }

  /// With whom the visitor talks, and with which plugins.
  private func whom() throws -> (PluginRegistry, SimulationPlan) {
    guard let study else {
      let registry = try options.plugins.registry()
      return (registry, try plan(registry))
    }
    let loaded = try options.load(study)
    var plan = try loaded.plan()
    plan.timeline = []
    plan.extracts = []
    return (loaded.registry, plan)
  }

  private func plan(_ registry: PluginRegistry) throws -> SimulationPlan {
    let agents = try personas.map { file in
      let persona = try Self.persona(file)
      return AgentPlan(
        name: persona.name ?? file, persona: .object(persona.persona),
        component: try registry.standard("agent"), memory: try registry.standard("memory"))
    }
    if let twin = agents.first(where: { one in agents.count { $0.name == one.name } > 1 }) {
      throw CommandFailure(.usage, "Two people are called '\(twin.name)'. Name one of them only.")
    }
    let environment = EnvironmentPlan(component: try registry.standard("environment"))
    return SimulationPlan(
      name: "chat", models: ["default": ModelPlan(component: try backend(registry))],
      agents: agents, environment: environment, timeline: [])
  }

  private static func persona(_ file: String) throws -> PersonaFile {
    let source: SourceText
    do throws(SourceFile.Unreadable) {
      source = try SourceFile.read(file)
    } catch {
      throw CommandFailure(
        .wrongStudy,
        "Cannot read the persona file \(file): \(error.reason). Name one: tinytroupe chat PERSONA")
    }
    do throws(DiagnosticList) {
      return try PersonaFile(source)
    } catch {
      throw CommandFailure(.wrongStudy, Diagnostics.render(error.diagnostics))
    }
  }

  private func backend(_ registry: PluginRegistry) throws -> ComponentPlan {
    let candidates = registry.candidates(ofKind: "llm")
    guard let choice = candidates.first(where: { $0.provided.name == llm }) else {
      let names = candidates.map(\.provided.name)
      let hint =
        nearest(llm, among: names).map { "Did you mean '\($0)'?" }
        ?? "There are: \(names.joined(separator: ", "))."
      throw CommandFailure(.usage, "No model backend is called '\(llm)'. \(hint)")
    }
    let config: JSON = model.map { ["model": .string($0)] } ?? [:]
    return ComponentPlan(kind: "llm", plugin: choice.manifest.id, name: llm, config: config)
  }
}

/// Shows only what the people say and do: the visitor knows what it typed itself.
private struct ChatPrinter: RunObserver {
  let printer: ConversationPrinter

  func started(_ run: RunOverture) { printer.started(run) }
  func observed(_ event: Event) {
    if event.kind != .stimulus, event.kind != .stepStarted { printer.observed(event) }
  }
  func tabulated(_ table: ResultTable, path: String) {}
}
