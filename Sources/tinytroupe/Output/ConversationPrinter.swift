import Synchronization
import TinyTroupe
import TinyTroupeJSON

/// Shows a run to people: a header per step, who says what to whom, thoughts set apart.
final class ConversationPrinter: RunObserver {
  private let terminal: Terminal
  private let write: @Sendable (String) -> Void
  private let colours = Mutex<[String: Int]>([:])

  init(terminal: Terminal, write: @escaping @Sendable (String) -> Void) {
    self.terminal = terminal
    self.write = write
  }

  func started(_ run: RunOverture) {
    let people = "\(run.people) \(run.people == 1 ? "person" : "people")"
    // A chat doesn't know how many steps it will have.
    let steps = run.steps == 0 ? "" : " · \(run.steps) \(run.steps == 1 ? "step" : "steps")"
    write(terminal.styled(run.name, .heading) + " · \(people)\(steps) · \(run.backend)")
    if let step = run.resumedAfter {
      write(terminal.styled("Goes on after step \(step).", .dim))
    }
    if run.backend == "rehearsal" {
      say(
        "Rehearsal: no language model answers. What people say is put together from their personas, for trying things out.",
        indent: "", style: .warning)
    }
  }

  func observed(_ event: Event) {
    switch event.kind {
    case .stepStarted: header(event)
    case .agentGenerated:
      paragraph("\(name(event.agent ?? "?")):", text(event, "minibio"), style: .dim)
    case .populationGenerated: write(terminal.styled(population(event), .dim))
    case .stimulus: stimulus(event)
    case .action: action(event)
    case .toolPerformed:
      paragraph("\(name(event.agent ?? "")) gets:", text(event, "text"), style: .dim)
    case .agentFailed:
      say("\(event.agent ?? "?") failed: \(text(event, "error"))", indent: "  ", style: .warning)
    case .interventionFired:
      write(terminal.styled("  ↯ \(text(event, "name")): \(text(event, "when"))", .dim))
    // Those who are there from the beginning need no mention.
    case .agentJoined where event.step > 0:
      write(terminal.styled("  → \(name(event.agent ?? "?")) comes in", .dim))
    case .agentLeft: write(terminal.styled("  ← \(name(event.agent ?? "?")) goes", .dim))
    case .checkpoint: write(terminal.styled("  ⚑ checkpoint \(text(event, "name"))", .dim))
    case .storeConflict:
      say(
        "Two people wrote the same shared entry; the later one counts.", indent: "  ",
        style: .warning)
    default: break
    }
  }

  func tabulated(_ table: ResultTable, path: String) {
    write("")
    let header =
      ["agent"] + table.columns.map { String($0.split(separator: ".").last ?? "") }
      + table.fields.map(\.name) + ["status"]
    let rows = table.rows.map { row in
      [row.agent] + (row.columns + row.values).map(ResultTable.cell) + [row.status]
    }
    for line in Table.lines(header: header, rows: rows, terminal: terminal) { write(line) }
    write(terminal.styled(path, .dim))
  }

  func wrote(_ path: String) {
    write(terminal.styled(path, .dim))
  }

  private func population(_ event: Event) -> String {
    func number(_ key: String) -> JSON { event.payload[key] ?? 0 }
    let size = event.payload["effective_n"].map { ", effective n \($0.text)" } ?? ""
    return "  \(number("got").text) of \(number("wanted").text) people\(size)"
  }

  private func header(_ event: Event) {
    let title = "── Step \(event.step) · \(CivilTime(event.timeNS).forPeople) "
    let rule = String(repeating: "─", count: max(0, terminal.width - TextWrapping.columns(title)))
    write("\n" + terminal.styled(title + rule, .heading))
  }

  private func stimulus(_ event: Event) {
    let names = event.payload["to"]?.array?.compactMap(\.string)
    let audience = names.map { $0.map(name).joined(separator: ", ") } ?? "Everyone"
    let isOne = names?.count == 1
    let verb =
      switch event.payload["ask"] == true ? "QUESTION" : text(event, "type") {
      case "QUESTION": isOne || names == nil ? "is asked" : "are asked"
      case "CONVERSATION": isOne ? "hears" : "hear\(names == nil ? "s" : "")"
      case "THOUGHT": isOne || names == nil ? "has a thought" : "have a thought"
      case "INTERNAL_GOAL_FORMULATION": isOne || names == nil ? "has a new goal" : "have a new goal"
      case "VISUAL": isOne || names == nil ? "sees" : "see"
      default: isOne || names == nil ? "notices" : "notice"
      }
    let source = event.payload["source"]?.string.map { " from \(name($0))" } ?? ""
    paragraph("\(audience) \(verb)\(source):", text(event, "content"), style: .italic)
  }

  private func action(_ event: Event) {
    let who = name(event.agent ?? "?")
    let action = event.payload["action"] ?? [:]
    let content = action["content"]?.string ?? ""
    let target = action["target"]?.string ?? ""
    switch action["type"]?.string ?? "" {
    case "DONE": break
    case "TALK":
      paragraph(target.isEmpty ? "\(who):" : "\(who) → \(name(target)):", content, style: nil)
    case "THINK": paragraph("\(who) thinks:", content, style: .italic)
    case "RECALL", "RECALL_WITH_FULL_SCAN":
      paragraph("\(who) tries to remember:", content, style: .dim)
    case "REACH_OUT":
      paragraph(
        "\(who) reaches out to \(target.isEmpty ? "the others" : name(target))", content,
        style: .dim)
    case let type:
      paragraph("\(who) \(type.lowercased().replacing("_", with: " ")):", content, style: .dim)
    }
  }

  private func paragraph(_ lead: String, _ content: String, style: Terminal.Style?) {
    write("  " + lead)
    if !content.isEmpty { say(content, indent: "    ", style: style) }
  }

  private func say(_ text: String, indent: String, style: Terminal.Style?) {
    for line in TextWrapping.lines(printable(text), width: terminal.width - indent.count) {
      write(indent + (style.map { terminal.styled(line, $0) } ?? line))
    }
  }

  private func name(_ name: String) -> String {
    let colour = colours.withLock { colours in
      if let known = colours[name] { return known }
      colours[name] = colours.count
      return colours.count - 1
    }
    return terminal.styled(printable(name), .person(colour))
  }

  private func text(_ event: Event, _ key: String) -> String {
    event.payload[key]?.string ?? ""
  }
}

extension CivilTime {
  /// `Mon 5 Jan 2026, 09:00`.
  var forPeople: String {
    let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    let months = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    let dayNumber = Int((nanoseconds / 86_400_000_000_000) % 7 + 7) % 7
    let minutes = minute < 10 ? "0\(minute)" : "\(minute)"
    let hours = hour < 10 ? "0\(hour)" : "\(hour)"
    return "\(days[dayNumber]) \(day) \(months[month - 1]) \(year), \(hours):\(minutes)"
  }
}
