internal import TinyTroupeJSON
internal import TinyTroupePluginKit

/// What is exported.
enum Subject: Sendable {
  case table(name: String, columns: [String], rows: [[JSON]], fields: JSON)
  case text(title: String, content: String)

  init(_ json: JSON) throws {
    if let content = json["content"]?.string {
      self = .text(title: json["title"]?.string ?? "", content: content)
    } else if let table = json["table"], let columns = table["columns"]?.array {
      self = .table(
        name: json["name"]?.string ?? "", columns: columns.compactMap(\.string),
        rows: (table["rows"]?.array ?? []).map { $0.array ?? [] }, fields: table["fields"] ?? [])
    } else {
      throw PluginFailure(.invalid, "An export needs a 'table' or a text as 'content'.")
    }
  }

  /// The rows as objects; a text is one row of its title and its content.
  var records: [JSON] {
    switch self {
    case .table(_, let columns, let rows, _):
      rows.map { row in
        .object(
          JSONObject(
            columns.enumerated().map { ($1, row.indices.contains($0) ? row[$0] : .null) }))
      }
    case .text(let title, let content):
      [["title": .string(title), "content": .string(content)]]
    }
  }

  /// The names of the columns; a text has two.
  var columns: [String] {
    switch self {
    case .table(_, let columns, _, _): columns
    case .text: ["title", "content"]
    }
  }

  /// A value as a cell has it: the numbers of events under `evidence` with spaces between them, as in the
  /// run's own tables.
  static func plain(_ value: JSON, in column: String) -> JSON {
    guard column == "evidence", let events = value.array else { return value }
    return .string(events.map(\.text).joined(separator: " "))
  }

  /// The subject as Markdown.
  var markdown: String {
    switch self {
    case .text(_, let content): content
    case .table(let name, let columns, let rows, _):
      "# \(name)\n\n" + Self.lines(columns, rows).joined(separator: "\n") + "\n"
    }
  }

  private static func lines(_ columns: [String], _ rows: [[JSON]]) -> [String] {
    let cells =
      [columns.map { .string($0) }]
      + rows.map { row in zip(row, columns).map { plain($0, in: $1) } }
    let lines = cells.map { row in "| " + row.map(cell).joined(separator: " | ") + " |" }
    return [lines[0], "|" + String(repeating: " --- |", count: columns.count)] + lines.dropFirst()
  }

  /// A cell without what would end it.
  private static func cell(_ value: JSON) -> String {
    let text = value.isNull ? "" : value.string ?? value.text
    return text.split(whereSeparator: \.isNewline).joined(separator: " ")
      .replacing("\\", with: "\\\\").replacing("|", with: "\\|")
  }
}
