/// What a person says aloud: an opener in its own voice, where it stands, why, and a word to the others.
struct Talk {
  let view: Viewpoint

  private var draw: Draw { view.draw }

  /// The whole speech.
  var text: String {
    var sentences: [String] = []
    if draw.happens(.opens, percent: isReply ? 30 : 55) {
      sentences.append(opener)
    }
    sentences += isReply ? reply : statement
    if draw.happens(.closes, percent: 35) {
      let closers =
        draw.happens(.closer, percent: 75, 1) ? view.profile.voice.closers : Script.invitations
      sentences.append(say(closers, .closer))
    }
    return sentences.filter { !$0.isEmpty }.joined(separator: " ")
  }

  /// Nobody is addressed before anybody has spoken.
  private var opener: String {
    var fillings = view.fillings
    if !isReply { fillings[.who] = nil }
    return view.say(view.profile.voice.openers, .opener, with: fillings)
  }

  /// A new question from the world comes before what others have said.
  private var isReply: Bool {
    view.partner != nil && !(view.situation.isAsked && draw.happens(.reply, percent: 70))
  }

  // MARK: Saying where one stands

  private var statement: [String] {
    var sentences: [String] = []
    if view.choice != nil {
      sentences.append(say(Script.optionStances, .stance))
    } else {
      if view.situation.wantsYesOrNo {
        sentences.append(view.leaning.pick(Script.shortAnswers.lines).filled(with: view.fillings))
      }
      sentences.append(say(view.leaning.pick(Script.stances), .stance))
    }
    sentences.append(money(percent: 45) ?? ground(0))
    if draw.happens(.groundOrder, percent: 35) { sentences.append(ground(1)) }
    return sentences
  }

  // MARK: Answering

  private var reply: [String] {
    let isLong = draw.happens(.groundOrder, percent: 60)
    guard let theirs = view.fillings[.theirs], let choice = view.choice else {
      return [
        say(attitude, .stance), money(percent: 15) ?? ground(0),
        isLong ? restatement : "",
      ]
    }
    guard theirs.lowercased() == choice.lowercased() else {
      return [say(Script.optionDisagreement, .stance), ground(0)]
    }
    return [say(Script.agreement, .stance), isLong ? restatement : "", ground(0)]
  }

  private var attitude: Lines {
    guard let theirs = view.theirLeaning, theirs.degree != 0 else {
      return Script.interest
    }
    if view.leaning.degree == 0 { return Script.interest }
    return (theirs.degree > 0) == (view.leaning.degree > 0) ? Script.agreement : Script.disagreement
  }

  private var restatement: String {
    view.choice != nil
      ? say(Script.optionRestatements, .stance)
      : say(view.leaning.pick(Script.restatements), .stance)
  }

  // MARK: Giving reasons

  /// A reason that fits the leaning; `number` tells a second one from the first.
  private func ground(_ number: Int) -> String {
    let isFor = view.choice != nil || view.leaning.degree > 0
    let tables = [
      Script.beliefs, Script.beliefs, Script.goals, Script.trade,
      isFor ? Script.likings : Script.dislikings, Script.absent, Script.interests,
    ]
    // A second reason of another kind: the tables are walked from another place.
    let start = draw.number(.ground, below: tables.count) + number * 3
    for step in tables.indices {
      let table = tables[(start + step) % tables.count]
      let line = say(table, .reason)
      if !line.isEmpty { return line }
    }
    return ""
  }

  /// Now and then the reason is an amount that was named.
  ///
  /// What people think of prices is their own, whatever the price is for.
  private func money(percent: Int) -> String? {
    guard view.fillings[.money] != nil, draw.happens(.money, percent: percent, 1) else {
      return nil
    }
    let isFair = view.situation.person.taste.leaning(on: [Self.price]).degree > 0
    return say(isFair ? Script.fairMoney : Script.tooMuchMoney, .ground)
  }

  private static let price = Stem("price")

  private func say(_ lines: Lines, _ question: Draw.Question) -> String {
    view.say(lines, question)
  }
}
