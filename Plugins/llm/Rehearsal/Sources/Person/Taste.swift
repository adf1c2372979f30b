/// What a person thinks of things, from words that its persona shares with them, and else from a leaning
/// that is drawn once for each person and thing.
struct Taste {
  private struct Mark {
    let stem: Stem
    let value: Double
    /// A belief speaks for or against a thing only where no liking or dislike does.
    var isBelief = false
  }

  private let marks: [Mark]
  private let key: UInt64
  private let bias: Double

  init(_ profile: Profile) {
    var marks: [Mark] = []
    Self.mark(profile.likes, 1.2, &marks)
    Self.mark(profile.interests, 0.5, &marks)
    Self.mark(profile.dislikes, -1.5, &marks)
    for belief in profile.beliefs { Self.markBelief(belief, &marks) }
    self.marks = marks
    key = profile.key
    bias = 0.2 * Double(profile.agreeableness) + 0.12 * Double(profile.openness)
  }

  /// How much a word means to the person, either way.
  func interest(in stem: Stem) -> Double {
    var strongest = 0.0
    for mark in marks where mark.stem == stem { strongest = max(strongest, abs(mark.value)) }
    return strongest
  }

  /// What the person thinks of a thing; its last word counts most.
  ///
  /// Around 0, mostly within ±2.
  func value(of stems: [Stem]) -> Double {
    guard let key = stems.last else { return 0 }
    let known = stems.compactMap(opinion)
    // What the persona says leaves little to chance.
    return known.isEmpty ? leaning(to: key) : known.reduce(0.3 * leaning(to: key), +)
  }

  /// What the persona says about a word; nil when it says nothing.
  private func opinion(on stem: Stem) -> Double? {
    let said = marks.filter { $0.stem == stem }
    let tastes = said.filter { !$0.isBelief }
    guard !said.isEmpty else { return nil }
    return (tastes.isEmpty ? said : tastes).reduce(0) { $0 + $1.value }
  }

  /// How the person stands to a thing.
  func leaning(on stems: [Stem]) -> Leaning {
    let value = value(of: stems) + bias
    return switch value {
    case ..<(-0.9): Leaning(-2)
    case ..<(-0.15): Leaning(-1)
    case ..<0.15: Leaning(0)
    case ..<0.9: Leaning(1)
    default: Leaning(2)
    }
  }

  /// Between −1 and 1, and always the same for this person and this word.
  private func leaning(to stem: Stem) -> Double {
    Double(Draw.mix(key ^ stem.value) % 2001) / 1000 - 1
  }

  private static func mark(_ texts: [String], _ value: Double, _ marks: inout [Mark]) {
    for text in texts {
      for word in WordText(text).words where !PlainWords.all.contains(word.stem) {
        marks.append(Mark(stem: word.stem, value: value))
      }
    }
  }

  private static let denials = StemSet(["no not never nobody nothing only without none waste theft"]
  )

  /// A belief speaks for what it names, unless it denies something.
  private static func markBelief(_ belief: String, _ marks: inout [Mark]) {
    let words = WordText(belief).words
    let value = words.contains { denials.contains($0.stem) } ? -0.4 : 0.8
    for word in words where !PlainWords.all.contains(word.stem) {
      marks.append(Mark(stem: word.stem, value: value, isBelief: true))
    }
  }
}
