public import TinyTroupeJSON
public import TinyTroupePluginKit

/// Makes one JSON document: rows as objects, and what each field means.
public struct JSONExporter: Exporter {
  /// `json` of the plugin `org.tinytroupe.exporter`.
  public static let identity = Identity.exporter("json")

  /// Makes an exporter, which has no settings.
  public init(config: JSON) {}

  /// Makes the document.
  public func export(_ request: Request, _ call: Call) async throws -> Response {
    let subject = try Subject(request.json())
    guard case .table(let name, _, _, let fields) = subject else {
      return .file(subject.records[0].text + "\n", "application/json")
    }
    let document: JSON = [
      "name": .string(name), "fields": fields, "rows": .array(subject.records),
    ]
    return .file(document.text + "\n", "application/json")
  }
}

/// Makes a line of JSON of each row.
public struct JSONLinesExporter: Exporter {
  /// `jsonl` of the plugin `org.tinytroupe.exporter`.
  public static let identity = Identity.exporter("jsonl")

  /// Makes an exporter, which has no settings.
  public init(config: JSON) {}

  /// Makes the lines.
  public func export(_ request: Request, _ call: Call) async throws -> Response {
    let records = try Subject(request.json()).records
    return .file(records.map { $0.text + "\n" }.joined(), "application/x-ndjson")
  }
}

/// Makes Markdown: a text as it is, a table with pipes.
public struct MarkdownExporter: Exporter {
  /// `md` of the plugin `org.tinytroupe.exporter`.
  public static let identity = Identity.exporter("md")

  /// Makes an exporter, which has no settings.
  public init(config: JSON) {}

  /// Makes the text.
  public func export(_ request: Request, _ call: Call) async throws -> Response {
    .file(try Subject(request.json()).markdown, "text/markdown")
  }
}

/// Makes a Word document with pandoc, which must be installed.
public struct WordExporter: Exporter {
  /// `docx` of the plugin `org.tinytroupe.exporter`.
  public static let identity = Identity.exporter("docx")

  /// Makes an exporter, which has no settings.
  public init(config: JSON) {}

  /// Makes the document.
  ///
  /// An image would be read from this machine's disk, so images are left as links.
  public func export(_ request: Request, _ call: Call) async throws -> Response {
    let text = try Subject(request.json()).markdown.replacing("![", with: "[")
    let result = try await call.send(
      .run("pandoc", ["-f", "gfm", "-t", "docx", "-o", "-"], input: Array(text.utf8)))
    guard result.status == 0, !result.output.isEmpty else {
      throw PluginFailure(
        .unavailable, "pandoc could not make the document (\(result.error.prefix(200)))")
    }
    return Response([
      "base64": .string(Base64.text(result.output)),
      "media_type": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ])
  }
}

extension Identity {
  fileprivate static func exporter(_ name: String) -> Identity {
    Identity(plugin: "org.tinytroupe.exporter", version: "0.1.0", name: name)
  }
}
