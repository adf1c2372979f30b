import ArgumentParser
import TinyTroupe
import TinyTroupeJSON

/// `tinytroupe show RUN`: the conversation again.
struct ShowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Shows a run as it was shown when it ran.")

  @OptionGroup var argument: RunArgument
  @Flag(help: "Prints the run's manifest instead: all that an appendix needs, as JSON.")
  var manifest = false

  func run() async throws {
    let reader = try argument.open()
    let manifest = try reader.manifest()
    if self.manifest {
      StandardOutput.write(try RunAppendix(reader).json.text)
      return
    }
    let summary = try reader.summary()
    let terminal = Terminal(descriptor: 1, environment: Process.environment)
    let printer = ConversationPrinter(terminal: terminal) { StandardOutput.write($0) }
    printer.started(
      RunOverture(
        folder: reader.folder.path, name: manifest["name"]?.string ?? reader.folder.name,
        people: summary.agents, steps: summary.steps,
        backend: manifest["backend"]?.string ?? "?"))
    for stored in try reader.events() { printer.observed(try stored.event()) }
    StandardOutput.write("\n\(summary.status.rawValue) · trace hash \(summary.traceHash)")
  }
}

/// `tinytroupe events RUN`: the log.
struct EventsCommand: AsyncParsableCommand {
  /// How events are printed.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case table
    case jsonl
  }

  static let configuration = CommandConfiguration(
    commandName: "events", abstract: "Prints a run's events.")

  @OptionGroup var argument: RunArgument
  @Option(help: "table for people, jsonl for programs.") var format = Format.table
  @Option(help: "Only events of this person.") var agent: String?
  @Option(help: "Only events of this kind, such as action.") var kind: String?

  func run() async throws {
    let reader = try argument.open()
    let wanted = try kind.map { name in
      guard let kind = EventKind(rawValue: name) else {
        let kinds = EventKind.allCases.map(\.rawValue).joined(separator: ", ")
        throw CommandFailure(.usage, "'\(name)' is no kind of event. There are: \(kinds)")
      }
      return kind
    }
    if let agent { try refuseUnless(try reader.manifest()["agents"]?.array ?? [], hold: agent) }
    let events = try reader.events().filter { stored in
      (agent == nil || stored.agent == agent) && (wanted == nil || stored.kind == wanted)
    }
    if format == .jsonl {
      for event in events { StandardOutput.write(String(decoding: event.bytes, as: UTF8.self)) }
      return
    }
    let terminal = Terminal(descriptor: 1, environment: Process.environment)
    let rows = try events.map { stored in
      let payload = JSON.object(try stored.event().payload)
      return [
        "\(stored.seq)", "\(stored.step)", stored.kind.rawValue, stored.agent ?? "", payload.text,
      ]
    }
    let header = ["seq", "step", "event", "agent", "what"]
    for line in Table.lines(header: header, rows: rows, terminal: terminal) {
      StandardOutput.write(line)
    }
  }
  private func refuseUnless(_ people: [JSON], hold name: String) throws {
    let names = people.compactMap(\.string)
    guard !names.contains(name) else { return }
    throw CommandFailure(
      .usage,
      "Nobody in this run is called '\(name)'. There are: \(names.joined(separator: ", "))")
  }
}
