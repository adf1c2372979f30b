/// Whole numbers in proportion to shares, with an exact sum.
public enum LargestRemainder {
  /// Divides `total` by shares (Hamilton's method).
  ///
  /// Each is rounded down, and what is left goes to those with the largest fraction, of equal ones to the first. None
  /// differs from its exact share by 1 or more.
  ///
  /// - Parameter shares: Not negative; they need not sum to 1.
  public static func quotas(_ shares: [Double], of total: Int) -> [Int] {
    let sum = shares.reduce(0, +)
    guard sum > 0, total > 0 else { return shares.map { _ in 0 } }
    let exact = shares.map { $0 / sum * Double(total) }
    // What is a whole number but for rounding of the computer counts as one.
    var quotas = exact.map { Int(($0 + 1e-9).rounded(.down)) }
    let byFraction = exact.indices.filter { shares[$0] > 0 }.sorted { left, right in
      let (first, second) = (
        exact[left] - Double(quotas[left]), exact[right] - Double(quotas[right])
      )
      return abs(first - second) < 1e-9 ? left < right : first > second
    }
    let left = total - quotas.reduce(0, +)
    for place in byFraction.prefix(max(0, left)) { quotas[place] += 1 }
    return quotas
  }
}
