public import TinyTroupeYAML

extension Demography {
  /// True for the header of a table of margins: `attribute,category,share` or `attribute,category,quota`.
  static func isMargins(_ table: PlacedTable) -> Bool {
    let names = Set(table.header.map(\.text))
    return names.isSuperset(of: ["attribute", "category"])
  }

  /// Reads a table: margins when its columns say so, else microdata.
  ///
  /// - Throws: Everything that is wrong with it, with places.
  public init(csv source: SourceText) throws(DiagnosticList) {
    let table = try PlacedTable(source)
    if Self.isMargins(table) {
      try self.init(margins: table)
    } else {
      try self.init(microdata: table)
    }
  }

  /// Reads margins: one row a value, or a combination of values of attributes that are joined by `*`.
  ///
  /// - Throws: Everything that is wrong with it, with places.
  public init(margins table: PlacedTable) throws(DiagnosticList) {
    self.init(at: table.header.first?.location)
    let allowed = ["attribute", "category", "share", "quota"]
    var mistakes = table.header.filter { !allowed.contains($0.text) }
      .map { Diagnostic.unknownColumn($0.text, allowed, $0.location) }
    let amount = table.column("share") ?? table.column("quota")
    guard let name = table.column("attribute"), let category = table.column("category"),
      let amount
    else {
      mistakes.append(.missingColumn(table.header))
      throw DiagnosticList(mistakes)
    }
    if table.column("share") != nil, let second = table.column("quota") {
      mistakes.append(.shareAndQuota(table.header[second].location))
    }
    var builder = MarginsBuilder(self)
    for row in table.rows {
      let names = Self.parts(row[name].text)
      let categories = Self.parts(row[category].text)
      builder.add(
        names, categories, row[amount].text, isAbsolute: table.header[amount].text == "quota",
        places: (row[name].location, row[category].location, row[amount].location))
    }
    mistakes += builder.mistakes
    if table.rows.isEmpty { mistakes.append(.nobody(location)) }
    if !mistakes.isEmpty { throw DiagnosticList(mistakes) }
    self = builder.demography
  }

  private static func parts(_ text: String) -> [String] {
    text.split(separator: "*", omittingEmptySubsequences: false).map { part in
      var part = part
      while part.first == " " { part.removeFirst() }
      while part.last == " " { part.removeLast() }
      return String(part)
    }
  }

  /// Reads microdata: one row a person, or people who are alike with how many they are in a column `weight`.
  ///
  /// - Parameters:
  ///   - table: The table.
  ///   - columns: Which columns are read, and the attributes that they are; nil for all, under their own names.
  ///   - weight: The column of the weights.
  /// - Throws: Everything that is wrong with it, with places.
  public init(
    microdata table: PlacedTable, columns: [ColumnChoice]? = nil,
    weight: ColumnChoice = ColumnChoice(attribute: "weight", column: "weight")
  ) throws(DiagnosticList) {
    self.init(at: table.header.first?.location)
    let weights = table.column(weight.column)
    var mistakes: [Diagnostic] = []
    if weights == nil, let place = weight.location {
      mistakes.append(.noColumn(weight.column, table, place))
    }
    let named = columns?.filter { table.column($0.column) == nil } ?? []
    mistakes += named.map { .noColumn($0.column, table, $0.location ?? location) }
    let all = table.header.enumerated().filter { $0.offset != weights }
      .map { ColumnChoice(attribute: $0.element.text, column: $0.element.text) }
    let chosen = (columns ?? all).compactMap { choice in
      table.column(choice.column).map { (choice.attribute, $0) }
    }
    if all.isEmpty { mistakes.append(.onlyWeights(table.header[0].location)) }
    if table.rows.isEmpty { mistakes.append(.nobody(location)) }
    attributes = chosen.map { Attribute(name: $0.0, categories: []) }
    mistakes += readRows(table, chosen.map(\.1), weights)
    if !mistakes.isEmpty { throw DiagnosticList(mistakes) }
  }

  /// Counts the people who are alike.
  private mutating func readRows(
    _ table: PlacedTable, _ columns: [Int], _ weights: Int?
  ) -> [Diagnostic] {
    var mistakes: [Diagnostic] = []
    var numbers = [[String: Int]](repeating: [:], count: columns.count)
    var sums: [[Int]: Double] = [:]
    var order: [[Int]] = []
    for row in table.rows {
      for column in columns where row[column].text.isEmpty {
        mistakes.append(.cellIsEmpty(row[column].location))
      }
      let cell = weights.map { row[$0] }
      guard let amount = cell.map({ Self.amount($0.text) }) ?? 1 else {
        if let cell { mistakes.append(.notAnAmount(cell.text, cell.location)) }
        continue
      }
      let codes = columns.enumerated().map { place, column in
        let text = row[column].text
        if let known = numbers[place][text] { return known }
        let new = attributes[place].categories.count
        numbers[place][text] = new
        attributes[place].categories.append(text)
        return new
      }
      if sums[codes] == nil { order.append(codes) }
      sums[codes, default: 0] += amount
    }
    cells = order.map { JointCell(codes: $0, weight: sums[$0] ?? 0) }
    return mistakes
  }

  /// A number that is not negative, as it is written in files; nil for anything else.
  static func amount(_ text: String) -> Double? {
    let isPercent = text.hasSuffix("%")
    guard let value = Double(isPercent ? String(text.dropLast()) : text), value.isFinite, value >= 0
    else { return nil }
    return value
  }
}

/// A column of microdata, and the attribute that it is.
public struct ColumnChoice: Sendable, Equatable {
  /// The attribute: a place in the persona.
  public let attribute: String
  /// The column's name in the table.
  public let column: String
  /// Where it was chosen, if somebody chose it.
  public let location: SourceLocation?

  /// Makes a choice.
  public init(attribute: String, column: String, at location: SourceLocation? = nil) {
    self.attribute = attribute
    self.column = column
    self.location = location
  }
}
