/// The combinations of values that can occur, for attributes that depend on each other.
///
/// Margins over several attributes are joined like tables of a database, so that only combinations with a share
/// anywhere are ever made: a table of what occurs, not of what is conceivable. Attributes that share no margin are
/// independent and never multiplied.
struct JointSupport {
  /// The numbers of the attributes, ascending.
  let attributes: [Int]
  /// For each combination the categories, in the order of the attributes.
  var cells: [[Int]]
  /// How often each combination is before fitting.
  var weights: [Double]
  /// True when the combinations come from joint margins, false when they come from microdata or from one attribute.
  let isJoined: Bool

  /// More combinations than anyone has data for.
  static let limit = 500_000

  /// The independent groups of attributes of a demography, each with what can occur in it; with microdata there is
  /// one group.
  ///
  /// - Throws: `TooLarge` when margins that overlap allow too many combinations.
  static func groups(_ demography: Demography) throws(TooLarge) -> [JointSupport] {
    if let cells = demography.cells {
      return [
        JointSupport(
          attributes: Array(demography.attributes.indices), cells: cells.map(\.codes),
          weights: cells.map(\.weight), isJoined: false)
      ]
    }
    var groups: [JointSupport] = []
    for attributes in components(demography) {
      let joints = demography.margins.filter {
        $0.attributes.count > 1 && attributes.contains($0.attributes[0])
      }
      groups.append(try JointSupport(attributes, joints, demography))
    }
    return groups
  }

  /// The combinations are too many.
  struct TooLarge: Error {
    /// The attributes.
    let attributes: [Int]
  }

  /// Sets of attributes that are connected by margins over several of them, in order of their first attributes.
  private static func components(_ demography: Demography) -> [[Int]] {
    var group = Array(demography.attributes.indices)
    for margin in demography.margins {
      let joined = Set(margin.attributes.map { group[$0] })
      let name = joined.min() ?? 0
      for place in group.indices where joined.contains(group[place]) { group[place] = name }
    }
    return Set(group).sorted().map { name in group.indices.filter { group[$0] == name } }
  }

  private init(attributes: [Int], cells: [[Int]], weights: [Double], isJoined: Bool) {
    self.isJoined = isJoined
    self.attributes = attributes
    self.cells = cells
    self.weights = weights
  }

  private init(
    _ attributes: [Int], _ joints: [Margin], _ demography: Demography
  ) throws(TooLarge) {
    var known: [Int] = []
    var rows: [[Int]] = [[]]
    for margin in joints.isEmpty ? [] : Self.chained(joints, by: \.attributes) {
      let shared = margin.attributes.filter { known.contains($0) }
      let new = margin.attributes.filter { !known.contains($0) }
      let cells = margin.cells.filter { $0.amount > 0 }.map { cell in
        Dictionary(uniqueKeysWithValues: zip(margin.attributes, cell.codes))
      }
      let byShared = Dictionary(grouping: cells) { cell in shared.map { cell[$0] ?? 0 } }
      let places = shared.compactMap { known.firstIndex(of: $0) }
      var joined: [[Int]] = []
      for row in rows {
        for cell in byShared[places.map { row[$0] }] ?? [] {
          joined.append(row + new.map { cell[$0] ?? 0 })
        }
        if joined.count > Self.limit { throw TooLarge(attributes: attributes) }
      }
      rows = joined
      known += new
    }
    if joints.isEmpty {
      rows = demography.attributes[attributes[0]].categories.indices.map { [$0] }
      known = attributes
    }
    let order = attributes.compactMap { known.firstIndex(of: $0) }
    self.init(
      attributes: attributes, cells: rows.map { row in order.map { row[$0] } },
      weights: rows.map { _ in 1 }, isJoined: !joints.isEmpty)
  }

  /// The margins in an order in which each shares an attribute with one before it, if it can.
  static func chained<Element>(_ margins: [Element], by attributes: (Element) -> [Int]) -> [Element]
  {
    var rest = margins
    var chain: [Element] = []
    while !rest.isEmpty {
      let known = Set(chain.flatMap(attributes))
      let next = rest.firstIndex { !known.isDisjoint(with: attributes($0)) } ?? 0
      chain.append(rest.remove(at: next))
    }
    return chain
  }

  /// For each combination the number of the margin's cell that it belongs to.
  func keys(of margin: Margin) -> [Int?] {
    let numbers = Dictionary(
      margin.cells.enumerated().map { ($1.codes, $0) }, uniquingKeysWith: { first, _ in first })
    let places = margin.attributes.compactMap { attributes.firstIndex(of: $0) }
    return cells.map { cell in numbers[places.map { cell[$0] }] }
  }
}
