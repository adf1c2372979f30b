/// Recognises, by the words of the script, how somebody stands who was rehearsed too.
enum StanceReader {
  private static let leanings: [(marker: String, leaning: Leaning)] = (-2...2).flatMap { degree in
    let leaning = Leaning(degree)
    let lines = leaning.pick(Script.stances).lines + leaning.pick(Script.restatements).lines
    // The longest piece of each line, by which it is known.
    return lines.map { (marker: $0.longestText, leaning: leaning) }
  }.filter { $0.marker.utf8.count >= 9 }

  private static let leaningFinder = PhraseFinder(leanings.map(\.marker))

  /// The last words before a choice.
  private static let choiceFinder: PhraseFinder = {
    let tables = [Script.optionStances, Script.optionRestatements, Script.optionDisagreement]
    let leads = tables.flatMap(\.lines).compactMap { $0.text(before: .option) }
    let words = leads.map { lead in
      lead.split(whereSeparator: { ".,".contains($0) }).last.map(String.init) ?? lead
    }
    return PhraseFinder(Set(words.filter { $0.utf8.count > 5 }).sorted())
  }()

  /// How the speaker stands; nil when the words don't show it.
  static func leaning(in text: WordText) -> Leaning? {
    leaningFinder.first(in: text.bytes).map { leanings[$0.phrase].leaning }
  }

  /// What the speaker has chosen; nil when the words don't show it.
  static func choice(in text: WordText) -> String? {
    guard let hit = choiceFinder.first(in: text.bytes) else { return nil }
    let rest = text.bytes[hit.end...].prefix { !".,:;!?\n".utf8.contains($0) }
    let choice = String(decoding: rest, as: UTF8.self)
    return choice.isEmpty || choice.split(separator: " ").count > 3 ? nil : choice
  }
}
