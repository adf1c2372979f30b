/// What stands in the prompt of the person's past, written once and then only added to.
///
/// A pure function of the memory's window: made anew from all of it, or grown with it, the bytes
/// are the same.
struct History: Sendable {
  /// The messages of all turns that are over.
  private(set) var messages = MessageList(capacity: 4096)
  /// What came after the last turn that is over.
  private(set) var open: [HistoryItem] = []
  /// What stands before the next turn: how much is left out.
  private(set) var remark = ""
  /// The time that was told last.
  private(set) var lastTime: String?
  /// What the person did lately.
  private(set) var ownActions = OwnActions()
  private let person: String

  /// Writes a window from its beginning.
  init(_ window: MemoryWindow, person: String) {
    self.person = person
    let prefix = window.omitted > 0 ? window.prefix : 0
    append(window.items[..<prefix])
    if window.omitted > 0 { skip(window.omitted) }
    append(window.items[prefix...])
  }

  init(person: String) {
    self.person = person
  }

  /// Adds what was experienced since.
  mutating func append(_ items: some Sequence<HistoryItem>) {
    for item in items {
      if item.kind == .stimulus, let last = open.last, last.kind != .stimulus, last.kind != .note {
        closeTurn()
      }
      open.append(item)
      guard item.isOwn else { continue }
      ownActions.add(type: item.type, target: item.target, SpokenWords(item.content))
      if item.type == ActionKind.done.type { closeTurn() }
    }
  }

  private mutating func skip(_ count: Int) {
    closeTurn()
    lastTime = nil
    let things =
      count == 1 ? "One thing that happened then is" : "\(count) things that happened then are"
    remark = "(\(things) not told here.)"
  }

  private mutating func closeTurn() {
    guard let last = open.last else { return }
    let time = open.first { $0.kind == .action || $0.kind == .result }?.time ?? last.time
    lastTime = turn(at: time).write(open, to: &messages)
    open = []
    remark = ""
  }

  /// The writer of the turn that follows.
  func turn(at time: String) -> TurnMessages {
    TurnMessages(remark: remark, time: time, lastTime: lastTime, person: person)
  }
}
