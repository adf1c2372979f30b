internal import TinyTroupeJSON

/// What a turn is about, seen by the person whose turn it is.
struct Situation {
  /// Somebody who has said something, and what it shows.
  struct Speech {
    let speaker: String
    let text: WordText

    var firstName: String { Profile.firstName(speaker) }
  }

  let person: Person
  /// What came from the world, from nobody in particular.
  private(set) var announcements: [WordText] = []
  private(set) var speeches: [Speech] = []
  /// What the person said itself; only when its experience is read afterwards.
  private(set) var ownWords: [WordText] = []
  /// The person's own new thoughts.
  private(set) var thoughts: [String] = []
  /// What the person knows of itself and nobody else does, as a sentence; kept in mind through its goals.
  private(set) var secret: String?
  /// What the person last wanted and attended to, in its own words.
  private let earlier: String
  private let attended: String
  /// The stems of the names of those who are present or speak: nobody is a topic.
  private var names: [Stem]

  private static let mostNames = 64

  init(_ about: About) {
    person = about.person
    earlier = Self.text(about.state["goals"])
    attended = Self.text(about.state["attention"])
    names = WordText(person.profile.name).words.map(\.stem)
    for name in about.accessible.names.prefix(Self.mostNames) {
      names += WordText(name).words.map(\.stem)
    }
    for stimulus in about.stimuli { take(stimulus) }
    secret = thoughts.lazy.reversed().compactMap(Self.confession).first ?? Self.secret(in: earlier)
    for text in [about.question, about.objective, about.content] where !text.isEmpty {
      announcements.append(WordText(text))
    }
  }

  /// "I stopped the clock." The first sentence of a thought that says what the person has done.
  private static func confession(_ thought: String) -> String? {
    guard thought.hasPrefix("I ") || thought.hasPrefix("My ") else { return nil }
    return thought.firstIndex { ".!".contains($0) }.map { String(thought[...$0]) }
  }

  private static func secret(in goals: String) -> String? {
    guard goals.hasPrefix(Script.secretAim) else { return nil }
    let rest = goals.dropFirst(Script.secretAim.count)
    return rest.firstIndex { ".!".contains($0) }.map { String(rest[...$0]) }
  }

  private mutating func take(_ stimulus: Stimulus) {
    if stimulus.isInner {
      thoughts.append(stimulus.content)
    } else if stimulus.isOwn(person.profile.name) {
      if stimulus.type == "TALK" { ownWords.append(WordText(stimulus.content)) }
    } else if stimulus.source.isEmpty {
      announcements.append(WordText(stimulus.content))
    } else {
      let text = WordText(stimulus.content, limit: 600)
      speeches.append(Speech(speaker: stimulus.source, text: text))
      names += WordText(stimulus.source).words.map(\.stem)
    }
  }
}

// MARK: - What it is about

extension Situation {
  /// Whether the world has said or asked something new.
  var isAsked: Bool { !announcements.isEmpty }

  /// Whether what was asked last wants a yes or a no.
  var wantsYesOrNo: Bool {
    guard let text = announcements.last else { return false }
    return text.sentences.contains { sentence in
      let words = text.words[sentence]
      guard let first = words.first, let last = words.last else { return false }
      return PlainWords.auxiliaries.contains(first.stem)
        && text.bytes[last.range.upperBound...].first == UInt8(ascii: "?")
    }
  }

  /// What the conversation turns on; nil when nothing was said.
  func topic(answering partner: Speech?) -> Topic? {
    var finder = TopicFinder(names: names)
    for text in announcements { finder.add(text, weight: 3) }
    for text in ownWords { finder.add(text, weight: 2) }
    for speech in speeches {
      finder.add(speech.text, weight: speech.speaker == partner?.speaker ? 2 : 1)
    }
    // What was on the person's mind stays there until the world says something new.
    if !attended.isEmpty { finder.add(WordText(attended), weight: isAsked ? 1.5 : 4) }
    return finder.best(liking: attraction)
  }

  /// Something else that `speech` brought up; nil when it kept to the topic and the choices.
  func hook(in speech: Speech, besides topic: Topic?, choices: [String?]) -> Topic? {
    let known = choices.compactMap { $0 }.flatMap { WordText($0).words.map(\.stem) }
    var finder = TopicFinder(names: names + known)
    finder.add(speech.text, weight: 1)
    return finder.best(except: topic?.key, liking: attraction)
  }

  /// What was offered to choose from, now or in what others chose; empty when it is no such question.
  var choices: [String] {
    for text in announcements.reversed() {
      let offered = Choices.offered(in: text)
      if !offered.isEmpty { return offered }
    }
    return []
  }

  /// The person's own choice: what it likes best of the offer, else what it chose before or hears of others.
  var choice: String? {
    let offered = choices
    if !offered.isEmpty { return preferred(offered) }
    for text in ownWords.reversed() {
      if let choice = StanceReader.choice(in: text) { return choice }
    }
    if let aim = Self.aim(in: earlier) { return aim }
    let heard = speeches.compactMap { StanceReader.choice(in: $0.text) }
    guard let best = preferred(heard), worth(of: best) > 0 || Set(heard).count > 1 else {
      return nil
    }
    return best
  }

  /// What the person likes best; always the same of the same choices.
  func preferred(_ choices: [String]) -> String? {
    choices.max { worth(of: $0) < worth(of: $1) }
  }

  private static let nothing = StemSet(["nothing none neither no abstain"])

  /// Doing nothing is what most people like a little less.
  func worth(of choice: String) -> Double {
    let stems = WordText(choice).words.map(\.stem)
    let isNothing = stems.contains { Self.nothing.contains($0) }
    return person.taste.value(of: stems) - (isNothing ? 0.5 : 0)
  }

  /// An amount that was named; `draw` chooses among several.
  func money(_ draw: Draw) -> String? {
    let amounts = (announcements + speeches.map(\.text)).flatMap(Amounts.named)
    return amounts.isEmpty ? nil : amounts[draw.number(.money, below: amounts.count)]
  }

  private static let aimFinder = PhraseFinder(["end with "])

  /// What the script's aims say about a choice: the words after "end with".
  private static func aim(in text: String) -> String? {
    let bytes = Array(text.utf8)
    guard let hit = aimFinder.first(in: bytes) else { return nil }
    let choice = bytes[hit.end...].prefix { !".,:;".utf8.contains($0) }
    return choice.isEmpty ? nil : String(decoding: choice, as: UTF8.self)
  }

  /// What draws the person to a word: its persona, and a little chance that is its own.
  private func attraction(_ stem: Stem) -> Double {
    2 * person.taste.interest(in: stem)
      + Double(Draw.mix(person.profile.key &+ stem.value) % 100) / 125
  }

  private static func text(_ value: JSON?) -> String {
    value?.string ?? value?.array?.compactMap(\.string).joined(separator: ". ") ?? ""
  }
}
