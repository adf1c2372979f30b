import TinyTroupeJSON

/// Finds the JSON value in what a model said.
///
/// Models that are not held to a schema by their server like to put their answer into a fence, or a sentence
/// around it. Where exactly one value can be meant, it is taken, which saves a repair that would be paid for.
/// Nothing is mended within a value.
enum ReplyContent {
  /// The value, and its text where that is not the whole content.
  struct Found: Sendable {
    let value: JSON
    var text: String?
  }

  /// - Throws: What is wrong with the content as a whole, when no value can be found in it.
  static func value(in content: String) throws(JSONError) -> Found {
    let mistake: JSONError
    do throws(JSONError) {
      return Found(value: try JSON(parsing: content))
    } catch {
      mistake = error
    }
    for text in [fenced(content), outermostObject(content)].compactMap({ $0 }) {
      if let value = try? JSON(parsing: text) { return Found(value: value, text: text) }
    }
    throw mistake
  }

  /// What stands in the only fence, without the language after its first three backticks.
  private static func fenced(_ content: String) -> String? {
    let parts = content.split(separator: "```", omittingEmptySubsequences: false)
    guard parts.count == 3 else { return nil }
    let inside = parts[1].drop { $0.isASCII && $0.isLetter }
    return trimmed(inside)
  }

  /// What stands from the first brace to the last; two objects make no JSON and are not told apart.
  private static func outermostObject(_ content: String) -> String? {
    guard let start = content.firstIndex(of: "{"), let end = content.lastIndex(of: "}"),
      start < end
    else { return nil }
    return String(content[start...end])
  }

  private static func trimmed(_ text: Substring) -> String {
    var text = text
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}
