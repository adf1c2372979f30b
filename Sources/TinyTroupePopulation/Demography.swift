public import TinyTroupeYAML

/// A property in which people differ, with the values that it can have.
public struct Attribute: Sendable, Equatable {
  /// The name, also the place in a persona: `gender`, `occupation.title`.
  public let name: String
  /// The values, in the order of the file.
  public internal(set) var categories: [String]
}

/// The people of a file of microdata that are alike in every attribute.
public struct JointCell: Sendable, Equatable {
  /// For each attribute the number of its category.
  public let codes: [Int]
  /// How many people of the population it stands for, in any unit.
  public var weight: Double
}

/// What is known of a population: how often values are, alone or together.
///
/// Either a list of margins, or microdata, or both: then margins say how often, and microdata what goes together.
public struct Demography: Sendable, Equatable {
  /// The attributes, in the order of the file.
  public internal(set) var attributes: [Attribute] = []
  /// How often values are.
  public internal(set) var margins: [Margin] = []
  /// Which values occur together in microdata, and how often; nil when there is none.
  public internal(set) var cells: [JointCell]?
  /// Where it was read, for messages.
  public let location: SourceLocation?

  /// Makes an empty demography.
  public init(at location: SourceLocation? = nil) { self.location = location }

  /// The number of an attribute; it is added when it is new.
  mutating func attribute(named name: String) -> Int {
    if let known = attributes.firstIndex(where: { $0.name == name }) { return known }
    attributes.append(Attribute(name: name, categories: []))
    return attributes.count - 1
  }

  /// The number of a category; it is added when it is new.
  mutating func category(_ name: String, of attribute: Int) -> Int {
    if let known = attributes[attribute].categories.firstIndex(of: name) { return known }
    attributes[attribute].categories.append(name)
    return attributes[attribute].categories.count - 1
  }

  /// The margins that are filled exactly: those that are given, and with microdata those of all attributes that
  /// have a handful of values.
  var quotaMargins: [Margin] {
    guard cells != nil else { return margins }
    let others = attributes.indices.filter { attribute in
      attributes[attribute].categories.count <= Self.handful
        && !margins.contains { $0.attributes.contains(attribute) }
    }
    return margins + others.map { observedMargin(of: $0) }
  }

  /// More values than this are too many for each to get its share of a small sample.
  private static let handful = 12

  /// How often the values of an attribute are in the microdata.
  private func observedMargin(of attribute: Int) -> Margin {
    var sums = [Double](repeating: 0, count: attributes[attribute].categories.count)
    for cell in cells ?? [] { sums[cell.codes[attribute]] += cell.weight }
    let cells = sums.enumerated().filter { $1 > 0 }
      .map { Margin.Cell(codes: [$0], amount: $1, location: location) }
    return Margin(attributes: [attribute], cells: cells, isAbsolute: false, location: location)
  }

  /// The values of a cell of a margin in words: `age 18-29, gender female`.
  public func inWords(_ codes: [Int], of margin: Margin) -> String {
    zip(margin.attributes, codes)
      .map { "\(attributes[$0].name) \(attributes[$0].categories[$1])" }.joined(separator: ", ")
  }
}

/// How often the values of one attribute are, or the combinations of values of several.
public struct Margin: Sendable, Equatable {
  /// One combination.
  public struct Cell: Sendable, Equatable {
    /// For each attribute of the margin the number of its category.
    public let codes: [Int]
    /// How often, in any unit; or how many people, where the margin is absolute.
    public var amount: Double
    /// Where it stands.
    public let location: SourceLocation?
  }

  /// The numbers of the attributes.
  public let attributes: [Int]
  /// The combinations that occur, each once.
  public var cells: [Cell]
  /// True when amounts are numbers of people, not shares.
  public let isAbsolute: Bool
  /// Where it stands.
  public let location: SourceLocation?

  /// The sum of all amounts.
  public var total: Double { cells.reduce(0) { $0 + $1.amount } }

  /// The part of the whole that each cell has; sums to 1.
  public var shares: [Double] {
    let total = total
    return cells.map { total > 0 ? $0.amount / total : 0 }
  }

  /// The share of each category of one of its attributes.
  func shares(of attribute: Int, categories: Int) -> [Double] {
    var sums = [Double](repeating: 0, count: categories)
    guard let place = attributes.firstIndex(of: attribute) else { return sums }
    for (cell, share) in zip(cells, shares) { sums[cell.codes[place]] += share }
    return sums
  }
}
