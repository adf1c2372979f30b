public import TinyTroupeYAML

/// A table that a person wrote as CSV (RFC 4180), with the place of every cell.
public struct PlacedTable: Sendable {
  /// One cell.
  public struct Cell: Sendable, Equatable {
    /// Its text, without quotes and the blanks around it.
    public let text: String
    /// Where it begins.
    public let location: SourceLocation
  }

  /// The names of the columns.
  public let header: [Cell]
  /// The rows, each with as many cells as the header.
  public let rows: [[Cell]]

  /// Reads a table; empty lines are left out.
  ///
  /// - Throws: What is wrong with its form: no header, a column without a name or twice, rows that are longer or
  ///   shorter, a quote that never ends.
  public init(_ source: SourceText) throws(DiagnosticList) {
    guard let text = String(validating: source.bytes, as: UTF8.self) else {
      throw DiagnosticList([.tableIsNoText(source.file)])
    }
    var scanner = Scanner(text, file: source.file)
    var records = scanner.records()
    if let open = scanner.openQuote { throw DiagnosticList([.quoteNeverEnds(open)]) }
    guard !records.isEmpty else { throw DiagnosticList([.tableIsEmpty(source.file)]) }
    header = records.removeFirst()
    rows = records
    let mistakes = Self.mistakes(header, rows)
    if !mistakes.isEmpty { throw DiagnosticList(mistakes) }
  }

  private static func mistakes(_ header: [Cell], _ rows: [[Cell]]) -> [Diagnostic] {
    var mistakes: [Diagnostic] = []
    for (number, cell) in header.enumerated() {
      if cell.text.isEmpty { mistakes.append(.columnHasNoName(cell.location)) }
      if let first = header[..<number].first(where: { $0.text == cell.text && !cell.text.isEmpty })
      {
        mistakes.append(.columnTwice(cell.text, cell.location, first: first.location))
      }
    }
    for row in rows where row.count != header.count {
      let place =
        row.count > header.count ? row[header.count].location : row[row.count - 1].location
      mistakes.append(.wrongWidth(row.count, header.count, place))
    }
    return mistakes
  }

  /// The number of a column; nil when there is none.
  func column(_ name: String) -> Int? { header.firstIndex { $0.text == name } }
}

extension PlacedTable {
  /// Takes a text apart, counting lines and columns.
  private struct Scanner {
    private var rest: Substring.UnicodeScalarView
    private let file: String
    private var line = 1
    private var column = 1
    private(set) var openQuote: SourceLocation?

    init(_ text: String, file: String) {
      rest = text.unicodeScalars[...]
      if rest.first == "\u{FEFF}" { rest.removeFirst() }
      self.file = file
    }

    private var place: SourceLocation { SourceLocation(file: file, line: line, column: column) }

    mutating func records() -> [[Cell]] {
      var records: [[Cell]] = []
      while !rest.isEmpty {
        let record = record()
        if record.count > 1 || !record[0].text.isEmpty { records.append(record) }
      }
      return records
    }

    private mutating func record() -> [Cell] {
      var cells: [Cell] = []
      while true {
        cells.append(rest.first == "\"" ? quoted() : plain())
        guard let end = rest.popFirst() else { return cells }
        if end == "," {
          column += 1
          continue
        }
        if end == "\r", rest.first == "\n" { rest.removeFirst() }
        line += 1
        column = 1
        return cells
      }
    }

    private mutating func plain() -> Cell {
      let start = place
      var text = String.UnicodeScalarView()
      while let scalar = rest.first, scalar != ",", scalar != "\n", scalar != "\r" {
        text.append(scalar)
        rest.removeFirst()
        column += 1
      }
      return Cell(text: Self.trimmed(String(text)), location: start)
    }

    private mutating func quoted() -> Cell {
      let start = place
      var text = String.UnicodeScalarView()
      rest.removeFirst()
      column += 1
      openQuote = start
      while let scalar = rest.popFirst() {
        column += 1
        if scalar == "\"" {
          guard rest.first == "\"" else {
            openQuote = nil
            break
          }
          rest.removeFirst()
          column += 1
        } else if scalar == "\n" {
          line += 1
          column = 1
        }
        text.append(scalar)
      }
      // What stands behind the quote belongs to the cell, as spreadsheets have it.
      return Cell(text: Self.trimmed(String(text)) + plain().text, location: start)
    }

    private static func trimmed(_ text: String) -> String {
      let blanks: Set<Character> = [" ", "\t"]
      var text = text[...]
      while let first = text.first, blanks.contains(first) { text.removeFirst() }
      while let last = text.last, blanks.contains(last) { text.removeLast() }
      return String(text)
    }
  }
}
