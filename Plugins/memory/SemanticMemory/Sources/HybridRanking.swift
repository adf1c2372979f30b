internal import TinyTroupeJSON

/// Puts rankings by words and by meaning together.
///
/// Reciprocal rank fusion (Cormack, Clarke and Büttcher, "Reciprocal Rank Fusion outperforms Condorcet and
/// individual Rank Learning Methods", 2009): scores of different kinds need not be made comparable. Its constant
/// is the paper's.
struct HybridRanking {
  private static let damping = 60.0
  /// Less alike is chance.
  private static let leastSimilarity = 0.2

  /// An item that was found.
  struct Found {
    let position: Int
    let score: Double
    let why: JSON
  }

  private let lexical: [(position: Int, score: Double)]
  private var semantic: [(position: Int, score: Double)] = []
  private var isHybrid = false

  init(lexical: [(position: Int, score: Double)]) {
    self.lexical = lexical
  }

  /// Adds how alike the question and each item are, from -1 to 1.
  mutating func add(similarities: [(position: Int, similarity: Double)]) {
    isHybrid = true
    semantic = similarities.filter { $0.similarity >= Self.leastSimilarity }
      .map { ($0.position, $0.similarity) }
      .sorted { $0.score == $1.score ? $0.position > $1.position : $0.score > $1.score }
  }

  /// The best items, the later one of equals first.
  func best(_ limit: Int) -> [Found] {
    guard isHybrid else {
      return lexical.prefix(limit).map {
        Found(position: $0.position, score: $0.score, why: ["lexical": .number($0.score)])
      }
    }
    var fused: [Int: (score: Double, why: JSONObject)] = [:]
    for (name, ranking) in [("lexical", lexical), ("similarity", semantic)] {
      for (rank, entry) in ranking.enumerated() {
        var found = fused[entry.position] ?? (0, [:])
        found.score += 1 / (Self.damping + Double(rank + 1))
        found.why[name] = .number(entry.score)
        found.why["\(name)_rank"] = .integer(Int64(rank + 1))
        fused[entry.position] = found
      }
    }
    let ordered = fused.sorted {
      $0.value.score == $1.value.score ? $0.key > $1.key : $0.value.score > $1.value.score
    }
    return ordered.prefix(limit).map {
      let score = ($0.value.score * 1_000_000).rounded() / 1_000_000
      return Found(position: $0.key, score: score, why: .object($0.value.why))
    }
  }
}
