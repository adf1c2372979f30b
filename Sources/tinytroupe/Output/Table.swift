/// A table for a terminal: columns as wide as they need, the widest giving way first, long cells wrapped.
enum Table {
  private static let linesPerRow = 6

  /// The lines of a table.
  static func lines(header: [String], rows: [[String]], terminal: Terminal) -> [String] {
    let cells = ([header] + rows).map { $0.map(printable) }
    let widths = widths(cells, columns: header.count, available: terminal.width)
    var lines = row(cells[0], widths).map { terminal.styled($0, .bold) }
    let rule = widths.map { String(repeating: "─", count: $0) }.joined(separator: "  ")
    lines.append(terminal.styled(rule, .dim))
    for cells in cells.dropFirst() { lines += row(cells, widths) }
    return lines
  }

  private static func widths(_ cells: [[String]], columns: Int, available: Int) -> [Int] {
    var widths = (0..<columns).map { column in
      cells.map { $0.indices.contains(column) ? TextWrapping.columns($0[column]) : 0 }.max() ?? 0
    }
    let room = available - 2 * max(columns - 1, 0)
    while widths.reduce(0, +) > room, let widest = widths.max(), widest > 6,
      let position = widths.firstIndex(of: widest)
    {
      widths[position] -= 1
    }
    return widths
  }

  /// One row, on as many lines as its longest cell needs.
  private static func row(_ cells: [String], _ widths: [Int]) -> [String] {
    let wrapped = zip(cells, widths).map { cell, width in
      let lines = TextWrapping.lines(cell, width: width)
      guard lines.count > linesPerRow else { return lines }
      return lines.prefix(linesPerRow - 1) + [lines[linesPerRow - 1] + "…"]
    }
    return (0..<(wrapped.map(\.count).max() ?? 0)).map { number in
      let parts = zip(wrapped, widths).map { lines, width in
        TextWrapping.fitted(lines.indices.contains(number) ? lines[number] : "", to: width)
      }
      return String(parts.joined(separator: "  ").reversed().drop { $0 == " " }.reversed())
    }
  }
}
