/// Moves people between cells until every margin has exactly as many as it is to have.
///
/// Rounding keeps the sum but can miss margins by a few. Each move takes one person from a cell that has too many
/// along some margin to one along which there are too few. First moves are made that bring all margins closer, the
/// best one each time; of equal ones, the one that stays closest to the fitted values. Where none is left, moves are
/// drawn: those that do no harm, and now and then one that does, as local search for satisfiability does it (Selman,
/// Kautz and Cohen, "Noise strategies for improving local search", 1994). Margins that cannot be met together are
/// left as close as they came.
struct QuotaRepair {
  private let table: QuotaTable
  private let fitted: [Double]
  private let members: [[[Int]]]
  private var counts: [Int]
  private var gaps: [[Int]]

  /// How many cells are looked at for one move, on either side, while each move helps.
  private static let reach = (from: 150, to: 1500)
  /// The same while moves are drawn.
  private static let drawnReach = (from: 8, to: 400)
  /// How many moves are drawn at most.
  private static let patience = 3000
  /// How many of a hundred drawn moves may do harm, so that the search gets out of corners.
  private static let harm = 0.15

  /// The counts with their margins put right.
  static func repaired(
    _ counts: [Int], _ fitted: [Double], _ table: QuotaTable,
    using generator: inout some RandomNumberGenerator
  ) -> [Int] {
    var repair = QuotaRepair(counts, fitted, table)
    return repair.run(using: &generator)
  }

  private init(_ counts: [Int], _ fitted: [Double], _ table: QuotaTable) {
    self.table = table
    self.fitted = fitted
    self.counts = counts
    gaps = table.lines.map { line in
      zip(line.sums(of: counts.map(Double.init)), line.quotas).map { Int(($0 - $1).rounded()) }
    }
    members = table.lines.map { line in
      var members = [[Int]](repeating: [], count: line.quotas.count)
      for (cell, key) in line.keys.enumerated() where table.weights[cell] > 0 {
        if let key { members[key].append(cell) }
      }
      return members
    }
  }

  private var distance: Int { gaps.reduce(0) { $0 + $1.reduce(0) { $0 + abs($1) } } }

  private mutating func run(using generator: inout some RandomNumberGenerator) -> [Int] {
    while distance > 0, let move = bestMove(using: &generator), move.change < 0 { perform(move) }
    var best = (distance: distance, counts: counts)
    var patience = Self.patience
    while best.distance > 0, patience > 0, let move = drawnMove(using: &generator) {
      patience -= 1
      let isHarmful = move.change > 0
      if isHarmful, move.change > 2 || generator.fraction() > Self.harm { continue }
      perform(move)
      if distance < best.distance {
        best = (distance, counts)
        patience = Self.patience
      }
    }
    return best.counts
  }

  // MARK: Moves

  private struct Move {
    let from: Int
    let to: Int
    let change: Int
    let closeness: Double

    func isBetter(than other: Move?) -> Bool {
      guard let other else { return true }
      return change == other.change ? closeness > other.closeness : change < other.change
    }
  }

  /// The best move there is.
  private func bestMove(using generator: inout some RandomNumberGenerator) -> Move? {
    var best: Move?
    for line in gaps.indices {
      for key in gaps[line].indices where gaps[line][key] > 0 {
        for to in gaps[line].indices where gaps[line][to] < 0 {
          let move = move(line, from: key, to: to, Self.reach, using: &generator)
          if let move, move.isBetter(than: best) { best = move }
        }
      }
    }
    return best
  }

  /// A good move along a margin that is drawn.
  private func drawnMove(using generator: inout some RandomNumberGenerator) -> Move? {
    let open = gaps.indices.filter { line in
      gaps[line].contains { $0 > 0 } && gaps[line].contains { $0 < 0 }
    }
    guard !open.isEmpty else { return nil }
    let line = open[generator.below(open.count)]
    let over = gaps[line].indices.filter { gaps[line][$0] > 0 }
    let under = gaps[line].indices.filter { gaps[line][$0] < 0 }
    return move(
      line, from: over[generator.below(over.count)], to: under[generator.below(under.count)],
      Self.drawnReach, using: &generator)
  }

  /// The best move between two cells of a margin.
  private func move(
    _ line: Int, from over: Int, to under: Int, _ reach: (from: Int, to: Int),
    using generator: inout some RandomNumberGenerator
  ) -> Move? {
    let sources = Self.some(members[line][over].filter { counts[$0] > 0 }, reach.from, &generator)
    let targets = Self.some(members[line][under], reach.to, &generator)
    var best: Move?
    for from in sources {
      for to in targets {
        let move = Move(
          from: from, to: to, change: change(from, to),
          closeness: fitted[to] - Double(counts[to]) - fitted[from] + Double(counts[from]))
        if move.isBetter(than: best) { best = move }
      }
    }
    return best
  }

  private static func some(
    _ cells: [Int], _ most: Int, _ generator: inout some RandomNumberGenerator
  ) -> [Int] {
    cells.count <= most ? cells : Array(generator.shuffled(cells).prefix(most))
  }

  /// How much farther from all quotas the table is after a move.
  private func change(_ from: Int, _ to: Int) -> Int {
    var change = 0
    for (line, gaps) in zip(table.lines, gaps) where line.keys[from] != line.keys[to] {
      if let key = line.keys[from] { change += gaps[key] > 0 ? -1 : 1 }
      if let key = line.keys[to] { change += gaps[key] < 0 ? -1 : 1 }
    }
    return change
  }

  private mutating func perform(_ move: Move) {
    counts[move.from] -= 1
    counts[move.to] += 1
    for (number, line) in table.lines.enumerated() {
      if let key = line.keys[move.from] { gaps[number][key] -= 1 }
      if let key = line.keys[move.to] { gaps[number][key] += 1 }
    }
  }
}
