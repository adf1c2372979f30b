import Foundation
import TinyTroupe
import TinyTroupeJSON

/// What the visitor types, and what comes of it.
struct ChatSession {
  static let help = """
    /think TEXT       lets a thought come to them
    /see FILE [TEXT]  shows them a picture
    /remember TEXT    shows what comes to their minds about something
    /state            shows what they want, attend to and feel
    /history          shows the conversation again
    /save FILE        keeps the conversation as Markdown
    /quit             ends the conversation (so does Ctrl-D)
    """

  let conversation: Conversation
  let terminal: Terminal

  /// Does what a line wants; false when it ends the conversation.
  func take(_ line: String) async throws(RunError) -> Bool {
    let text = line.trimmingCharacters(in: .whitespaces)
    let parts = text.split(separator: " ", maxSplits: 1).map(String.init)
    let rest = parts.count > 1 ? parts[1].trimmingCharacters(in: .whitespaces) : ""
    switch parts.first {
    case nil: break
    case "/quit", "/exit": return false
    case "/help": StandardOutput.write(Self.help)
    case "/state": showStates()
    case "/history": showHistory()
    case "/see" where !rest.isEmpty: try await show(rest)
    case "/think" where !rest.isEmpty: try await conversation.say(rest, as: "thought")
    case "/remember" where !rest.isEmpty: try await showMemories(about: rest)
    case "/save" where !rest.isEmpty: save(to: rest)
    case "/think", "/see", "/remember", "/save":
      StandardOutput.write("\(parts[0]) needs something behind it.\n\(Self.help)")
    case let command? where command.hasPrefix("/"):
      StandardOutput.write("'\(printable(command))' is no command.\n\(Self.help)")
    default: try await conversation.say(text)
    }
    return true
  }

  /// Shows a picture: a file's name or an address, and words behind it.
  private func show(_ line: String) async throws(RunError) {
    let parts = line.split(separator: " ", maxSplits: 1).map(String.init)
    let file = parts[0]
    let picture: Picture
    do throws(Picture.Unusable) {
      picture = try Picture(named: file)
    } catch {
      StandardOutput.write("\(printable(file)) cannot be shown: \(error.reason).")
      return
    }
    let words = parts.count > 1 ? parts[1] : "Look at this."
    try await conversation.say(words, picture: picture)
  }

  private func showStates() {
    for person in conversation.people {
      StandardOutput.write(person)
      for part in conversation.mentalState(of: person)?.object ?? [:] {
        StandardOutput.write("  \(part.key): \(printable(ResultTable.cell(part.value)))")
      }
    }
  }

  private func showHistory() {
    let printer = ConversationPrinter(terminal: terminal) { StandardOutput.write($0) }
    for event in conversation.events { printer.observed(event) }
  }

  private func showMemories(about text: String) async throws(RunError) {
    for person in conversation.people {
      let found = try await conversation.memories(of: person, about: text)
      StandardOutput.write(found.isEmpty ? "\(person): nothing comes to mind." : person)
      for memory in found {
        StandardOutput.write("  \(memory.time)  \(printable(memory.text))")
        let reasons = (memory.reasons.object ?? [:]).map { "\($0.key) \($0.value.text)" }
        StandardOutput.write(
          terminal.styled("    score \(memory.score): \(reasons.joined(separator: ", "))", .dim))
      }
    }
  }

  /// Writes a new file; one that is there is left alone.
  private func save(to file: String) {
    let path = Process.absolute(file)
    do {
      try Data(Transcript.markdown(conversation.events, visitor: conversation.visitor).utf8)
        .write(to: URL(filePath: path), options: .withoutOverwriting)
      StandardOutput.write("Kept in \(path).")
    } catch CocoaError.fileWriteFileExists {
      StandardOutput.write("There is a file \(path) already; name another one.")
    } catch {
      StandardOutput.write("Cannot write \(path): \(error.localizedDescription)")
    }
  }
}

/// A conversation as a document.
enum Transcript {
  /// What was said and thought, in order.
  static func markdown(_ events: [Event], visitor: String) -> String {
    var lines = ["# A conversation", ""]
    for event in events {
      switch event.kind {
      case .stimulus:
        let form = event.payload["type"]?.string ?? ""
        let content = plain(event.payload["content"])
        lines.append(
          form == "CONVERSATION"
            ? "**\(visitor)**: \(content)" : "*\(form.lowercased()): \(content)*")
      case .action:
        guard let action = event.payload["action"], let type = action["type"]?.string,
          type != "DONE"
        else { continue }
        let content = plain(action["content"])
        lines.append(
          type == "TALK"
            ? "**\(event.agent ?? "")**: \(content)"
            : "*\(event.agent ?? "") (\(type)): \(content)*")
      default: continue
      }
      lines.append("")
    }
    return lines.joined(separator: "\n")
  }

  private static func plain(_ content: JSON?) -> String {
    (content?.string ?? "").split(whereSeparator: \.isNewline).joined(separator: " ")
  }
}
