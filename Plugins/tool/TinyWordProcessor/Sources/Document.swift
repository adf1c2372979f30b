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
  /// Made by pandoc, where it is installed.
  case docx

  private var mediaType: String {
    switch self {
    case .md: "text/markdown"
    case .json: "application/json"
    case .docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    }
  }

  /// The file of a document.
  ///
  /// - Throws: That the program which makes it is not there, or cannot make it.
  func artifact(_ document: Document, _ name: Document.Name, _ call: Call) async throws -> JSON {
    var artifact: JSONObject = [
      "name": .string(path(name)), "media_type": .string(mediaType),
    ]
    switch self {
    case .md: artifact["content"] = .string(document.content)
    case .json: artifact["content"] = .string(Self.json(document, name).text)
    case .docx: artifact["base64"] = .string(Base64.text(try await Self.word(document, name, call)))
    }
    return .object(artifact)
  }

  /// Where the file lies in the run's results.
  func path(_ name: Document.Name) -> String { "documents/\(name.stem).\(rawValue)" }

  private static func json(_ document: Document, _ name: Document.Name) -> JSON {
    var json: JSONObject = ["title": .string(name.title)]
    if !document.author.isEmpty { json["author"] = .string(document.author) }
    json["content"] = .string(document.content)
    return .object(json)
  }

  /// The document as Word's docx.
  ///
  /// An image would be read from this machine's disk, so images are left as links.
  private static func word(
    _ document: Document, _ name: Document.Name, _ call: Call
  ) async throws -> [UInt8] {
    let text = document.content.replacing("![", with: "[")
    let result = try await call.send(
      .run(
        "pandoc",
        ["-f", "commonmark", "-t", "docx", "--metadata", "title=\(name.title)", "-o", "-"],
        input: Array(text.utf8)))
    guard result.status == 0, !result.output.isEmpty else {
      throw PluginFailure(
        .unavailable, "pandoc could not make it (\(result.error.prefix(200)))",
        detail: ["reason": "program"])
    }
    return result.output
  }
}
