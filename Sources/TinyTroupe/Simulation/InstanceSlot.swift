import Synchronization
import TinyTroupeJSON
import TinyTroupeKernel

/// Keeps the instance of a component for one owner, and makes it anew whenever it is not there.
///
/// Instances are caches: under `TINYTROUPE_CHECK=1` the slot forgets its instance at random between calls,
/// and nothing that a run records may change.
final class InstanceSlot: Sendable {
  private struct State {
    var instance: Instance?
    /// The version of the state that the present instance itself returned last.
    var producedVersion = -1
  }

  let plan: ComponentPlan
  private let maker: InstanceMaker
  private let state = Mutex(State())

  init(_ plan: ComponentPlan, maker: InstanceMaker) {
    self.plan = plan
    self.maker = maker
  }

  /// The instance, made now if need be.
  ///
  /// Root calls of one owner come one after the other.
  func instance() async throws(PluginError) -> Instance {
    let kept = state.withLock { state -> Instance? in
      if maker.forgetsAtRandom, Bool.random() { state = State() }
      return state.instance
    }
    if let kept { return kept }
    let made = try await maker.make(plan)
    state.withLock { $0.instance = made }
    return made
  }

  /// True when the instance has the state of this version already, because it returned it.
  func knows(version: Int) -> Bool {
    state.withLock { $0.instance != nil && $0.producedVersion == version }
  }

  /// Remembers that the present instance returned the state of a version.
  func produced(version: Int) {
    state.withLock { $0.producedVersion = version }
  }

  /// Forgets the instance, as after a failed call, whose instance may hold a state that was never committed.
  func forget() {
    state.withLock { $0 = State() }
  }
}

/// Makes instances of components, loading their plugins when first needed.
struct InstanceMaker: Sendable {
  let registry: PluginRegistry
  let seed: UInt64
  /// True under `TINYTROUPE_CHECK=1`.
  let forgetsAtRandom: Bool

  func make(_ plan: ComponentPlan) async throws(PluginError) -> Instance {
    let plugin: LoadedPlugin
    do throws(LoadError) {
      plugin = try await registry.load(plan.plugin)
    } catch {
      throw PluginError(.unavailable, error.description, plugin: plan.plugin)
    }
    guard let component = plugin.component(kind: plan.kind, name: plan.name) else {
      throw PluginError(
        .notFound, "The plugin \(plan.plugin) provides no \(plan.kind) '\(plan.name)'.")
    }
    let root = RootContext(
      path: "create/\(plan.kind)/\(RootContext.pathElement(plan.name))", seed: seed, timeNS: 0,
      services: ServiceRegistry())
    return try await plugin.makeInstance(of: component, config: plan.config, in: root)
  }
}
