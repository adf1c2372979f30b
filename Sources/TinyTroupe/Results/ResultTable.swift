import TinyTroupeJSON

/// A tidy table: one row per subject and record, with where each row came from.
struct ResultTable: Sendable {
  /// One row: its fixed columns and its values.
  struct Row: Sendable {
    var agent: String
    var columns: [JSON]
    var values: [JSON]
    var status: String
    var evidence: [Int]
  }

  let run: String
  let step: Int
  let backend: String
  let columns: [String]
  let fields: [FieldSpec]
  var rows: [Row] = []

  /// The names of all columns, in order.
  var header: [String] {
    ["run", "step", "agent"] + columns + fields.map(\.name) + ["status", "evidence", "backend"]
  }

  /// The table as CSV by RFC 4180, with line feeds.
  var csv: String {
    var text = header.map(Self.quoted).joined(separator: ",") + "\n"
    for row in rows {
      let cells =
        [run, String(step), row.agent] + row.columns.map(Self.cell) + row.values.map(Self.cell)
        + [row.status, row.evidence.map(String.init).joined(separator: " "), backend]
      text += cells.map(Self.quoted).joined(separator: ",") + "\n"
    }
    return text
  }

  /// A value as a cell: texts as they are, nothing as nothing, the rest as JSON.
  static func cell(_ value: JSON) -> String {
    switch value {
    case .null: ""
    case .string(let text): text
    default: value.text
    }
  }

  /// Quotes a cell where it must be. A cell that a spreadsheet would take for a formula gets an apostrophe.
  static func quoted(_ cell: String) -> String {
    var cell = cell
    if let first = cell.unicodeScalars.first, "=+@\t\r".unicodeScalars.contains(first) {
      cell = "'" + cell
    }
    guard cell.utf8.contains(where: { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }) else {
      return cell
    }
    return "\"" + cell.replacing("\"", with: "\"\"") + "\""
  }

  /// The codebook: for each column its type, range, wording, number of values and of missing ones.
  var codebook: JSON {
    let entries = fields.enumerated().map { position, field -> JSON in
      let values = rows.map { $0.values[position] }
      var entry: JSONObject = ["column": .string(field.name), "type": .string(field.type)]
      for part in field.definition.object ?? [:] where part.key != "type" {
        entry[part.key] = part.value
      }
      entry["n"] = .integer(Int64(values.count(where: { !$0.isNull })))
      entry["missing"] = .integer(Int64(values.count(where: \.isNull)))
      return .object(entry)
    }
    return ["rows": .integer(Int64(rows.count)), "backend": .string(backend), "fields": .array(entries)]
  }
}
