/// A margin, and how many people each of its cells is to have.
public struct MarginQuotas: Sendable, Equatable {
  /// The margin.
  public let margin: Margin
  /// One number a cell.
  public let quotas: [Int]
}

/// How many people each cell of each margin is to have.
///
/// Quotas of several margins must agree wherever these have an attribute in common. So the attributes come first, by
/// largest remainder; then each margin over several attributes is rounded so that its sums are those quotas.
struct Quotas {
  /// Quotas in the order of the margins and their cells; attributes that only occur in a joint margin have a margin
  /// of their own here, behind the others.
  let margins: [MarginQuotas]

  init(_ demography: Demography, total: Int, using generator: inout some RandomNumberGenerator) {
    var single: [Int: [Int]] = [:]
    let known = demography.quotaMargins
    var margins: [MarginQuotas?] = known.map { margin in
      guard margin.attributes.count == 1 else { return nil }
      let quotas = Self.quotas(margin, total)
      var byCategory = [Int](
        repeating: 0, count: demography.attributes[margin.attributes[0]].categories.count)
      for (cell, quota) in zip(margin.cells, quotas) { byCategory[cell.codes[0]] = quota }
      single[margin.attributes[0]] = byCategory
      return MarginQuotas(margin: margin, quotas: quotas)
    }
    var implied: [MarginQuotas] = []
    for (number, margin) in known.enumerated() where margin.attributes.count > 1 {
      for attribute in margin.attributes where single[attribute] == nil {
        let categories = demography.attributes[attribute].categories
        let shares = margin.shares(of: attribute, categories: categories.count)
        let quotas = LargestRemainder.quotas(shares, of: total)
        single[attribute] = quotas
        let cells = zip(categories.indices, shares).filter { $1 > 0 }
          .map { Margin.Cell(codes: [$0], amount: $1, location: margin.location) }
        implied.append(
          MarginQuotas(
            margin: Margin(
              attributes: [attribute], cells: cells, isAbsolute: false, location: margin.location),
            quotas: cells.map { quotas[$0.codes[0]] }))
      }
      margins[number] = MarginQuotas(
        margin: margin, quotas: Self.joint(margin, single, total, using: &generator))
    }
    self.margins = margins.compactMap { $0 } + implied
  }

  private static func quotas(_ margin: Margin, _ total: Int) -> [Int] {
    margin.isAbsolute
      ? margin.cells.map { Int($0.amount) } : LargestRemainder.quotas(margin.shares, of: total)
  }

  /// Rounds a joint margin, its sums along each attribute given.
  private static func joint(
    _ margin: Margin, _ single: [Int: [Int]], _ total: Int,
    using generator: inout some RandomNumberGenerator
  ) -> [Int] {
    if margin.isAbsolute { return margin.cells.map { Int($0.amount) } }
    let lines = margin.attributes.enumerated().map { place, attribute in
      QuotaTable.Line(
        keys: margin.cells.map { $0.codes[place] },
        quotas: (single[attribute] ?? []).map(Double.init))
    }
    let table = QuotaTable(weights: margin.shares, lines: lines)
    let fitted = ProportionalFitting.fit(table).values
    return QuotaRepair.repaired(
      Integerisation.rounded(fitted, total: total), fitted, table, using: &generator)
  }
}
