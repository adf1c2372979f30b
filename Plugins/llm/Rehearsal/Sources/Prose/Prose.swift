internal import TinyTroupeJSON

/// Longer texts about a person and its experience, by what they are for.
struct Prose {
  let about: About
  let view: Viewpoint

  /// Nobody needs more of what is only rehearsed.
  private static let longest = 100_000

  private var profile: Profile { view.profile }

  /// The text that answers the request as a whole.
  var main: String {
    switch about.purpose {
    case "describe": PersonDescription(view: view).text
    case "enrich": enrichment
    case "consolidate": digest
    default: about.stimuli.isEmpty ? opinion : summary
    }
  }

  /// Where the person stands, and why.
  var opinion: String {
    let stance =
      view.choice == nil
      ? view.say(view.leaning.pick(Script.stances), .stance)
      : view.say(Script.optionStances, .stance)
    return [stance, reason(number: 0)].filter { !$0.isEmpty }.joined(separator: " ")
  }

  // MARK: Reasons

  /// Why the person stands where it does: a belief that it has spoken of, else a taste or a goal, else what
  /// it believes anyway, else the most that it said.
  var reason: String {
    let said = view.situation.ownWords.reversed().flatMap(Self.sentences)
    if let belief = said.first(where: profile.beliefs.contains) { return belief }
    let wishes = profile.likes + profile.dislikes + profile.goals
    if let wish = said.first(where: { sentence in wishes.contains { sentence.contains($0) } }) {
      return wish
    }
    let longest = said.filter { !$0.hasSuffix("?") }.max { $0.count < $1.count }
    return view.fillings[.belief] ?? longest ?? reason(number: 0)
  }

  /// One of several reasons.
  func reason(number: Int) -> String {
    let tables = [Script.beliefs, Script.goals, Script.trade, Script.interests, Script.likings]
    for step in tables.indices {
      let line = tables[(number + step) % tables.count].say(
        seat: Int(view.profile.key % 16), turn: view.turn + number, view.fillings)
      if !line.isEmpty { return line }
    }
    return opinionless
  }

  /// What speaks against it for this person.
  var objection: String {
    if view.leaning.degree < 0 || view.choice != nil { return reason }
    let line = view.say(Script.dislikings, .reason)
    return line.isEmpty ? opinionless : line
  }

  /// What the person said last.
  var quote: String {
    guard let text = view.situation.ownWords.last else { return reason }
    return text.text(0..<text.bytes.count)
  }

  private var opinionless: String { "\(nameOrSomebody) gave no reason." }
  private var nameOrSomebody: String { profile.name.isEmpty ? "The person" : profile.name }

  // MARK: Experience

  /// What happened, in a few sentences.
  var summary: String {
    let topic = view.topic?.phrase ?? "nothing in particular"
    var sentences = ["The talk turned on \(topic)."]
    sentences += view.situation.speeches.suffix(2).map { speech in
      "\(speech.speaker) said: \"\(Self.sentences(speech.text).first ?? "")\""
    }
    if let own = view.situation.ownWords.last {
      sentences.append("\(nameOrSomebody) said: \"\(own.text(0..<own.bytes.count))\"")
    }
    return sentences.joined(separator: " ")
  }

  /// What a person keeps of what it experienced, in its own words.
  var digest: String {
    let topic = view.topic?.phrase ?? "nothing in particular"
    var sentences = ["I remember that we talked about \(topic)."]
    for speech in view.situation.speeches.suffix(3) {
      sentences.append("\(speech.speaker) said: \"\(Self.sentences(speech.text).first ?? "")\"")
    }
    if let own = view.situation.ownWords.last {
      sentences.append("I said: \"\(own.text(0..<own.bytes.count))\"")
    }
    sentences.append(MentalState(view).emotions)
    return sentences.joined(separator: " ")
  }

  // MARK: Enrichment

  private static let questions = [
    "What would speak against it, and who would say so first?",
    "Who has to agree before anything happens, and what would make them agree?",
    "What would it look like in a year, to somebody who sees it for the first time?",
    "What is the smallest part of it that would already be useful?",
  ]

  /// The text as it was, and more of it.
  private var enrichment: String {
    let topic = view.topic?.phrase ?? "this"
    let wishes = about.requirements.isEmpty ? "" : " (\(about.requirements.prefix(200)))"
    var text = about.content.isEmpty ? "" : about.content + "\n\n"
    text +=
      "More on \(topic)\(wishes): what it rests on is said above. What follows from it, what it "
    text += "costs and who decides belongs to it too."
    var number = 0
    while number == 0 || text.count < min(about.least, Self.longest) {
      text += "\n\n\(number + 1). On \(topic): \(Self.questions[number % Self.questions.count])"
      number += 1
    }
    return text
  }

  private static func sentences(_ text: WordText) -> [String] {
    let sentences = text.sentences.filter { !$0.isEmpty }
    return sentences.map { sentence in
      let start = text.words[sentence.lowerBound].range.lowerBound
      let last = text.words[sentence.upperBound - 1].range.upperBound
      let tail = text.bytes[last...].prefix { ".!?".utf8.contains($0) }
      return text.text(start..<(last + tail.count))
    }
  }
}
