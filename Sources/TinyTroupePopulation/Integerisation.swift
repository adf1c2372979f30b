/// Makes whole numbers of people from fitted values.
enum Integerisation {
  /// Truncate, replicate, sample (Lovelace and Ballas, "Truncate, replicate, sample: a method for creating integer
  /// weights for spatial microsimulation", 2013): each cell is rounded down, and the people that are left are drawn
  /// without replacement, with the fractions as odds.
  ///
  /// The draw is systematic over the cells in a random order: each cell is drawn with a probability that is its
  /// fraction exactly, and never twice.
  static func sampled(
    _ values: [Double], total: Int, using generator: inout some RandomNumberGenerator
  ) -> [Int] {
    var counts = truncated(values)
    let left = total - counts.reduce(0, +)
    guard left > 0 else { return counts }
    let fractions = zip(values, counts).map { max(0, $0 - Double($1)) }
    let sum = fractions.reduce(0, +)
    guard sum > 0 else { return counts }
    let step = sum / Double(left)
    var threshold = generator.fraction() * step
    var running = 0.0
    for cell in generator.shuffled(Array(fractions.indices.filter { fractions[$0] > 0 })) {
      running += fractions[cell]
      guard threshold < running else { continue }
      counts[cell] += 1
      threshold += step
    }
    return completed(counts, values, total: total)
  }

  /// Rounded down, then one more for those with the largest fractions: nothing is drawn.
  static func rounded(_ values: [Double], total: Int) -> [Int] {
    completed(truncated(values), values, total: total)
  }

  /// One more for those with the largest fractions, until the sum is right.
  private static func completed(_ counts: [Int], _ values: [Double], total: Int) -> [Int] {
    var counts = counts
    let left = total - counts.reduce(0, +)
    let order = values.indices.filter { values[$0] > 0 }.sorted { first, second in
      let (one, other) = (
        values[first] - Double(counts[first]), values[second] - Double(counts[second])
      )
      return abs(one - other) < 1e-9 ? first < second : one > other
    }
    for cell in order.prefix(max(0, left)) { counts[cell] += 1 }
    return counts
  }

  private static func truncated(_ values: [Double]) -> [Int] {
    values.map { Int(($0 + 1e-9).rounded(.down)) }
  }
}
