import Synchronization

/// The events of a run in memory, in order, and each person's experience as a view of them.
///
/// An event is stored once. For each person the log keeps how far it has perceived, and four bytes
/// for each event that reached it by name; what everyone hears costs nothing more, however many
/// they are. The order of experience is the order of the log: a turn perceives all that waits, then
/// acts. All functions may be called from any thread and hold a lock briefly.
package final class EventLog: Sendable {
  private let state = Mutex(EventLogState())

  /// Makes an empty log.
  package init() {}

  /// How many events there are; also the number of the next one.
  package var count: Int { state.withLock { $0.entries.count } }

  /// The event with a number; nil when there is none.
  package subscript(seq: Int) -> Event? {
    state.withLock { $0.entries.indices.contains(seq) ? $0.entries[seq].event : nil }
  }

  /// The entries from a number on, in order, at most `limit`.
  package func entries(from seq: Int = 0, limit: Int = .max) -> [LoggedEvent] {
    state.withLock { Array($0.entries.dropFirst(max(0, seq)).prefix(max(0, limit))) }
  }

  /// Appends an event, whose number must be `count`.
  package func append(_ event: Event, witnesses: WitnessSet = .nobody) {
    state.withLock { $0.append(LoggedEvent(event, witnesses: witnesses)) }
  }

  /// Lets a person join with an event; what everyone heard before it is not part of its experience.
  package func join(_ agent: Int, at seq: Int) {
    state.withLock { $0.join(agent, at: seq) }
  }

  /// Notes that people have perceived all that had reached them before the event with this number.
  package func perceived(by agents: WitnessSet, before seq: Int) {
    state.withLock { $0.perceived(by: agents, before: seq) }
  }

  /// Numbers of what has reached a person since it last perceived, in order.
  package func waiting(for agent: Int) -> [Int] {
    state.withLock {
      $0.seqs(witnessedBy: agent, from: $0.perceivedBefore(agent)) { $0.isReceived }
    }
  }

  /// Numbers of what a person has perceived and done, from a number on, in order.
  package func experience(of agent: Int, from seq: Int = 0) -> [Int] {
    state.withLock { state in
      let perceived = state.perceivedBefore(agent)
      let all = state.seqs(witnessedBy: agent, from: seq) { _ in true }
      return all.filter { $0 < perceived || !state.entries[$0].event.kind.isReceived }
    }
  }
}

/// What the lock of an `EventLog` guards.
private struct EventLogState {
  struct View {
    /// The first event that the person can have perceived.
    var joined: Int32 = 0
    /// The number before which everything that reached the person has been perceived.
    var perceivedBefore: Int32 = 0
    /// Numbers of the events that reached the person by name, its own actions among them.
    var named: [Int32] = []
  }

  var entries: [LoggedEvent] = []
  /// Numbers of the events that everyone, or everyone but one, witnessed.
  var common: [Int32] = []
  var views: [View] = []

  mutating func join(_ agent: Int, at seq: Int) {
    makeRoom(for: agent)
    views[agent].joined = Int32(seq)
  }

  mutating func append(_ entry: LoggedEvent) {
    let seq = entries.count
    precondition(entry.event.seq == seq, "the events of a run are numbered without gaps")
    entries.append(entry)
    switch entry.witnesses {
    case .nobody: break
    case .everyone, .everyoneBut: common.append(Int32(seq))
    case .these(let agents):
      if let last = agents.last { makeRoom(for: last) }
      for agent in agents { views[agent].named.append(Int32(seq)) }
    }
  }

  mutating func perceived(by agents: WitnessSet, before seq: Int) {
    if case .these(let some) = agents, let last = some.last {
      makeRoom(for: last)
      for agent in some { views[agent].perceivedBefore = Int32(seq) }
    } else {
      for agent in views.indices where agents.include(agent) {
        views[agent].perceivedBefore = Int32(seq)
      }
    }
  }

  func perceivedBefore(_ agent: Int) -> Int {
    views.indices.contains(agent) ? Int(views[agent].perceivedBefore) : 0
  }

  /// Merges what everyone witnessed with what reached this person by name.
  func seqs(witnessedBy agent: Int, from seq: Int, _ isWanted: (EventKind) -> Bool) -> [Int] {
    let view = views.indices.contains(agent) ? views[agent] : View()
    let firstCommon = max(seq, Int(view.joined))
    var common = self.common[self.common.firstIndex(pastThose: { $0 < firstCommon })...]
    var named = view.named[view.named.firstIndex(pastThose: { $0 < seq })...]
    var merged: [Int] = []
    while !common.isEmpty || !named.isEmpty {
      let isCommon = (common.first ?? .max) < (named.first ?? .max)
      let next = Int(isCommon ? common.removeFirst() : named.removeFirst())
      if isWanted(entries[next].event.kind), entries[next].witnesses.include(agent) {
        merged.append(next)
      }
    }
    return merged
  }

  private mutating func makeRoom(for agent: Int) {
    while views.count <= agent { views.append(View()) }
  }
}
