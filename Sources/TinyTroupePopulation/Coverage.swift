/// How well people cover the demography that they were drawn from.
public struct Coverage: Sendable, Equatable {
  /// One value, or one combination of values.
  public struct Row: Sendable, Equatable {
    /// The attributes, joined by ` * `.
    public let attribute: String
    /// The categories, joined by ` * `.
    public let category: String
    /// The share in the population, from 0 to 1.
    public let share: Double
    /// How many of the people it ought to be, not rounded.
    public let target: Double
    /// How many were planned.
    public let quota: Int
    /// How many there are.
    public let got: Int
    /// How many are missing.
    public var shortfall: Int { max(0, quota - got) }
  }

  /// By margin, in the order of the demography.
  public let rows: [Row]
  /// How many people were wanted.
  public let wanted: Int
  /// How many there are.
  public let got: Int
  /// How many people of a simple random sample tell as much, when answers are weighted to the population's shares.
  public let effectiveSize: Double
  /// What each person counts for then; 1 on average.
  public let weights: [Double]
  /// How far the weighted sums are from the population's shares, at most; above 0 when a value has nobody.
  public let largestGap: Double

  /// How many people are missing, over all margins.
  public var shortfall: Int { rows.reduce(0) { $0 + $1.shortfall } }

  /// Compares people with the population.
  ///
  /// - Parameters:
  ///   - sample: Those who were wanted.
  ///   - made: The numbers of those who were made, which are all of them unless something failed.
  public init(of sample: PopulationSample, made: [Int]? = nil) {
    let demography = sample.demography
    let made = made ?? Array(sample.people.indices)
    let people = made.map { sample.people[$0] }
    var rows: [Row] = []
    for entry in sample.quotas {
      let margin = entry.margin
      for (number, share) in margin.shares.enumerated() {
        let cell = margin.cells[number]
        func isIn(_ person: [Int]) -> Bool {
          zip(margin.attributes, cell.codes).allSatisfy { person[$0] == $1 }
        }
        let names = margin.attributes.map { demography.attributes[$0].name }
        let categories = zip(margin.attributes, cell.codes).map {
          demography.attributes[$0].categories[$1]
        }
        rows.append(
          Row(
            attribute: names.joined(separator: " * "),
            category: categories.joined(separator: " * "), share: share,
            target: share * Double(sample.people.count), quota: entry.quotas[number],
            got: people.count(where: isIn)))
      }
    }
    self.rows = rows
    wanted = sample.people.count
    got = people.count
    (weights, largestGap) = Self.weights(people, sample.quotas.map(\.margin))
    effectiveSize = EffectiveSize.kish(weights)
  }

  /// Weights that rake the people to the population's shares.
  private static func weights(
    _ people: [[Int]], _ margins: [Margin]
  ) -> (weights: [Double], gap: Double) {
    guard !people.isEmpty else { return ([], 1) }
    let lines = margins.map { margin in
      let numbers = Dictionary(
        margin.cells.enumerated().map { ($1.codes, $0) }, uniquingKeysWith: { first, _ in first })
      return QuotaTable.Line(
        keys: people.map { person in numbers[margin.attributes.map { person[$0] }] },
        quotas: margin.shares.map { $0 * Double(people.count) })
    }
    let table = QuotaTable(weights: people.map { _ in 1 }, lines: lines)
    let fit = ProportionalFitting.fit(table, rounds: 100)
    let sum = fit.values.reduce(0, +)
    let scale = sum > 0 ? Double(people.count) / sum : 1
    let weights = fit.values.map { $0 * scale }
    let gap = lines.reduce(0.0) { worst, line in
      zip(line.sums(of: weights), line.quotas).reduce(worst) {
        max($0, abs($1.0 - $1.1) / Double(people.count))
      }
    }
    return (weights, gap < 1e-6 ? 0 : gap)
  }
}

/// How much a weighted sample tells.
public enum EffectiveSize {
  /// The size of an equally weighted sample that is as precise: (Σw)² / Σw² (Kish, "Survey Sampling", 1965).
  public static func kish(_ weights: [Double]) -> Double {
    let squares = weights.reduce(0) { $0 + $1 * $1 }
    let sum = weights.reduce(0, +)
    return squares > 0 ? sum * sum / squares : 0
  }
}
