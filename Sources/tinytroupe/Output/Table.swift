/// A table for a terminal: columns as wide as they need, the widest giving way first.
enum Table {
  /// The lines of a table.
  static func lines(header: [String], rows: [[String]], terminal: Terminal) -> [String] {
    let cells = ([header] + rows).map { $0.map(printable) }
    var widths = header.indices.map { column in
      cells.map { $0.indices.contains(column) ? TextWrapping.columns($0[column]) : 0 }.max() ?? 0
    }
    let available = terminal.width - 2 * max(header.count - 1, 0)
    while widths.reduce(0, +) > available, let widest = widths.max(), widest > 6,
      let position = widths.firstIndex(of: widest)
    {
      widths[position] = max(6, widest - max(1, (widths.reduce(0, +) - available) / 2))
    }
    var lines: [String] = []
    for (number, row) in cells.enumerated() {
      let text = zip(row, widths).map { TextWrapping.fitted($0, to: $1) }.joined(separator: "  ")
      let trimmed = String(text.reversed().drop { $0 == " " }.reversed())
      lines.append(number == 0 ? terminal.styled(trimmed, .bold) : trimmed)
      if number == 0 {
        lines.append(terminal.styled(widths.map { String(repeating: "─", count: $0) }.joined(separator: "  "), .dim))
      }
    }
    return lines
  }
}
