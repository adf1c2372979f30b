internal import TinyTroupeJSON
internal import Worlds

/// What people of a network can see and do in a step: one answer for everybody, and what differs for some.
struct NetworkObservation {
  let world: NetworkWorld
  let feed: Feed
  /// What came of the timeline.
  let stimuli: [Stimulus]
  /// Those for whom something is waiting.
  let waiting: [String]
  let hasChanged: Bool

  private var network: Network { world.network }
  private var people: People { world.network.people }

  func write(to writer: inout JSONWriter) {
    writer.object { writer in
      var readers: [Int] = []
      if !stimuli.isEmpty || !feed.isEmpty {
        writer.key("stimuli")
        writer.array { writer in
          for stimulus in stimuli { stimulus.write(to: &writer, people) }
          if !feed.isEmpty { readers = feed.write(to: &writer) }
        }
      }
      let active = active(readers)
      writer.key("everyone")
      writeEveryone(isActive: active == nil, to: &writer)
      writeExceptions(active, to: &writer)
      guard hasChanged else { return }
      writer.key("state")
      world.writeState(to: &writer)
    }
  }

  /// Those who act; nil is everybody.
  private func active(_ readers: [Int]) -> Set<Int>? {
    let activation = network.rules.activation
    guard activation == .addressed,
      var active = activation.active(people, stimuli: stimuli, waiting: waiting)
    else { return nil }
    active.formUnion(readers)
    return active.count == people.count ? nil : active
  }

  private func writeEveryone(isActive: Bool, to writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("accessible", network.rules.reach.isEveryone ? "all" : "none")
      if let place = world.circumstances.place { writer.member("place", place) }
      if !world.circumstances.context.isEmpty {
        writer.member("context", world.circumstances.context)
      }
      let showsPictures = !world.circumstances.pictures.isEmpty
      writer.member("action_kinds", raw: network.rules.kinds.bytes(showsPictures: showsPictures))
      if !isActive { writer.member("active", .bool(false)) }
    }
  }

  private func writeExceptions(_ active: Set<Int>?, to writer: inout JSONWriter) {
    let exceptions = world.circumstances.exceptions.union(active ?? [])
    guard !exceptions.isEmpty || reachesAnybody else { return }
    writer.key("people")
    writer.object { writer in
      for person in people.names.indices {
        let others = network.rules.reach.isEveryone ? [] : network.reachable(from: person)
        guard !others.isEmpty || exceptions.contains(person) else { continue }
        writer.key(people.names[person])
        writeException(person, others, isActive: active?.contains(person) == true, to: &writer)
      }
    }
  }

  private var reachesAnybody: Bool {
    !network.rules.reach.isEveryone
      && people.names.indices.contains { !network.reachable(from: $0).isEmpty }
  }

  private func writeException(
    _ person: Int, _ others: [Int32], isActive: Bool, to writer: inout JSONWriter
  ) {
    writer.object { writer in
      if !others.isEmpty {
        writer.key("accessible")
        writer.array { writer in
          for other in others { writer.string(people.names[Int(other)]) }
        }
      }
      if let place = world.circumstances.places[person] { writer.member("place", place) }
      if let context = world.circumstances.contexts[person] { writer.member("context", context) }
      if isActive { writer.member("active", .bool(true)) }
    }
  }
}
