public import TinyTroupeYAML

/// People drawn from a demography: for each the value of every attribute.
///
/// How many have which value is arithmetic, and only who gets which combination is drawn: the same demography, size
/// and generator give the same people, and a quota that can be filled is filled exactly.
public struct PopulationSample: Sendable, Equatable {
  /// The demography that was drawn from.
  public let demography: Demography
  /// The categories of each person, in the order of the demography's attributes.
  public let people: [[Int]]
  /// How many people each cell of each margin is to have.
  public let quotas: [MarginQuotas]

  /// Draws people.
  ///
  /// - Parameters:
  ///   - count: How many.
  ///   - generator: The only source of chance.
  /// - Throws: Quotas that cannot be filled, with their places; a demography of nobody.
  public init(
    of demography: Demography, count: Int, using generator: inout some RandomNumberGenerator
  ) throws(DiagnosticList) {
    self.demography = demography
    let mistakes = demography.mistakes(count: count)
    if !mistakes.isEmpty { throw DiagnosticList(mistakes) }
    let groups: [JointSupport]
    do throws(JointSupport.TooLarge) {
      groups = try JointSupport.groups(demography)
    } catch {
      throw DiagnosticList([
        .tooManyCombinations(error.attributes.map { demography.attributes[$0].name }, demography)
      ])
    }
    let quotas = Quotas(demography, total: count, using: &generator)
    var columns = [[Int]](repeating: [], count: demography.attributes.count)
    for group in groups {
      let drawn = try Self.draw(group, quotas, demography, count, using: &generator)
      for (place, attribute) in group.attributes.enumerated() {
        columns[attribute] = drawn.map { group.cells[$0][place] }
      }
    }
    self.quotas = quotas.margins
    people = (0..<count).map { person in columns.map { $0[person] } }
  }

  /// The combinations that people of one group have, in random order.
  private static func draw(
    _ group: JointSupport, _ quotas: Quotas, _ demography: Demography, _ count: Int,
    using generator: inout some RandomNumberGenerator
  ) throws(DiagnosticList) -> [Int] {
    let own = quotas.margins.filter { group.attributes.contains($0.margin.attributes[0]) }
    let lines = own.map { entry in
      QuotaTable.Line(
        keys: group.keys(of: entry.margin), quotas: entry.quotas.map(Double.init))
    }
    var table = QuotaTable(weights: group.weights, lines: lines)
    let unreachable = zip(own, lines).flatMap { entry, line in
      line.unreachable(group.weights).map {
        Diagnostic.impossibleQuota(entry.margin, $0, quota: entry.quotas[$0], demography)
      }
    }
    if !unreachable.isEmpty { throw DiagnosticList(unreachable) }
    if lines.isEmpty {
      let total = table.weights.reduce(0, +)
      table.weights = table.weights.map { $0 / total * Double(count) }
    }
    let fitted = normalised(ProportionalFitting.fit(table).values, count)
    let start =
      ChainMatching.counts(group, own, total: count, using: &generator)
      ?? Integerisation.sampled(fitted, total: count, using: &generator)
    let counts = QuotaRepair.repaired(start, fitted, table, using: &generator)
    let drawn = counts.enumerated().flatMap { [Int](repeating: $0, count: $1) }
    return generator.shuffled(drawn)
  }

  /// Margins that contradict each other leave a sum that is not the number of people.
  private static func normalised(_ values: [Double], _ count: Int) -> [Double] {
    let sum = values.reduce(0, +)
    return sum > 0 ? values.map { $0 / sum * Double(count) } : values
  }

  /// The values of a person by the names of the attributes, in their order.
  public func values(of person: Int) -> [(attribute: String, category: String)] {
    zip(demography.attributes, people[person]).map { ($0.name, $0.categories[$1]) }
  }
}
