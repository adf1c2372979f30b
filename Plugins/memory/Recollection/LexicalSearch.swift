/// Ranks texts by the words that they share with a question, in the manner of BM25.
///
/// Constants are those of Robertson and Zaragoza, "The Probabilistic Relevance Framework" (2009).
/// The rarity of a word is measured with a logarithm made of exact operations, so that scores are
/// the same on every machine.
package struct LexicalSearch {
  private static let saturation = 1.2
  private static let lengthWeight = 0.75

  private let terms: [String: Int]
  private var documents: [(length: Int, counts: [Int])] = []

  package init(question: String) {
    var terms: [String: Int] = [:]
    for word in Words.of(question) where terms[word] == nil { terms[word] = terms.count }
    self.terms = terms
  }

  /// Adds a document made of some texts.
  package mutating func add(_ texts: [String]) {
    var counts = [Int](repeating: 0, count: terms.count)
    var length = 0
    for text in texts {
      for word in Words.of(text) {
        length += 1
        if let term = terms[word] { counts[term] += 1 }
      }
    }
    documents.append((length, counts))
  }

  /// The positions of the documents that share a word, best first, the later one of equals first.
  package func ranking(limit: Int) -> [(position: Int, score: Double)] {
    let rarities = (0..<terms.count).map(rarity)
    let total = documents.reduce(0) { $0 + $1.length }
    let average = Double(max(total, 1)) / Double(max(documents.count, 1))
    let scored = documents.indices.compactMap { position -> (position: Int, score: Double)? in
      let score = score(documents[position], rarities, average)
      return score > 0 ? (position, score) : nil
    }
    let ranked = scored.sorted {
      $0.score == $1.score ? $0.position > $1.position : $0.score > $1.score
    }
    return Array(ranked.prefix(limit))
  }

  private func rarity(of term: Int) -> Double {
    let holders = Double(documents.count { $0.counts[term] > 0 })
    let others = Double(documents.count) - holders
    return Self.logarithm(1 + (others + 0.5) / (holders + 0.5))
  }

  /// The binary logarithm, linear between powers of two.
  private static func logarithm(_ value: Double) -> Double {
    Double(value.exponent) + value.significand - 1
  }

  private func score(
    _ document: (length: Int, counts: [Int]), _ rarities: [Double], _ average: Double
  ) -> Double {
    let relativeLength = Double(document.length) / average
    let damping = Self.saturation * (1 - Self.lengthWeight + Self.lengthWeight * relativeLength)
    var score = 0.0
    for (term, count) in document.counts.enumerated() where count > 0 {
      let frequency = Double(count)
      score += rarities[term] * frequency * (Self.saturation + 1) / (frequency + damping)
    }
    return (score * 10_000).rounded() / 10_000
  }
}
