/// A table in CSV as the engine writes it: a header, and rows of as many cells.
struct CSVTable: Sendable, Equatable {
  var header: [String]
  var rows: [[String]]

  /// Reads a text by RFC 4180; what is missing at the end of a row is empty.
  init(parsing text: String) {
    var records = Self.records(text)
    header = records.isEmpty ? [] : records.removeFirst()
    let width = header.count
    rows = records.map { row in
      Array((row + Array(repeating: "", count: max(0, width - row.count))).prefix(width))
    }
  }

  init(header: [String], rows: [[String]] = []) {
    self.header = header
    self.rows = rows
  }

  private static func records(_ text: String) -> [[String]] {
    var records: [[String]] = []
    var record: [String] = []
    var cell = ""
    var isQuoted = false
    var rest = text.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      switch scalar {
      case "\"" where isQuoted && rest.first == "\"":
        rest.removeFirst()
        cell.unicodeScalars.append(scalar)
      case "\"": isQuoted.toggle()
      case "," where !isQuoted:
        record.append(cell)
        cell = ""
      case "\n" where !isQuoted:
        records.append(record + [cell])
        (record, cell) = ([], "")
      case "\r" where !isQuoted: break
      default: cell.unicodeScalars.append(scalar)
      }
    }
    if !cell.isEmpty || !record.isEmpty { records.append(record + [cell]) }
    return records
  }

  /// Adds the rows of a table that may have other columns; what a row lacks is empty.
  mutating func append(_ other: CSVTable, leading: [String]) {
    for column in other.header where !header.contains(column) { header.append(column) }
    for row in other.rows {
      let cells = Dictionary(zip(other.header, row), uniquingKeysWith: { first, _ in first })
      rows.append(leading + header.dropFirst(leading.count).map { cells[$0] ?? "" })
    }
  }

  /// The table as text; rows of earlier tables are as wide as the header has become.
  var text: String {
    ([header] + rows).map { row in
      let cells = row + Array(repeating: "", count: max(0, header.count - row.count))
      return cells.map(Self.quoted).joined(separator: ",") + "\n"
    }.joined()
  }

  /// Quotes a cell where it must be; what a spreadsheet would take for a formula was marked when it was written.
  static func quoted(_ cell: String) -> String {
    guard cell.utf8.contains(where: { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }) else { return cell }
    return "\"" + cell.replacing("\"", with: "\"\"") + "\""
  }
}
