internal import TinyTroupeJSON
internal import TinyTroupePluginKit

/// The texts of a table's column.
struct Column: Sendable {
  /// The text of each row; nil where there is none.
  let texts: [String?]
  /// Each text once, in the order in which they come.
  let distinct: [String]

  init(_ name: String, of subject: JSON) throws {
    guard subject["kind"] == "table", let table = subject["table"] else { throw Self.noTable }
    let columns = (table["columns"]?.array ?? []).compactMap(\.string)
    guard let place = columns.firstIndex(of: name) else {
      throw Self.noColumn(name, of: table["name"]?.string ?? "", among: columns)
    }
    texts = try (table["rows"]?.array ?? []).enumerated().map { number, row in
      try Self.text(row[place] ?? .null, column: name, row: number + 1)
    }
    var seen: Set<String> = []
    distinct = texts.compactMap { $0 }.filter { seen.insert($0).inserted }
  }

  static let noTable = PluginFailure(
    .invalid, "normalizer: it reads a table; say which with 'from', as in: from: answers.csv")

  static func noColumn(_ name: String, of table: String, among columns: [String]) -> PluginFailure {
    PluginFailure(
      .invalid,
      "normalizer: the table \(table) has no column '\(name)'. It has: "
        + columns.joined(separator: ", ") + ".", detail: ["path": "column"])
  }

  private static func text(_ cell: JSON, column: String, row: Int) throws -> String? {
    if cell.isNull { return nil }
    guard let text = cell.string else {
      throw PluginFailure(
        .invalid,
        "normalizer: only texts can be sorted, and row \(row) of the column '\(column)' has \(cell.text)."
      )
    }
    let words = text.split(whereSeparator: \.isWhitespace)
    return words.isEmpty ? nil : words.joined(separator: " ")
  }
}
