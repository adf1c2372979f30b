/// Moves people between cells until every margin has exactly as many as it is to have.
///
/// Rounding keeps the sum but can miss margins by a few. Each move takes one person from a cell that has too many
/// along some margin to one along which there are too few, and it is the one that brings all margins closest; of
/// equal ones, the one that stays closest to the fitted values. Where no move helps, moves that do no harm are drawn
/// from a generator, up to a limit; margins that cannot be met together are left as close as they came.
struct QuotaRepair {
  private let table: QuotaTable
  private let fitted: [Double]
  private let members: [[[Int]]]
  private var counts: [Int]
  private var gaps: [[Int]]

  /// How many cells are looked at for one move, on either side.
  private static let reach = (from: 150, to: 1500)
  /// How many harmless moves may follow each other.
  private static let patience = 300

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
    var best = (distance: distance, counts: counts)
    var patience = Self.patience
    while best.distance > 0, patience > 0 {
      guard let move = move(using: &generator), move.change <= 0 else { break }
      patience = move.change < 0 ? Self.patience : patience - 1
      perform(move)
      if distance < best.distance { best = (distance, counts) }
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

  /// The best move there is; one of several harmless ones is drawn.
  private func move(using generator: inout some RandomNumberGenerator) -> Move? {
    var best: Move?
    var harmless: [Move] = []
    for line in gaps.indices {
      for key in gaps[line].indices where gaps[line][key] > 0 {
        for to in gaps[line].indices where gaps[line][to] < 0 {
          let moves = moves(line, from: key, to: to, using: &generator)
          for move in moves {
            if move.change == 0 { harmless.append(move) }
            if move.isBetter(than: best) { best = move }
          }
        }
      }
    }
    guard let best, best.change >= 0, !harmless.isEmpty else { return best }
    return harmless[generator.below(harmless.count)]
  }

  private func moves(
    _ line: Int, from over: Int, to under: Int, using generator: inout some RandomNumberGenerator
  ) -> [Move] {
    let sources = Self.some(
      members[line][over].filter { counts[$0] > 0 }, Self.reach.from, &generator)
    let targets = Self.some(members[line][under], Self.reach.to, &generator)
    return sources.compactMap { from in
      var best: Move?
      for to in targets {
        let move = Move(
          from: from, to: to, change: change(from, to),
          closeness: fitted[to] - Double(counts[to]) - fitted[from] + Double(counts[from]))
        if move.isBetter(than: best) { best = move }
      }
      return best
    }
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
