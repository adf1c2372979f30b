public import TinyTroupeJSON
internal import TinyTroupePluginKit

/// A text written anew by a model: whole, as long as it should be, and with the facts that it had.
///
/// There is one try, and a second one with a complaint when the first is wanting.
public struct Revision: Sendable {
  /// What a try came to.
  private struct Try {
    let reply: String
    /// The text; nil when the reply has none.
    let text: String?
    let lost: [String]

    var length: Int { text?.count ?? 0 }
  }

  /// Sends the conversation, nil for its beginning or what was replied and a complaint about it.
  public typealias Asking =
    @Sendable (_ again: (reply: String, complaint: String)?) async throws -> String

  private let original: String
  private let component: String
  private let lengths: ClosedRange<Int>
  private let facts: Facts

  /// - Parameters:
  ///   - original: The text as it is.
  ///   - component: Who has it written, for messages.
  ///   - lengths: How many characters the new text should have.
  public init(of original: String, by component: String, lengths: ClosedRange<Int>) {
    self.original = original
    self.component = component
    self.lengths = lengths
    facts = Facts(of: original)
  }

  /// The JSON Schema of a reply.
  public static let schema: JSON = [
    "type": "object", "additionalProperties": false, "required": ["content"],
    "properties": ["content": ["type": "string"]],
  ]

  /// The new text.
  ///
  /// - Throws: `PluginFailure` with `.invalid` when no try keeps the facts, or none is at least as long as the
  ///   original or as wanted, whichever is less.
  public func text(_ ask: Asking) async throws -> String {
    let first = attempt(try await ask(nil))
    if let text = first.text, complaints(first).isEmpty { return text }
    let second = attempt(
      try await ask((first.reply, complaints(first).joined(separator: " "))))
    if let text = second.text, complaints(second).isEmpty { return text }
    let usable = [first, second].filter { isUsable($0) }
    // The one that comes nearer; of two equally good, the later.
    guard let text = usable.max(by: { distance($0) >= distance($1) })?.text else {
      throw failure([first, second])
    }
    return text
  }

  private func attempt(_ reply: String) -> Try {
    let text = (try? JSON(parsing: reply))?["content"]?.string
    return Try(reply: reply, text: text, lost: text.map(facts.missing) ?? [])
  }

  private func distance(_ attempt: Try) -> Int {
    max(lengths.lowerBound - attempt.length, attempt.length - lengths.upperBound, 0)
  }

  /// Whether a text that is not as it should be is better than none.
  private func isUsable(_ attempt: Try) -> Bool {
    guard attempt.text != nil, attempt.lost.isEmpty, !hasGaps(attempt) else { return false }
    return attempt.length >= min(original.count, max(lengths.lowerBound, 1))
  }

  /// Whether it stands for more than it says: `[…]`.
  private func hasGaps(_ attempt: Try) -> Bool {
    ["[…]", "[...]"].contains { mark in
      attempt.text?.contains(mark) == true && !original.contains(mark)
    }
  }

  private func complaints(_ attempt: Try) -> [String] {
    guard attempt.text != nil else {
      return [
        "That is not the JSON that was asked for. Reply with the whole text under 'content'."
      ]
    }
    var complaints: [String] = []
    if attempt.length < lengths.lowerBound {
      complaints.append(
        "That text has \(attempt.length) characters; at least \(lengths.lowerBound) are wanted. Write the"
          + " whole text again, with more substance, and no shorter than that.")
    } else if attempt.length > lengths.upperBound {
      complaints.append(
        "That text has \(attempt.length) characters; at most \(lengths.upperBound) are wanted. Write the"
          + " whole text again, no longer than that.")
    }
    if hasGaps(attempt) {
      complaints.append("That text leaves something out and marks it. Write the whole text.")
    }
    if !attempt.lost.isEmpty {
      complaints.append(
        "That text has lost this of the original: \(listed(attempt.lost)). Write the whole text again, and keep it."
      )
    }
    return complaints
  }

  private func listed(_ facts: [String]) -> String {
    facts.prefix(20).joined(separator: ", ") + (facts.count > 20 ? ", …" : "")
  }

  private func failure(_ tries: [Try]) -> PluginFailure {
    let texts = tries.filter { $0.text != nil }
    let what =
      if texts.isEmpty {
        "two replies without a text"
      } else if let lost = texts.last?.lost, !lost.isEmpty {
        "none that keeps \(listed(lost))"
      } else if texts.contains(where: hasGaps) {
        "none that is whole"
      } else {
        "at best \(texts.map(\.length).max() ?? 0) characters"
      }
    return PluginFailure(
      .invalid,
      "\(component): for a text of \(original.count) characters the model gave \(what). Use another model,"
        + " or wish for something else.")
  }
}
