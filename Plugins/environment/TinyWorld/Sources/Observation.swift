internal import TinyTroupeJSON
internal import Worlds

/// What people can see and do in a step: one answer for everybody, and what differs for some.
struct Observation: Sendable {
  private let world: World
  private let stimuli: [Stimulus]
  private let hasChanged: Bool
  /// Those who act; nil is everybody.
  private let active: Set<Int>?

  init(_ world: World, stimuli: [Stimulus], waiting: [String], hasChanged: Bool) {
    self.world = world
    self.stimuli = stimuli
    self.hasChanged = hasChanged
    active = world.rules.activation.active(world.people, stimuli: stimuli, waiting: waiting)
  }

  private var rules: WorldRules { world.rules }

  func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.key("everyone")
      writeEveryone(to: &writer)
      writeExceptions(to: &writer)
      writer.stimuli(stimuli, world.people)
      if hasChanged { writer.state(of: world) }
    }
  }

  private func writeEveryone(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("accessible", rules.isOpen ? "all" : "none")
      if let place = world.circumstances.place { writer.member("place", place) }
      if !world.circumstances.context.isEmpty {
        writer.member("context", world.circumstances.context)
      }
      writer.member(
        "action_kinds",
        raw: rules.kinds.bytes(showsPictures: !world.circumstances.pictures.isEmpty))
      if active != nil { writer.member("active", .bool(false)) }
    }
  }

  private func writeExceptions(to writer: inout JSONWriter) {
    var people = world.circumstances.exceptions.union(active ?? [])
    if !rules.places.isEmpty {
      people.formUnion(world.people.everyone(but: nil))
    } else if !rules.everyoneAccessible {
      people.formUnion(world.links.people)
    }
    guard !people.isEmpty else { return }
    writer.key("people")
    writer.object { writer in
      for person in people.sorted() { writeException(person, to: &writer) }
    }
  }

  private func writeException(_ person: Int, to writer: inout JSONWriter) {
    writer.key(world.people.names[person])
    writer.object { writer in
      let neighbours = rules.isOpen ? [] : world.accessible(to: person)
      if !neighbours.isEmpty {
        writer.member("accessible", neighbours.map { world.people.names[$0] })
      }
      if let place = world.circumstances.places[person] { writer.member("place", place) }
      if let context = world.circumstances.contexts[person] { writer.member("context", context) }
      if active?.contains(person) == true { writer.member("active", .bool(true)) }
    }
  }
}
