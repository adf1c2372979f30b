/// What the last four actions of each type said, oldest first.
struct OwnActions: Sendable {
  private struct Said: Sendable {
    let target: String
    let words: SpokenWords
  }

  private static let depth = 4
  private var byType: [String: [Said]] = [:]

  mutating func add(type: String, target: String, _ words: SpokenWords) {
    var latest = byType.removeValue(forKey: type) ?? []
    if latest.count == Self.depth { latest.removeFirst() }
    latest.append(Said(target: target, words: words))
    byType[type] = latest
  }

  /// Whether one of them said nearly the same to the same person.
  func contain(type: String, target: String, _ words: SpokenWords) -> Bool {
    byType[type]?.contains {
      $0.target == target && Repetition.isRepeated(words, of: $0.words)
    } ?? false
  }
}
