public import TinyTroupeJSON

/// A tidy table: one row per subject and record, with where each row came from.
public struct ResultTable: Sendable {
  /// One row: its fixed columns and its values.
  public struct Row: Sendable {
    /// The subject; empty for the world.
    public var agent: String
    /// What was copied from the persona.
    public var columns: [JSON]
    /// The fields' values; null for what is not known.
    public var values: [JSON]
    /// answered, refused, missing or failed.
    public var status: String
    /// Numbers of the events that the values came from.
    public var evidence: [Int]
  }

  let run: String
  let step: Int
  let backend: String
  /// The persona paths of the copied columns.
  public let columns: [String]
  /// The fields that were asked for.
  public let fields: [FieldSpec]
  /// The question that the rows answer; nil for an extraction.
  var question: String?
  /// The rows, in canonical order.
  public internal(set) var rows: [Row] = []

  /// The names of all columns, in order.
  var header: [String] { ["run"] + Self.columns(columns, fields) + ["backend"] }

  /// The names of the columns that whoever reads a table in the run itself gets.
  static func columns(_ copied: [String], _ fields: [FieldSpec]) -> [String] {
    ["step", "agent"] + copied + fields.map(\.name) + ["status", "evidence"]
  }

  /// The table in the form of the contracts: `{name, columns, rows, fields}`, cells as JSON values.
  ///
  /// - Parameter run: The run's name for an export, with the columns that say where the rows are from; nil for
  ///   whoever reads the table in the run itself, whose name a replay does not share.
  func json(named name: String, of run: String? = nil) -> JSON {
    let rows = rows.map { row -> JSON in
      let cells: [JSON] =
        [.integer(Int64(step)), .string(row.agent)] + row.columns + row.values
        + [.string(row.status), .array(row.evidence.map { .integer(Int64($0)) })]
      return .array(run.map { [.string($0)] + cells + [.string(backend)] } ?? cells)
    }
    let columns = run == nil ? Self.columns(columns, fields) : header
    return [
      "name": .string(name), "columns": .array(columns.map { .string($0) }), "rows": .array(rows),
      "fields": codebook["fields"] ?? [],
    ]
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
  public static func cell(_ value: JSON) -> String {
    switch value {
    case .null: ""
    case .string(let text): text
    case .number(let number) where number == number.rounded() && abs(number) < 1e15:
      String(Int64(number))
    default: value.text
    }
  }

  /// Quotes a cell where it must be.
  ///
  /// A cell that a spreadsheet would take for a formula gets an apostrophe.
  static func quoted(_ cell: String) -> String {
    var cell = cell
    if let first = cell.unicodeScalars.first, "=+-@\t\r".unicodeScalars.contains(first),
      !(first == "-" && Double(cell) != nil)
    {
      cell = "'" + cell
    }
    return CSVTable.quoted(cell)
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
    var book: JSONObject = [
      "rows": .integer(Int64(rows.count)), "backend": .string(backend),
    ]
    book["question"] = question.map { .string($0) }
    book["fields"] = .array(entries)
    return .object(book)
  }
}
