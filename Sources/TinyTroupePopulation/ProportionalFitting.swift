/// Iterative proportional fitting, also called raking (Deming and Stephan, "On a least squares adjustment of a
/// sampled frequency table when the expected marginal totals are known", 1940).
///
/// Cells that begin at 0 stay at 0, so only those that can occur are kept. Where the margins can be met together,
/// the result is the table that meets them and is closest to the weights in relative entropy (Csiszár, 1975).
enum ProportionalFitting {
  /// The fitted values, and how far they are from the quotas.
  struct Result {
    let values: [Double]
    /// The largest difference between a sum and its quota.
    let error: Double
  }

  /// Scales the cells of each margin in turn until all margins are met.
  ///
  /// - Parameters:
  ///   - rounds: How often all margins are gone through at most; margins that contradict each other never settle.
  ///   - tolerance: The difference between a sum and its quota that is good enough.
  static func fit(_ table: QuotaTable, rounds: Int = 500, tolerance: Double = 1e-9) -> Result {
    var values = table.weights
    var error = Double.infinity
    for _ in 0..<rounds {
      for line in table.lines { scale(&values, line) }
      error = largestError(values, table)
      if error <= tolerance { break }
    }
    return Result(values: values, error: error)
  }

  private static func scale(_ values: inout [Double], _ line: QuotaTable.Line) {
    let factors = zip(line.quotas, line.sums(of: values)).map { $1 > 0 ? $0 / $1 : 0 }
    for (cell, key) in line.keys.enumerated() { if let key { values[cell] *= factors[key] } }
  }

  private static func largestError(_ values: [Double], _ table: QuotaTable) -> Double {
    table.lines.reduce(0) { worst, line in
      zip(line.sums(of: values), line.quotas).reduce(worst) { max($0, abs($1.0 - $1.1)) }
    }
  }
}
