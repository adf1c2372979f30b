/// A person in a situation with everything decided that its lines depend on.
struct Viewpoint {
  let situation: Situation
  let draw: Draw
  let turn: Int
  let topic: Topic?
  let leaning: Leaning
  /// The person's choice, where there is something to choose.
  let choice: String?
  let partner: Situation.Speech?
  /// What fills the lines.
  private(set) var fillings = Fillings()
  /// The person's place among those who are present, which tells apart those who speak at once.
  private let seat: Int

  /// How the partner stands; nil when the words don't show it.
  let theirLeaning: Leaning?

  var profile: Profile { situation.person.profile }

  init(_ about: About, seed: UInt64) {
    let profile = about.person.profile
    situation = Situation(about)
    turn = about.turn + about.round - 1
    draw = Draw(seed: seed ^ profile.key &+ UInt64(about.turn) &* 31 &+ UInt64(about.round))
    partner = situation.partner(among: about.accessible, draw)
    topic = situation.topic(answering: partner)
    let said = situation.ownWords.lazy.reversed().compactMap(StanceReader.leaning).first
    leaning = said ?? about.person.taste.leaning(on: topic?.stems ?? [])
    choice = situation.choice
    theirLeaning = partner.flatMap { StanceReader.leaning(in: $0.text) }
    let present = about.accessible.names
    seat = present.isEmpty ? Int(profile.key % 16) : present.count { $0 < profile.name }
    fill(about)
  }

  /// Says the line of a table that falls to the person in this turn.
  func say(_ lines: Lines, _ question: Draw.Question, with others: Fillings? = nil) -> String {
    lines.say(seat: seat + Int(question.rawValue), turn: turn, others ?? fillings)
  }

  /// What fills the thoughts: not the same belief that the person is about to say aloud.
  var thoughtFillings: Fillings {
    var inner = fillings
    inner[.belief] = belief(later: 1)
    inner[.like] = turned(profile.likes, later: 1)
    inner[.dislike] = turned(profile.dislikes, later: 1)
    return inner
  }

  private mutating func fill(_ about: About) {
    fillings[.topic] = topicPhrase
    fillings[.option] = choice
    fillings[.money] = situation.money(draw)
    fillings[.belief] = belief(later: 0)
    fillings[.like] = turned(profile.likes)
    fillings[.dislike] = turned(profile.dislikes)
    fillings[.interest] = turned(profile.interests)
    fillings[.goal] = turned(profile.goals)
    fillings[.job] = profile.trade
    fillings[.aJob] = profile.trade.isEmpty ? nil : article(profile.trade) + profile.trade
    fillings[.other] = absentFriend(about.accessible)
    fillings[.secret] = situation.secret
    fillings[.thought] = situation.thoughts.last.map(Self.firstSentence)
    fillings[.who] = partner?.firstName ?? somebody(about.accessible)
    guard let partner else { return }
    let theirs = StanceReader.choice(in: partner.text)
    let hook = situation.hook(in: partner, besides: topic, choices: [choice, theirs])
    fillings[.theirs] = theirs
    fillings[.hook] = hook?.phrase ?? fillings[.topic]
  }

  /// A choice is named without an article; what the talk is about has one.
  private var topicPhrase: String {
    guard let topic else { return "this" }
    return topic.phrase.lowercased() == choice?.lowercased() ? "the \(topic.phrase)" : topic.phrase
  }

  /// The belief that fits best to the topic or the choice; in later turns the next one, so that none is
  /// repeated before all were said.
  private func belief(later: Int) -> String? {
    let beliefs = profile.beliefs
    guard !beliefs.isEmpty else { return nil }
    var stems = topic?.stems ?? []
    if let choice { stems += WordText(choice).words.map(\.stem) }
    let scores = situation.person.beliefStems.map { belief in belief.count(where: stems.contains) }
    let start = scores.indices.max { scores[$0] < scores[$1] } ?? 0
    let first = scores[start] > 0 ? start : Int(profile.key % UInt64(beliefs.count))
    return beliefs[(first + turn - 1 + later) % beliefs.count]
  }

  /// Another one each turn, beginning where chance says for this person.
  private func turned(_ texts: [String], later: Int = 0) -> String? {
    texts.isEmpty ? nil : texts[(Int(profile.key % 97) + turn + later) % texts.count]
  }

  private func absentFriend(_ accessible: Accessible) -> String? {
    if case .all = accessible { return nil }
    let speakers = situation.speeches.map(\.speaker)
    let absent = profile.relationships.filter {
      !accessible.contains($0) && !speakers.contains($0)
    }
    return turned(absent).map(Profile.firstName)
  }

  private func somebody(_ accessible: Accessible) -> String? {
    turned(accessible.names.filter { $0 != profile.name }).map(Profile.firstName)
  }

  private func article(_ noun: String) -> String {
    noun.first.map { "aeiou".contains($0.lowercased()) } ?? false ? "an " : "a "
  }

  private static func firstSentence(_ text: String) -> String {
    let end = text.firstIndex { ".!?".contains($0) }
    return end.map { String(text[...$0]) } ?? text + "."
  }
}
