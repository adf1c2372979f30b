/// A list of cells and what their counts must sum to, along several margins: what fitting and rounding work on.
struct QuotaTable {
  /// One margin: which of its cells each cell of the table belongs to, and how many each is to have.
  struct Line: Equatable {
    /// For each cell of the table the number of the margin's cell; nil for none.
    var keys: [Int?]
    /// How many each cell of the margin is to have.
    var quotas: [Double]
  }

  /// What goes together how often, before fitting; one entry a cell.
  var weights: [Double]
  /// The margins.
  var lines: [Line]

  /// How far sums are from their quotas, all margins together.
  func deviation(of values: [Double]) -> Double {
    lines.reduce(0) { total, line in
      let sums = line.sums(of: values)
      return total + zip(sums, line.quotas).reduce(0) { $0 + abs($1.0 - $1.1) }
    }
  }
}

extension QuotaTable.Line {
  /// What the values of the table's cells sum to in each cell of the margin.
  func sums(of values: [Double]) -> [Double] {
    var sums = [Double](repeating: 0, count: quotas.count)
    for (key, value) in zip(keys, values) { if let key { sums[key] += value } }
    return sums
  }

  /// The cells of the margin that are to have something and that no cell of the table belongs to.
  func unreachable(_ weights: [Double]) -> [Int] {
    let sums = sums(of: weights)
    return quotas.indices.filter { quotas[$0] > 0 && sums[$0] <= 0 }
  }
}
