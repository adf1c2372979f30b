/// The actions of a turn while it is being made, all of them checked.
struct TurnDraft: Sendable {
  /// How many actions a turn may have, DONE included.
  static let maximum = 15

  private(set) var actions: [Action] = []
  /// Remarks for the log.
  private(set) var notes: [String] = []
  /// True when the turn ended because the person was about to repeat itself.
  private(set) var wasRepeating = false
  private var spoken: OwnActions

  let catalog: Catalog
  let accessible: Accessible
  let person: String
  let preventsRepetition: Bool

  init(
    _ catalog: Catalog, _ accessible: Accessible, person: String, preventsRepetition: Bool,
    earlier: OwnActions
  ) {
    self.catalog = catalog
    self.accessible = accessible
    self.person = person
    self.preventsRepetition = preventsRepetition
    spoken = earlier
  }

  /// True when nothing can be added but DONE.
  var isFull: Bool { actions.count >= Self.maximum - 1 }

  mutating func note(_ text: String) { notes.append(text) }

  /// Checks a reply's actions, in order, up to what the turn still has room for.
  ///
  /// - Returns: The actions that can be done, and whether they end the turn: because of a DONE, of
  ///   a repetition, or of their number.
  mutating func admit(_ wanted: some Sequence<Action>) -> (actions: [Action], endTurn: Bool) {
    var admitted: [Action] = []
    for action in wanted {
      guard let kind = catalog.kind(action.type) else {
        note("Dropped an action of the unknown type '\(action.type.prefix(60))'.")
        continue
      }
      if kind.type == ActionKind.done.type { return (admitted, true) }
      if Self.isSpeech(kind), !action.content.contains(where: { !$0.isWhitespace }) {
        note("Dropped a \(kind.type) without content.")
        continue
      }
      let action = repaired(Action(type: kind.type, target: action.target, content: action.content))
      let words = SpokenWords(action.content)
      if mayNotRepeat(kind), spoken.contain(type: kind.type, target: action.target, words) {
        wasRepeating = true
        note("Put DONE in place of a \(action.type) that repeats an earlier one.")
        return (admitted, true)
      }
      guard actions.count + admitted.count < Self.maximum - 1 else {
        note("Cut the turn to \(Self.maximum) actions; the model wanted more.")
        return (admitted, true)
      }
      admitted.append(action)
      spoken.add(type: kind.type, target: action.target, words)
    }
    return (admitted, false)
  }

  /// The actions that were decided with all knowledge: up to the last one before DONE whose result
  /// the person must see; nil when there is none.
  func upToResult(_ wanted: [Action]) -> ArraySlice<Action>? {
    let wanted = wanted.prefix { catalog.kind($0.type)?.type != ActionKind.done.type }
    return wanted.lastIndex { catalog.kind($0.type)?.bearsResult == true }.map { wanted[...$0] }
  }

  /// Adds an action that was admitted.
  mutating func add(_ action: Action) { actions.append(action) }

  /// Puts DONE at the end.
  mutating func close() { actions.append(.done) }

  /// What only the world understands, such as walking or working, may be done again.
  private func mayNotRepeat(_ kind: ActionKind) -> Bool {
    preventsRepetition && (kind.origin != .world || Self.isSpeech(kind))
  }

  private static func isSpeech(_ kind: ActionKind) -> Bool {
    kind.type == ActionKind.talk.type || kind.type == ActionKind.think.type
  }

  /// Corrects whom the person talks to.
  private mutating func repaired(_ action: Action) -> Action {
    guard action.type == ActionKind.talk.type, !action.target.isEmpty else { return action }
    var action = action
    let (names, unknown) = accessible.addressees(of: action.target, except: person)
    action.target = names.joined(separator: ", ")
    for name in unknown { note("Nobody who can be talked to is called '\(name.prefix(60))'.") }
    return action
  }
}
