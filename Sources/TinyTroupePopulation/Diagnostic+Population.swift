import TinyTroupeYAML

// Every sentence about demographies.

extension Diagnostic {
  // MARK: Tables

  static func tableIsNoText(_ file: String) -> Diagnostic {
    Diagnostic(
      "'\(file)' is no text in UTF-8", at: SourceLocation(file: file, line: 1, column: 1),
      hint: "save it as CSV in UTF-8")
  }

  static func tableIsEmpty(_ file: String) -> Diagnostic {
    Diagnostic(
      "the table is empty", at: SourceLocation(file: file, line: 1, column: 1),
      hint: "its first line names the columns: attribute,category,share")
  }

  static func quoteNeverEnds(_ location: SourceLocation) -> Diagnostic {
    Diagnostic(
      "this quote never ends", at: location, hint: "close it; a quote within a cell is written \"\""
    )
  }

  static func columnHasNoName(_ location: SourceLocation) -> Diagnostic {
    Diagnostic("a column has no name", at: location, hint: "name it in the first line")
  }

  static func columnTwice(
    _ name: String, _ location: SourceLocation, first: SourceLocation
  ) -> Diagnostic {
    Diagnostic(
      "a second column is called '\(name)'", at: location,
      hint: "the first begins at column \(first.column)")
  }

  static func wrongWidth(_ got: Int, _ wanted: Int, _ location: SourceLocation) -> Diagnostic {
    Diagnostic(
      "the row has \(got) cell\(got == 1 ? "" : "s"), the header \(wanted)", at: location,
      hint: "a cell with a comma in it needs quotes")
  }

  static func cellIsEmpty(_ location: SourceLocation) -> Diagnostic {
    Diagnostic(
      "the cell is empty", at: location,
      hint: "write what is known, or 'unknown', or leave out the row")
  }

  static func unknownColumn(
    _ name: String, _ known: [String], _ location: SourceLocation
  ) -> Diagnostic {
    Diagnostic(
      "a table of margins has no column '\(name)'", at: location,
      hint: nearest(name, among: known).map { "did you mean '\($0)'?" }
        ?? "its columns are attribute, category, and share or quota")
  }

  static func missingColumn(_ header: [PlacedTable.Cell]) -> Diagnostic {
    Diagnostic(
      "the table says no amounts", at: header.last?.location,
      hint: "its columns are attribute, category, and share or quota")
  }

  static func shareAndQuota(_ location: SourceLocation) -> Diagnostic {
    Diagnostic(
      "'share' and 'quota' exclude each other", at: location,
      hint: "a share is a part of the whole, a quota a number of people")
  }

  static func onlyWeights(_ location: SourceLocation) -> Diagnostic {
    Diagnostic(
      "the table has no column beside 'weight'", at: location,
      hint: "each other column is an attribute: age, gender")
  }

  static func noColumn(
    _ name: String, _ table: PlacedTable, _ location: SourceLocation?
  ) -> Diagnostic {
    let columns = table.header.map(\.text)
    return Diagnostic(
      "the table has no column '\(name)'", at: location,
      hint: nearest(name, among: columns).map { "did you mean '\($0)'?" }
        ?? "it has: \(columns.prefix(10).joined(separator: ", "))")
  }

  // MARK: Amounts

  static func notAnAmount(_ text: String, _ location: SourceLocation) -> Diagnostic {
    Diagnostic(
      "'\(text)' is no amount", at: location,
      hint: "write a number that is not negative: 0.25, 25 or 25%")
  }

  static func notWhole(_ text: String, _ location: SourceLocation) -> Diagnostic {
    Diagnostic(
      "a quota of '\(text)' people cannot be filled", at: location,
      hint: "write a whole number, or 'share' in place of 'quota'")
  }

  static func unequalParts(
    _ names: [String], _ categories: [String], _ location: SourceLocation
  ) -> Diagnostic {
    Diagnostic(
      "\(names.count) attribute\(names.count == 1 ? "" : "s") and \(categories.count) value\(categories.count == 1 ? "" : "s")",
      at: location, hint: "join as many values as attributes: age * gender, 18-29 * female")
  }

  static func attributeTwice(_ names: [String], _ location: SourceLocation) -> Diagnostic {
    Diagnostic(
      "'\(names.joined(separator: " * "))' names an attribute twice", at: location)
  }

  static func categoryTwice(
    _ name: String, _ location: SourceLocation, first: SourceLocation
  ) -> Diagnostic {
    Diagnostic(
      "a second amount for '\(name)'", at: location, hint: "the first is at line \(first.line)")
  }

  // MARK: JSON and YAML

  static func demographyIsNoMapping(_ node: YAMLNode) -> Diagnostic {
    Diagnostic(
      "a demography is a mapping, not \(node.kindInWords)", at: node.location,
      hint: "write: {gender: {female: 51, male: 49}}, or name a file")
  }

  static func attributeIsNoMapping(_ name: String, _ node: YAMLNode) -> Diagnostic {
    Diagnostic(
      "'\(name)' needs values with their shares, not \(node.kindInWords)", at: node.location,
      hint: "write: \(name): {one: 60, another: 40}")
  }

  static func unknownSection(
    _ name: String, _ known: [String], _ location: SourceLocation
  ) -> Diagnostic {
    Diagnostic(
      "a demography has no '\(name)'", at: location,
      hint: nearest(name, among: known).map { "did you mean '\($0)'?" }
        ?? "it has shares, quotas and joint; attributes stand below 'shares'")
  }

  static func badJoint(_ location: SourceLocation) -> Diagnostic {
    Diagnostic(
      "a joint margin needs two attributes or more, and cells", at: location,
      hint: "write: {attributes: [age, gender], cells: [{age: 18-29, gender: female, share: 10}]}")
  }

  static func badJointCell(_ names: [String], _ location: SourceLocation) -> Diagnostic {
    Diagnostic(
      "a cell needs a share and a value for each attribute", at: location,
      hint: "write: {\(names.map { "\($0): …" }.joined(separator: ", ")), share: 10}")
  }

  static func noSuchColumn(
    _ name: String, _ microdata: Demography, _ location: SourceLocation?
  ) -> Diagnostic {
    let columns = microdata.attributes.map(\.name)
    return Diagnostic(
      "the microdata have no column '\(name)'", at: location,
      hint: nearest(name, among: columns).map { "did you mean '\($0)'?" }
        ?? "they have: \(columns.prefix(10).joined(separator: ", "))")
  }
}
