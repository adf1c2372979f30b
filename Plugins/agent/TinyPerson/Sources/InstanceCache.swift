internal import Synchronization
internal import TinyTroupePluginKit

/// What an instance keeps between turns, all of which can be made again.
struct Remembered: Sendable {
  /// What the person's tools add; nil before they were asked.
  var tools: [ActionKind]?
  /// Made for `world`, the kinds that the environment lets the person do.
  var catalog: Catalog?
  var world: [ActionKind] = []
  var recollection: Recollection?
  /// The state that the last turn returned, and the version that it becomes.
  var state: (version: Int, state: MentalState)?
}

/// Holds what an instance remembers, one turn at a time.
final class InstanceCache: Sendable {
  private let remembered = Mutex(Remembered())

  /// Takes everything out, so that a turn that fails leaves nothing half-done behind.
  func take() -> Remembered {
    remembered.withLock { remembered in
      defer { remembered = Remembered() }
      return remembered
    }
  }

  func put(_ new: Remembered) {
    remembered.withLock { $0 = new }
  }
}

extension Remembered {
  /// The state at the end of the last turn.
  func state(for request: TurnRequest) throws -> MentalState {
    if let json = request.state { return MentalState(json) }
    if let state, state.version == request.stateVersion { return state.state }
    guard request.stateVersion == 0 else {
      throw PluginFailure(
        .state,
        "The turn needs 'state' of version \(request.stateVersion), which this instance does not"
          + " have.")
    }
    return MentalState()
  }

  /// What the person can do now.
  mutating func catalog(
    for request: TurnRequest, _ configuration: PersonConfiguration, _ call: Call
  ) async throws -> Catalog {
    if let catalog, world == request.worldKinds { return catalog }
    let tools: [ActionKind]
    if let known = self.tools {
      tools = known
    } else {
      tools = try await call.send(.listTools()).map(ActionKind.init(tool:))
    }
    let catalog = Catalog(world: request.worldKinds, tools: tools, configuration)
    self.tools = tools
    self.catalog = catalog
    world = request.worldKinds
    return catalog
  }
}
