internal import Synchronization
internal import TinyTroupeJSON
internal import TinyTroupePluginKit
internal import Worlds

/// All that a world knows between two calls.
struct World: Sendable {
  let rules: WorldRules
  var people: People
  var links: Links
  var circumstances: Circumstances
  /// How many links there are; changes with them, so that a change of links is a change of state.
  var linkCount = 0

  func writeState(to writer: inout JSONWriter) {
    writer.object { writer in
      circumstances.writeMembers(to: &writer, people)
      if linkCount > 0 { writer.member("links", linkCount) }
    }
  }
}

extension World: Earshot {
  var isHeardByAll: Bool { rules.isHeardByAll }
  var broadcastIfNoTarget: Bool { rules.broadcastIfNoTarget }

  func canTalk(_ person: Int, to other: Int) -> Bool {
    areTogether(person, other)
      && (rules.everyoneAccessible || links.contains(Link(person, other)))
  }

  func listeners(of person: Int) -> [Int] {
    if rules.isHeardByAll { return people.everyone(but: person) }
    let isOpen = rules.everyoneAccessible || (rules.hearing == .all && !rules.places.isEmpty)
    return (isOpen ? people.everyone(but: person) : links.neighbours(of: person))
      .filter { areTogether(person, $0) }
  }

  /// Those whom a person can talk to, in canonical order.
  func accessible(to person: Int) -> [Int] {
    let others =
      rules.everyoneAccessible ? people.everyone(but: person) : links.neighbours(of: person)
    return others.filter { areTogether(person, $0) }
  }

  /// Those who are where a person is.
  func company(of person: Int) -> [Int] {
    people.everyone(but: person).filter { areTogether(person, $0) }
  }

  /// Whether two are in one place; where there are no places, everybody is.
  private func areTogether(_ person: Int, _ other: Int) -> Bool {
    rules.places.isEmpty || circumstances.place(of: person) == circumstances.place(of: other)
  }
}

/// What an instance remembers of the world that it returned last: a cache of state and store.
final class KeptWorld: Sendable {
  private let world = Mutex<World?>(nil)

  /// The world as the request has it: from its state, or as this instance returned it.
  func world(for request: JSON, _ rules: WorldRules, _ call: Call) throws -> World {
    var world = try known(request, rules, call)
    world.people.noteAbsent(request)
    return world
  }

  private func known(_ request: JSON, _ rules: WorldRules, _ call: Call) throws -> World {
    if let state = request["state"] { return try Self.load(state, rules, call) }
    guard let kept = world.withLock({ $0 }) else {
      throw PluginFailure(.state, "tiny-world: the request lacks the world's state.")
    }
    return kept
  }

  func keep(_ world: World) {
    self.world.withLock { $0 = world }
  }

  private static func load(_ state: JSON, _ rules: WorldRules, _ call: Call) throws -> World {
    let people = try WorldStore.loadPeople(call)
    let circumstances = try Circumstances(state: state, people)
    let linkCount = state["links"]?.integer ?? 0
    let links =
      linkCount > 0
      ? try WorldStore.loadLinks(among: people, call) : Links()
    return World(
      rules: rules, people: people, links: links, circumstances: circumstances, linkCount: linkCount
    )
  }
}
