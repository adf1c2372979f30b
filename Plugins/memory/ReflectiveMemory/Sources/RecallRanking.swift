internal import Recollection
internal import TinyTroupeJSON

/// How much recency, importance and relevance count.
struct RecallWeights: Sendable {
  let recency: Double
  let importance: Double
  let relevance: Double

  init(_ json: JSON) {
    recency = json["recency"]?.double ?? 1
    importance = json["importance"]?.double ?? 1
    relevance = json["relevance"]?.double ?? 1
  }
}

/// Ranks events and insights for a question.
///
/// The score is the weighted sum of recency, importance and relevance, each brought to 0…1 over the
/// candidates (Park et al. 2023, section 4.1). Recency falls by half a hundredth each simulated hour, as there;
/// relevance is BM25. Only what shares a word with the question is a candidate.
struct RecallRanking {
  private static let decay = 0.995
  /// What an event counts on which nothing rests.
  private static let everyday = 2

  /// Something that was found.
  struct Found {
    let item: RememberedItem
    let score: Double
    let why: JSON
  }

  private struct Candidate {
    let item: RememberedItem
    let recency: Double
    let importance: Double
    let relevance: Double
  }

  private let candidates: [Candidate]
  private let weights: RecallWeights

  init(
    events: [RememberedItem], insights: [Insight], question: String, now: Int64,
    _ weights: RecallWeights
  ) {
    self.weights = weights
    var importances: [Int: Int] = [:]
    for insight in insights {
      for event in insight.evidence {
        importances[event] = max(importances[event] ?? 0, insight.importance)
      }
    }
    let items = events + insights.map(\.item)
    let weightsOfItems =
      events.map { importances[$0.id] ?? Self.everyday } + insights.map(\.importance)
    var search = LexicalSearch(question: question)
    for item in items { search.add(item.texts) }
    candidates = search.ranking(limit: items.count).map { position, score in
      let hours = SimulatedHours.since(items[position].event["time"]?.string ?? "", now: now)
      return Candidate(
        item: items[position], recency: SimulatedHours.power(Self.decay, hours),
        importance: Double(weightsOfItems[position]), relevance: score)
    }
  }

  /// The best candidates, the later one of equals first.
  func best(_ limit: Int) -> [Found] {
    let scaled = [\Candidate.recency, \.importance, \.relevance].map { scale($0) }
    let scored = candidates.indices.map { index -> (index: Int, score: Double) in
      let parts = scaled.map { $0[index] }
      let sum =
        weights.recency * parts[0] + weights.importance * parts[1] + weights.relevance * parts[2]
      return (index, (sum * 10_000).rounded() / 10_000)
    }
    let ordered = scored.sorted {
      $0.score == $1.score
        ? candidates[$0.index].item.id > candidates[$1.index].item.id : $0.score > $1.score
    }
    return ordered.prefix(limit).map { index, score in
      let candidate = candidates[index]
      let rounded = { (value: Double) in JSON.number((value * 10_000).rounded() / 10_000) }
      return Found(
        item: candidate.item, score: score,
        why: [
          "recency": rounded(candidate.recency), "importance": rounded(candidate.importance),
          "lexical": rounded(candidate.relevance),
        ])
    }
  }

  /// Values brought to 0…1; all 1 where they do not differ.
  private func scale(_ part: KeyPath<Candidate, Double>) -> [Double] {
    let values = candidates.map { $0[keyPath: part] }
    guard let least = values.min(), let most = values.max(), most > least else {
      return values.map { _ in 1 }
    }
    return values.map { ($0 - least) / (most - least) }
  }
}

/// Simulated time in whole hours.
enum SimulatedHours {
  /// The hours from a time as the contract writes it to `now` in nanoseconds; 0 for what is no time or later.
  static func since(_ text: String, now: Int64) -> Int {
    let numbers = text.split { !$0.isNumber }.compactMap { Int($0) }
    guard numbers.count >= 5 else { return 0 }
    let hour = days(numbers[0], numbers[1], numbers[2]) * 24 + numbers[3]
    let (present, _) = (now / 1_000_000_000).quotientAndRemainder(dividingBy: 3600)
    return max(Int(present) - hour, 0)
  }

  /// A number to a whole power, by multiplication alone, so that it is the same on every machine.
  static func power(_ base: Double, _ exponent: Int) -> Double {
    var (result, factor, rest) = (1.0, base, exponent)
    while rest > 0 {
      if rest % 2 == 1 { result *= factor }
      factor *= factor
      rest /= 2
    }
    return result
  }

  /// Days from 1970-01-01 (Hinnant, "chrono-Compatible Low-Level Date Algorithms").
  private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }
}
