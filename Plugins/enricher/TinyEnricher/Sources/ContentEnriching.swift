internal import Revisions
internal import TinyTroupeJSON
internal import TinyTroupePluginKit

/// Makes a text richer, and keeps what it says.
struct ContentEnriching: Sendable {
  private let content: String
  private let least: Int
  private let wish: Wish
  private let backend: Backend

  init(_ content: String, _ wish: Wish, leastRatio: Double, _ backend: Backend) {
    self.content = content
    self.wish = wish
    self.backend = backend
    // Beyond any text, a hostile ratio would not fit a number of characters.
    least = Int((Double(content.count) * min(max(leastRatio, 0), 1000)).rounded(.up))
  }

  /// The richer text; throws when no try keeps the facts and is at least as long as the original.
  func run() async throws -> String {
    let prompt = try Prompt.content(promptValues)
    var about = wish.about
    about["content"] = .string(content)
    about["least"] = .integer(Int64(least))
    let revision = Revision(
      of: content, by: TinyEnricher.identity.name, lengths: least...Int.max)
    return try await revision.text { [backend, about] again in
      let prompt =
        again.map { prompt.continued(reply: $0.reply, complaint: $0.complaint) } ?? prompt
      return try await backend.ask(prompt, schema: Revision.schema, about: about)
    }
  }

  private var promptValues: [String: String] {
    var values = wish.promptValues
    values["content"] = content
    values["type"] = wish.contentType
    values["length"] = String(content.count)
    if least > content.count { values["least"] = String(least) }
    return values
  }
}
