internal import Synchronization
internal import TinyTroupeJSON
internal import TinyTroupePluginKit

/// All that a world knows between two calls.
struct World: Sendable {
  let people: People
  var links: Links
  var circumstances: Circumstances
}

/// What an instance remembers of the world that it returned last: a cache of state and store.
final class KeptWorld: Sendable {
  private let world = Mutex<World?>(nil)

  /// The world as the request has it: from its state, or as this instance returned it.
  func world(for request: JSON, _ call: Call) throws -> World {
    if let state = request["state"] { return try Self.load(state, call) }
    guard let kept = world.withLock({ $0 }) else {
      throw PluginFailure(.state, "tiny-world: the request lacks the world's state.")
    }
    return kept
  }

  func keep(_ world: World) {
    self.world.withLock { $0 = world }
  }

  private static func load(_ state: JSON, _ call: Call) throws -> World {
    let people = try WorldStore.loadPeople(call)
    let circumstances = try Circumstances(state: state, people)
    let links =
      circumstances.linkCount > 0
      ? try WorldStore.loadLinks(among: people, call) : Links()
    return World(people: people, links: links, circumstances: circumstances)
  }
}
