internal import Synchronization
public import TinyTroupeJSON
public import TinyTroupePluginKit

/// Writes documents.
///
/// Answers in pending style, since making a document richer waits for a model.
public struct TinyWordProcessor: Tool {
  /// `word-processor` of the plugin `org.tinytroupe.word-processor`.
  public static let identity = Identity(
    plugin: "org.tinytroupe.word-processor", version: "0.1.0", name: "word-processor")

  private let settings: WriterSettings
  private let desk = Desk()

  /// Reads the settings; throws when one is not of its kind.
  public init(config: JSON) throws {
    settings = try WriterSettings(config)
  }

  /// Lists WRITE_DOCUMENT.
  public func describe(_ request: Request, _ call: Call) async throws -> Response {
    Response(["actions": [Self.action]])
  }

  /// Writes a document under a title that this person has not used yet.
  public func perform(_ request: Request, _ call: Call) async throws -> Response {
    let json = try request.json()
    guard json["type"] == "WRITE_DOCUMENT" else {
      let type = json["type"]?.string ?? ""
      throw PluginFailure(.unsupported, "word-processor: there is no action '\(type)'.")
    }
    var document = try Document(json["input"] ?? .null)
    var shelf = try desk.shelf(for: json)
    let name = try shelf.add(title: document.title, author: document.author)
    var remark: String?
    if let requirements = settings.requirements {
      remark = try await document.enrich(requirements, by: settings.enricher, call)
    }
    desk.keep(shelf)
    return try await response(document, name, remark, shelf, call)
  }

  private func response(
    _ document: Document, _ name: Document.Name, _ remark: String?, _ shelf: Shelf, _ call: Call
  ) async throws -> Response {
    var artifacts: [JSON] = []
    var problems = ""
    for format in settings.formats {
      do {
        artifacts.append(try await format.artifact(document, name, call))
      } catch let failure as PluginFailure where failure.detail["reason"] == "program" {
        problems += " It was not kept as \(format.rawValue): \(failure.message)"
      }
    }
    let paths = artifacts.compactMap { $0["name"]?.string }
    var text = "The document '\(name.title)' was written"
    text += paths.isEmpty ? "." : " and kept as \(paths.joined(separator: " and "))."
    if name.title != document.title {
      text += " You had written one called '\(document.title)' before; it is unchanged."
    }
    return Response([
      "text": .string(text + problems + (remark ?? "")),
      "data": [
        "title": .string(name.title), "author": .string(document.author),
        "files": .array(paths.map(JSON.string)),
        "characters": .integer(Int64(document.content.count)),
      ],
      "artifacts": .array(artifacts), "state": shelf.state,
    ])
  }

  private static let action: JSON = [
    "type": "WRITE_DOCUMENT",
    "text": .string(
      "Writes a document and keeps it, whole and final: a list, a letter, a plan, a report. Use it"
        + " when something should exist in writing. The content is Markdown."),
    "input": [
      "type": "object", "additionalProperties": false, "required": ["title", "content"],
      "properties": [
        "title": ["type": "string", "description": "What the document is called."],
        "content": ["type": "string", "description": "The whole text, in Markdown."],
        "author": ["type": "string", "description": "Your name."],
      ],
    ],
    "effects": "write", "idempotent": true, "when": "now",
  ]
}

/// What an instance remembers of the state that it returned last.
private final class Desk: Sendable {
  private let shelf = Mutex<Shelf?>(nil)

  /// The shelf as the request has it: from its state, as this instance returned it, or empty before
  /// the first document.
  func shelf(for request: JSON) throws -> Shelf {
    if let state = request["state"] { return Shelf(state: state) }
    guard request["state_version"]?.integer ?? 0 > 0 else { return Shelf() }
    guard let kept = shelf.withLock({ $0 }) else {
      throw PluginFailure(.state, "word-processor: the request lacks the tool's state.")
    }
    return kept
  }

  func keep(_ shelf: Shelf) {
    self.shelf.withLock { $0 = shelf }
  }
}
