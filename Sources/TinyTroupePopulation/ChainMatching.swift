/// Puts people together from joint margins that form a chain or a tree.
///
/// Where each margin has attributes in common with those before it and brings new ones, the fitted table is the one
/// in which new attributes depend on the common ones alone. So people can be dealt out: each margin's people, already
/// counted, are shuffled within every value of what is common, and joined to those who are there. All margins are
/// met exactly, and each way to do so is as likely.
enum ChainMatching {
  /// How many people each combination gets; nil for margins in a circle, or when they do not agree on what is
  /// common.
  static func counts(
    _ group: JointSupport, _ margins: [MarginQuotas], total: Int,
    using generator: inout some RandomNumberGenerator
  ) -> [Int]? {
    guard group.isJoined else { return nil }
    let joints = JointSupport.chained(
      margins.filter { $0.margin.attributes.count > 1 }, by: \.margin.attributes)
    var known: [Int] = []
    var people: [[Int]] = Array(repeating: [], count: total)
    for entry in joints {
      let new = entry.margin.attributes.filter { !known.contains($0) }
      guard !new.isEmpty,
        let joined = joined(people, known, entry, new, using: &generator)
      else { return nil }
      people = joined
      known += new
    }
    return group.counts(of: people, known)
  }

  private static func joined(
    _ people: [[Int]], _ known: [Int], _ entry: MarginQuotas, _ new: [Int],
    using generator: inout some RandomNumberGenerator
  ) -> [[Int]]? {
    let attributes = entry.margin.attributes
    let common = attributes.filter { known.contains($0) }
    let places = common.compactMap { known.firstIndex(of: $0) }
    let commonPlaces = common.compactMap { attributes.firstIndex(of: $0) }
    let newPlaces = new.compactMap { attributes.firstIndex(of: $0) }
    let dealt = zip(entry.margin.cells, entry.quotas).flatMap { cell, quota in
      Array(repeating: cell.codes, count: quota)
    }
    guard dealt.count == people.count else { return nil }
    var decks = Dictionary(grouping: generator.shuffled(dealt)) { codes in
      commonPlaces.map { codes[$0] }
    }
    var joined: [[Int]] = []
    for person in people {
      guard let card = decks[places.map { person[$0] }]?.popLast() else { return nil }
      joined.append(person + newPlaces.map { card[$0] })
    }
    return joined
  }
}

extension JointSupport {
  /// How many people have each combination; nil when somebody has none that can occur.
  ///
  /// - Parameter order: The attributes in the order in which people have their categories.
  fileprivate func counts(of people: [[Int]], _ order: [Int]) -> [Int]? {
    let numbers = Dictionary(
      cells.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    let places = attributes.compactMap { order.firstIndex(of: $0) }
    guard places.count == attributes.count else { return nil }
    var counts = [Int](repeating: 0, count: cells.count)
    for person in people {
      guard let cell = numbers[places.map { person[$0] }] else { return nil }
      counts[cell] += 1
    }
    return counts
  }
}
