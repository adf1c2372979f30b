internal import TinyTroupeJSON
internal import TinyTroupePluginKit

/// What a person wants to write.
struct Document: Sendable {
  let title: String
  let author: String
  var content: String

  init(_ input: JSON) throws {
    guard let title = input["title"]?.string, let content = input["content"]?.string else {
      throw PluginFailure(
        .invalid, "WRITE_DOCUMENT needs a 'title' and a 'content', both texts.")
    }
    guard content.contains(where: { !$0.isWhitespace }) else {
      throw PluginFailure(.invalid, "WRITE_DOCUMENT needs a 'content' that is not empty.")
    }
    self.title = title
    author = input["author"]?.string ?? ""
    self.content = content
  }
}

extension Document {
  /// How a document is called: its title, numbered when it is not the first, and its file's name.
  struct Name: Sendable {
    /// What the host lets a file name have.
    private static let bytes = 120
    private static let longestAuthor = 40
    private static let longestEnding = ".json".utf8.count

    let title: String
    /// The file's name without its ending.
    let stem: String

    init(title: String, author: String, number: Int) {
      let suffix = number > 1 ? " (\(number))" : ""
      let signature =
        author.isEmpty
        ? "" : "." + SafeName.make(author, limit: Self.longestAuthor, otherwise: "unknown")
      let room = Self.bytes - Self.longestEnding - suffix.utf8.count - signature.utf8.count
      stem = SafeName.make(title, limit: room, otherwise: "untitled") + suffix + signature
      self.title = title + suffix
    }
  }
}

/// What a document is kept as.
enum Format: String, Sendable {
  case md
  case json

  func artifact(_ document: Document, _ name: Document.Name) -> JSON {
    let (content, type) =
      switch self {
      case .md: (document.content, "text/markdown")
      case .json: (Self.json(document, name).text, "application/json")
      }
    return [
      "name": .string(path(name)), "content": .string(content), "media_type": .string(type),
    ]
  }

  /// Where the file lies in the run's results.
  func path(_ name: Document.Name) -> String { "documents/\(name.stem).\(rawValue)" }

  private static func json(_ document: Document, _ name: Document.Name) -> JSON {
    var json: JSONObject = ["title": .string(name.title)]
    if !document.author.isEmpty { json["author"] = .string(document.author) }
    json["content"] = .string(document.content)
    return .object(json)
  }
}
