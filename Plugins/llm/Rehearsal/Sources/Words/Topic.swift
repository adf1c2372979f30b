/// What a conversation is about: a phrase that fits into a sentence, and the stem that it is known by.
struct Topic {
  /// As it stands in a sentence: "the clock", "bottled gazpacho".
  let phrase: String
  /// Of its last word, which is what the phrase is about.
  let key: Stem
  /// Of all its words.
  let stems: [Stem]
}

/// Collects phrases from what was heard and finds the one that it turns on.
struct TopicFinder {
  private struct Candidate {
    let key: Stem
    var weight: Double
    /// The weight of the text that the phrase is taken from.
    var heaviest: Double
    var phrase: Phrase
  }

  /// Words that stand together without a word between them that a conversation is never about.
  private struct Phrase {
    let source: Int
    let words: Range<Int>
    let isDefinite: Bool
  }

  private static let longest = 3
  private var texts: [WordText] = []
  private var candidates: [Candidate] = []
  /// Stems that are never a topic: the names of people.
  private let names: [Stem]

  init(names: [Stem]) {
    self.names = names
  }

  /// Adds a text; the heavier, the more its words count.
  mutating func add(_ text: WordText, weight: Double) {
    texts.append(text)
    var start = 0
    while start < text.words.count {
      let end = runEnd(text, from: start)
      if end > start { add(text, start..<end, weight) }
      start = max(end, start + 1)
    }
  }

  /// The phrase with the greatest weight, the first of equals; `liking` adds what a person cares about.
  func best(except excluded: Stem? = nil, liking: (Stem) -> Double = { _ in 0 }) -> Topic? {
    var best: (weight: Double, phrase: Phrase)?
    for candidate in candidates where candidate.key != excluded {
      let weight = candidate.weight + liking(candidate.key)
      if weight > best?.weight ?? 0 { best = (weight, candidate.phrase) }
    }
    return best.map { topic($0.phrase) }
  }

  private func isContent(_ word: WordText.Word) -> Bool {
    !word.isNumber && word.range.count > 2 && !PlainWords.all.contains(word.stem)
      && !names.contains(word.stem)
  }

  private func runEnd(_ text: WordText, from start: Int) -> Int {
    var end = start
    while end < text.words.count, isContent(text.words[end]) {
      let word = text.words[end]
      // A capital at the start of a sentence may be a name or not.
      if word.startsSentence, word.isCapitalised { break }
      if end > start, word.followsBreak { break }
      end += 1
    }
    return end
  }

  private mutating func add(_ text: WordText, _ run: Range<Int>, _ weight: Double) {
    var run = run
    let before =
      run.lowerBound > 0 && !text.words[run.lowerBound].followsBreak
      ? text.words[run.lowerBound - 1].stem : nil
    // After "to" or "who" comes a verb.
    if let before, PlainWords.subjects.contains(before) { run.removeFirst() }
    while let last = run.last, isTrailing(text, text.words[last]) { run.removeLast() }
    guard let last = run.last, !isDescription(text, run), !isName(text, run) else { return }
    let words = max(run.lowerBound, last + 1 - Self.longest)..<(last + 1)
    let isDefinite =
      words.lowerBound == run.lowerBound && before.map(PlainWords.determiners.contains) ?? false
    let phrase = Phrase(source: texts.count - 1, words: words, isDefinite: isDefinite)
    count(phrase, key: text.words[last].stem, weight, added: weight * (isDefinite ? 1.25 : 1))
  }

  private mutating func count(_ phrase: Phrase, key: Stem, _ weight: Double, added: Double) {
    guard let known = candidates.firstIndex(where: { $0.key == key }) else {
      candidates.append(Candidate(key: key, weight: added, heaviest: weight, phrase: phrase))
      return
    }
    candidates[known].weight += added
    guard weight > candidates[known].heaviest else { return }
    candidates[known].heaviest = weight
    candidates[known].phrase = phrase
  }

  /// "a sad one", "is a bet", "as an actuary": it says how something is, not what it is about.
  private func isDescription(_ text: WordText, _ run: Range<Int>) -> Bool {
    let next = run.upperBound
    if next < text.words.count, !text.words[next].followsBreak,
      PlainWords.emptyNouns.contains(text.words[next].stem)
    {
      return true
    }
    let start = run.lowerBound
    guard start > 1, PlainWords.articles.contains(text.words[start - 1].stem) else { return false }
    return PlainWords.predicates.contains(text.words[start - 2].stem)
  }

  /// A single word with a capital is mostly somebody who is not here.
  private func isName(_ text: WordText, _ run: Range<Int>) -> Bool {
    run.count == 1 && text.words[run.lowerBound].isCapitalised
  }

  /// `stopped`, `quickly`: no phrase is about its last word then.
  private func isTrailing(_ text: WordText, _ word: WordText.Word) -> Bool {
    let ending = text.bytes[word.range].suffix(2)
    return ending.elementsEqual("ed".utf8) || ending.elementsEqual("ly".utf8)
  }

  private func topic(_ phrase: Phrase) -> Topic {
    let text = texts[phrase.source]
    let words = text.words[phrase.words]
    let range = (words.first?.range.lowerBound ?? 0)..<(words.last?.range.upperBound ?? 0)
    return Topic(
      phrase: (phrase.isDefinite ? "the " : "") + text.text(range),
      key: words.last?.stem ?? Stem(""), stems: words.map(\.stem))
  }
}
