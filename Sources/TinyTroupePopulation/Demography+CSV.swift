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
  /// - Throws: Everything that is wrong with it, with places.
  public init(microdata table: PlacedTable) throws(DiagnosticList) {
    self.init(at: table.header.first?.location)
    let weight = table.column("weight")
    let columns = table.header.indices.filter { $0 != weight }
    attributes = columns.map { Attribute(name: table.header[$0].text, categories: []) }
    var mistakes: [Diagnostic] = columns.isEmpty ? [.onlyWeights(table.header[0].location)] : []
    var numbers = [[String: Int]](repeating: [:], count: columns.count)
    var sums: [[Int]: Double] = [:]
    var order: [[Int]] = []
    for row in table.rows {
      for cell in columns.map({ row[$0] }) where cell.text.isEmpty {
        mistakes.append(.cellIsEmpty(cell.location))
      }
      let amount = weight.map { Self.amount(row[$0].text) } ?? 1
      guard let amount else {
        mistakes.append(.notAnAmount(row[weight ?? 0].text, row[weight ?? 0].location))
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
    if table.rows.isEmpty { mistakes.append(.nobody(location)) }
    if !mistakes.isEmpty { throw DiagnosticList(mistakes) }
    cells = order.map { JointCell(codes: $0, weight: sums[$0] ?? 0) }
  }

  /// A number that is not negative, as it is written in files; nil for anything else.
  static func amount(_ text: String) -> Double? {
    let isPercent = text.hasSuffix("%")
    guard let value = Double(isPercent ? String(text.dropLast()) : text), value.isFinite, value >= 0
    else { return nil }
    return value
  }
}
