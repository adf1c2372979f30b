import TinyTroupeYAML

/// Puts the margins of a demography together, row by row, and notes what is wrong with rows.
struct MarginsBuilder {
  /// Where a row's names, values and amount stand.
  typealias Places = (names: SourceLocation, categories: SourceLocation, amount: SourceLocation)

  private(set) var demography: Demography
  private(set) var mistakes: [Diagnostic] = []
  private var seen: [[Int]: [[Int]: SourceLocation]] = [:]
  private var numbers: [[Int]: Int] = [:]

  init(_ demography: Demography) { self.demography = demography }

  /// Adds how often a value is, or a combination of values.
  mutating func add(
    _ names: [String], _ categories: [String], _ amount: String, isAbsolute: Bool, places: Places
  ) {
    guard names.count == categories.count else {
      mistakes.append(.unequalParts(names, categories, places.categories))
      return
    }
    if names.contains("") { mistakes.append(.cellIsEmpty(places.names)) }
    if categories.contains("") { mistakes.append(.cellIsEmpty(places.categories)) }
    if Set(names).count < names.count { mistakes.append(.attributeTwice(names, places.names)) }
    let value = Demography.amount(amount)
    if value == nil { mistakes.append(.notAnAmount(amount, places.amount)) }
    if isAbsolute, let value, value != value.rounded() {
      mistakes.append(.notWhole(amount, places.amount))
    }
    guard mistakes.isEmpty, let value else { return }
    let attributes = names.map { demography.attribute(named: $0) }
    let codes = zip(attributes, categories).map { demography.category($1, of: $0) }
    if let first = seen[attributes]?[codes] {
      mistakes.append(
        .categoryTwice(categories.joined(separator: " * "), places.categories, first: first))
      return
    }
    seen[attributes, default: [:]][codes] = places.categories
    let cell = Margin.Cell(codes: codes, amount: value, location: places.categories)
    demography.add(
      cell, to: attributes, number: &numbers[attributes], isAbsolute: isAbsolute,
      at: places.names)
  }
}

extension Demography {
  fileprivate mutating func add(
    _ cell: Margin.Cell, to attributes: [Int], number: inout Int?, isAbsolute: Bool,
    at location: SourceLocation
  ) {
    if let number {
      margins[number].cells.append(cell)
    } else {
      number = margins.count
      margins.append(
        Margin(attributes: attributes, cells: [cell], isAbsolute: isAbsolute, location: location))
    }
  }
}
