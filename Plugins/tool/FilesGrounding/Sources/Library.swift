internal import Grounding
internal import Recollection
internal import TinyTroupeJSON
internal import TinyTroupePluginKit

/// The documents of a person.
struct Library {
  private static let mostListed = 100
  private static let mostPassages = 5
  /// So much of a document is its beginning.
  private static let beginning = 4000

  private let call: Call
  private let files: [GrantedFile]

  /// Finds out which documents there are.
  init(opening call: Call) async throws {
    self.call = call
    files = try await call.send(.files()).filter { Converter(for: $0.name) != nil }
  }

  /// The names of all documents.
  var list: Response {
    guard !files.isEmpty else { return Response(["text": "You have no documents.", "data": []]) }
    var lines = files.prefix(Self.mostListed).map { "- \($0.name)" }
    if files.count > Self.mostListed { lines.append("and \(files.count - Self.mostListed) more") }
    return Response([
      "text": .string("Your documents:\n" + lines.joined(separator: "\n")),
      "data": .array(files.map { .string($0.name) }),
    ])
  }

  /// What the documents say: the beginning of one that is named, else what fits the question.
  func consult(_ wish: String) async throws -> Response {
    guard !files.isEmpty else { return Response(["text": "You have no documents."]) }
    let wanted = wish.trimmed.lowercased()
    guard !wanted.isEmpty else {
      return Response(["text": "Say which document, or what you want to know."])
    }
    let named = files.filter { $0.name.lowercased() == wanted || $0.name.fileName == wanted }
    if let file = named.first, named.count == 1 { return try await open(file) }
    var passages: [Passage] = []
    var problems: [String] = []
    for file in files {
      do {
        passages += try await self.passages(of: file)
      } catch let failure as PluginFailure where failure.isOfTheDocument {
        problems.append("\(file.name): \(failure.message)")
      }
    }
    var search = LexicalSearch(question: wish)
    for passage in passages { search.add([passage.text, passage.document.withoutEnding]) }
    let found = search.ranking(limit: Self.mostPassages).map { passages[$0.position] }
    return answer(found, none: "Your documents say nothing about that.", problems)
  }

  private func open(_ file: GrantedFile) async throws -> Response {
    do {
      var length = 0
      let passages = try await passages(of: file).prefix { passage in
        length += passage.text.count
        return length <= Self.beginning
      }
      return answer(Array(passages), none: "'\(file.name)' is empty.", [])
    } catch let failure as PluginFailure where failure.isOfTheDocument {
      return Response(["text": .string("'\(file.name)' cannot be read: \(failure.message)")])
    }
  }

  private func answer(_ passages: [Passage], none: String, _ problems: [String]) -> Response {
    var text =
      passages.isEmpty
      ? none
      : Passage.told(passages, from: "your documents")
    if !problems.isEmpty { text += "\nNot read: " + problems.joined(separator: "; ") }
    return Response([
      "text": .string(text), "data": .array(passages.map { .string($0.place) }),
    ])
  }

  // MARK: Passages

  /// A document's passages: those that somebody has made in this run, or new ones.
  private func passages(of file: GrantedFile) async throws -> [Passage] {
    let key = "document/\(file.name)/\(file.size)"
    if let kept = try await call.send(.storeGet([key], in: .shared))[0],
      let list = try? JSON(parsing: String(decoding: kept, as: UTF8.self)).array
    {
      return list.map { Passage($0, of: file.name) }
    }
    guard let converter = Converter(for: file.name) else { return [] }
    let content = try await call.send(.readFile(file.name))
    let pages = try await converter.pages(of: content.bytes, call)
    let passages = Passage.all(of: pages, in: file.name)
    let value = JSON.array(passages.map(\.json)).bytes
    try await call.send(.storePut([StoredValue(key: key, value: value)], in: .shared))
    return passages
  }
}

extension String {
  /// A file's name without what its kind is told by.
  fileprivate var withoutEnding: String {
    lastIndex(of: ".").map { String(self[..<$0]) } ?? self
  }

  fileprivate var trimmed: String {
    let start = drop { $0.isWhitespace || $0 == "\"" }
    return String(start.reversed().drop { $0.isWhitespace || $0 == "\"" }.reversed())
  }

  /// The last part of a path, in lower case.
  fileprivate var fileName: String {
    (split(separator: "/").last.map(String.init) ?? self).lowercased()
  }
}

extension PluginFailure {
  /// True for what is wrong with one document, or with the program that reads it.
  fileprivate var isOfTheDocument: Bool {
    ["document", "program"].contains(detail["reason"]?.string ?? "")
  }
}
