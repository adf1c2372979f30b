internal import TinyTroupeJSON
internal import TinyTroupePluginKit

/// Makes a text richer: one try, and a second one with a complaint when the first is too short.
struct ContentEnriching: Sendable {
  /// What a try came to.
  private struct Try {
    let reply: String
    /// The text; nil when the reply has none.
    let text: String?

    init(_ reply: String) {
      self.reply = reply
      text = (try? JSON(parsing: reply))?["content"]?.string
    }

    var length: Int { text?.count ?? 0 }
  }

  private let content: String
  private let length: Int
  private let least: Int
  private let wish: Wish
  private let backend: Backend

  init(_ content: String, _ wish: Wish, leastRatio: Double, _ backend: Backend) {
    self.content = content
    self.wish = wish
    self.backend = backend
    length = content.count
    // Beyond any text, a hostile ratio would not fit a number of characters.
    least = Int((Double(length) * min(max(leastRatio, 0), 1000)).rounded(.up))
  }

  /// The richer text; throws when no try is at least as long as the original.
  func run() async throws -> String {
    let prompt = try Prompt.content(promptValues)
    let first = try await attempt(prompt)
    if let text = first.text, first.length >= least { return text }
    let second = try await attempt(
      prompt.continued(reply: first.reply, complaint: complaint(first)))
    let better = second.length > first.length ? second : first
    guard let text = better.text, better.length >= min(length, max(least, 1)) else {
      throw failure(better)
    }
    return text
  }

  private func attempt(_ prompt: Prompt) async throws -> Try {
    var about = wish.about
    about["content"] = .string(content)
    about["least"] = .integer(Int64(least))
    return Try(try await backend.ask(prompt, schema: Self.schema, about: about))
  }

  private var promptValues: [String: String] {
    var values = wish.promptValues
    values["content"] = content
    values["type"] = wish.contentType
    values["length"] = String(length)
    if least > length { values["least"] = String(least) }
    return values
  }

  private func complaint(_ attempt: Try) -> String {
    guard attempt.text != nil else {
      return "That is not the JSON that was asked for. Reply with the whole text under 'content'."
    }
    return "That text has \(attempt.length) characters; at least \(least) are wanted. Write the"
      + " whole text again, with more substance, and no shorter than that."
  }

  private func failure(_ attempt: Try) -> PluginFailure {
    let what =
      attempt.text == nil
      ? "two replies without a text" : "at best \(attempt.length) characters"
    return PluginFailure(
      .invalid,
      "tiny-enricher: for a text of \(length) characters the model gave \(what). Use another model,"
        + " or wish for something else.")
  }

  private static let schema: JSON = [
    "type": "object", "additionalProperties": false, "required": ["content"],
    "properties": ["content": ["type": "string"]],
  ]
}
