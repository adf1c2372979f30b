public import TinyTroupeJSON
public import TinyTroupePluginKit

/// Lets a person consult documents in the folders that the study grants.
///
/// What documents say comes as quotations with their places, so that nothing in them can pass for an
/// instruction. The passages of a document are made once in a run and shared by all. An instance keeps nothing.
public struct FilesGrounding: Tool {
  /// `files` of the plugin `org.tinytroupe.files`.
  public static let identity = Identity(
    plugin: "org.tinytroupe.files", version: "0.1.0", name: "files")

  /// Reads nothing: the folders are the host's business.
  public init(config: JSON) throws {}

  /// Lists CONSULT and LIST_DOCUMENTS.
  public func describe(_ request: Request, _ call: Call) async throws -> Response {
    Response([
      "actions": [
        [
          "type": "CONSULT",
          "text":
            "Looks into your documents: a document's name gives its beginning, a question what they say about it.",
          "effects": "read", "idempotent": true, "when": "now",
        ],
        [
          "type": "LIST_DOCUMENTS", "text": "Tells which documents you have. Without content.",
          "effects": "read", "idempotent": true, "when": "now",
        ],
      ]
    ])
  }

  /// Consults or lists documents.
  public func perform(_ request: Request, _ call: Call) async throws -> Response {
    let json = try request.json()
    let library = try await Library(opening: call)
    switch json["type"]?.string {
    case "LIST_DOCUMENTS": return library.list
    case "CONSULT": return try await library.consult(json["input"]?.string ?? "")
    case let type:
      throw PluginFailure(.unsupported, "files: there is no action '\(type ?? "")'.")
    }
  }
}
