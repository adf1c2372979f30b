internal import TinyTroupeJSON

/// One turn of a person: what it thinks, says and does, ending with DONE.
struct Turn {
  /// What a person does, in the words of the environment.
  struct Action {
    let type: String
    var content = ""
    var target = ""
  }

  let about: About
  let view: Viewpoint

  private let speaks: Bool

  init(about: About, view: Viewpoint) {
    self.about = about
    self.view = view
    speaks = Self.speaks(about, view)
  }

  private var draw: Draw { view.draw }

  /// The actions in order; all of them of kinds that are open to the person.
  var actions: [Action] {
    var actions: [Action] = []
    if let use = toolUse { return [thought, use].compactMap { $0 } + done }
    if let thought, speaks || draw.happens(.thinks, percent: 60) { actions.append(thought) }
    if let reach = reachingOut { actions.append(reach) }
    if speaks { actions.append(talk) }
    actions += deeds
    return actions + done
  }

  private var done: [Action] { [Action(type: "DONE")] }

  private static func isOpen(_ type: String, _ about: About) -> Bool {
    about.actionKinds.isEmpty || about.actionKinds.contains { $0.type == type }
  }

  // MARK: Speaking

  /// Talk dies down when nothing new comes from the world, and sooner with the quiet.
  private static func speaks(_ about: About, _ view: Viewpoint) -> Bool {
    let draw = view.draw
    guard isOpen("TALK", about) else { return false }
    // Who is asked by the study itself answers, with nobody else there as well.
    if !about.question.isEmpty { return true }
    if about.accessible.isEmpty { return false }
    if about.turn == 1 || view.situation.isAsked { return true }
    if view.partner == nil { return draw.happens(.speaks, percent: 20) }
    if view.situation.isCalled { return draw.happens(.speaks, percent: about.turn < 12 ? 90 : 40) }
    let willingness = [0, 100, 92, 88, 78, 64, 50, 38, 28]
    let base = willingness[min(about.turn, willingness.count - 1)]
    return draw.happens(.speaks, percent: base + 12 * view.profile.extraversion)
  }

  private var talk: Action {
    Action(type: "TALK", content: Talk(view: view).text, target: listener)
  }

  /// An answer goes to whom it is for or to all; what is not an answer goes to all.
  private var listener: String {
    guard let partner = view.partner, draw.happens(.addresses, percent: 55) else { return "" }
    return partner.speaker
  }

  // MARK: Thinking

  private var thought: Action? {
    guard Self.isOpen("THINK", about) else { return nil }
    let content = view.say(thoughts, .thought, with: view.thoughtFillings)
    return content.isEmpty ? nil : Action(type: "THINK", content: content)
  }

  private var thoughts: Lines {
    if let thought = view.situation.thoughts.last {
      return thought.contains(view.situation.secret ?? "\n") ? Script.secretThoughts : Script.ideas
    }
    if view.situation.secret != nil, draw.happens(.broods, percent: 70) {
      return Script.secretThoughts
    }
    if about.accessible.isEmpty { return Script.lonelyThoughts }
    guard speaks else { return Script.quietThoughts }
    guard view.partner != nil else { return Script.openingThoughts }
    let theirs = view.theirLeaning?.degree ?? 0
    return theirs * view.leaning.degree < 0 ? Script.doubtfulThoughts : Script.replyThoughts
  }

  // MARK: Doing

  /// Goes to somebody it knows and can't talk to: when it is alone, or now and then when the talk is of them.
  private var reachingOut: Action? {
    guard Self.isOpen("REACH_OUT", about), case .names(let present) = about.accessible else {
      return nil
    }
    let absent = view.profile.relationships.filter { !present.contains($0) }
    let wanted = present.isEmpty ? absent : absent.filter(view.situation.isSpokenOf)
    guard !wanted.isEmpty, draw.happens(.reaches, percent: present.isEmpty ? 100 : 15) else {
      return nil
    }
    return Action(
      type: "REACH_OUT",
      content: "I would like to talk about \(view.topic?.phrase ?? "something").",
      target: wanted[draw.number(.reaches, below: wanted.count, 1)])
  }

  private static let ordinary: Set<String> = ["THINK", "TALK", "REACH_OUT", "DONE"]

  /// Uses a tool when the world or a thought speaks of what it does; its results come in the next round.
  private var toolUse: Action? {
    guard about.round == 1 else { return nil }
    let texts = view.situation.announcements + view.situation.thoughts.map { WordText($0) }
    let wished = about.actionKinds.first { kind in
      guard kind.isTool, let verb = kind.type.split(separator: "_").first else { return false }
      let stem = Stem(verb.lowercased())
      return texts.contains { text in text.words.contains { $0.stem == stem } }
    }
    guard let wished else { return nil }
    guard let input = wished.input ?? wished.usualInput else {
      return Action(type: wished.type, content: view.fillings[.topic] ?? "")
    }
    let form = FormFiller(about: about, view: view)
    return Action(type: wished.type, content: form.fill(input).text)
  }

  /// What this environment alone lets people do: tried now and then, so that a rehearsal covers it.
  private var deeds: [Action] {
    about.actionKinds.enumerated().compactMap { position, kind in
      guard !Self.ordinary.contains(kind.type), !kind.isTool,
        draw.happens(.kind, percent: 25, UInt64(position))
      else { return nil }
      let target = kind.needsTarget ? view.partner?.speaker ?? about.accessible.names.first : ""
      guard let target else { return nil }
      return Action(
        type: kind.type, content: content(of: kind, UInt64(position)), target: target)
    }
  }

  private func content(of kind: ActionKind, _ position: UInt64) -> String {
    guard kind.choices.isEmpty else {
      return kind.choices[draw.number(.kind, below: kind.choices.count, position + 100)]
    }
    return kind.type == "POST" ? post : view.choice ?? view.fillings[.topic] ?? ""
  }

  /// What is written for many is where the person stands, in a sentence.
  private var post: String {
    view.say(
      view.choice == nil ? view.leaning.pick(Script.stances) : Script.optionStances, .stance)
  }
}
