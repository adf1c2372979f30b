internal import Synchronization
internal import TinyTroupeJSON
internal import TinyTroupePluginKit
internal import Worlds

/// All that a world knows between two calls.
struct NetworkWorld: Sendable {
  var network: Network
  let interests: Interests
  var circumstances: Circumstances
  /// How many steps have changed the network, and how many of these changes feeds have shown.
  var changes = 0
  var shown = 0
  /// The texts of posts that no feed has shown yet, as far as they are known, by the posts' places.
  var texts: [Int: String] = [:]

  func writeState(to writer: inout JSONWriter) {
    writer.object { writer in
      circumstances.writeMembers(to: &writer, network.people)
      if changes > 0 { writer.member("changes", changes) }
      if shown > 0 { writer.member("shown", shown) }
    }
  }
}

/// What an instance remembers of the network that it returned last: a cache of state and store.
final class KeptNetwork: Sendable {
  private let world = Mutex<NetworkWorld?>(nil)

  /// The world as the request has it: from its state, or as this instance returned it.
  func world(for request: JSON, _ rules: NetworkRules, _ call: Call) throws -> NetworkWorld {
    var world = try known(request, rules, call)
    world.network.people.noteAbsent(request)
    return world
  }

  private func known(
    _ request: JSON, _ rules: NetworkRules, _ call: Call
  ) throws -> NetworkWorld {
    if let state = request["state"] { return try Self.load(state, rules, call) }
    guard let kept = world.withLock({ $0 }) else {
      throw PluginFailure(
        .state, "\(TinySocialNetwork.identity.name): the request lacks the world's state.")
    }
    return kept
  }

  func keep(_ world: NetworkWorld) {
    self.world.withLock { $0 = world }
  }

  private static func load(
    _ state: JSON, _ rules: NetworkRules, _ call: Call
  ) throws -> NetworkWorld {
    let shown = state["shown"]?.integer ?? 0
    let (network, interests) = try NetworkStore.load(rules, shown: shown, call)
    return NetworkWorld(
      network: network, interests: interests,
      circumstances: try Circumstances(state: state, network.people),
      changes: state["changes"]?.integer ?? 0, shown: shown)
  }
}
