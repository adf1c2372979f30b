public import CTinyTroupe
internal import Synchronization
public import TinyTroupeJSON
public import TinyTroupePluginKit

/// A host for tests: runs components, answers their service calls from a script and records what
/// passes.
///
/// It calls plugins without a trampoline, so a C++ exception ends the process. A few hundred bytes
/// of each host are never freed, since the ABI promises plugins that a host's tables are immortal.
public final class FakeHost: Sendable {
  let core: FakeHostCore

  /// Makes a host.
  ///
  /// `withholding` lists services, the typed ones included, that this host lacks. `now` is in
  /// nanoseconds.
  public init(
    services: [String: FakeService] = [:], seed: UInt64 = 0, now: Int64 = 0,
    withholding: Set<String> = []
  ) {
    core = FakeHostCore(services: services, seed: seed, now: now, withholding: withholding)
  }

  deinit {
    CallRegistry.forget(core)
    core.forget()
  }

  /// The scripted services by their ids, such as `tt.llm/1`.
  ///
  /// A plugin finds those known at its first use.
  public var services: [String: FakeService] {
    get { core.script.withLock { $0.services } }
    set { core.script.withLock { $0.services = newValue } }
  }

  /// The simulated time, in nanoseconds since 1970-01-01T00:00 of the world's calendar.
  public var now: Int64 {
    get { core.script.withLock { $0.now } }
    set { core.script.withLock { $0.now = newValue } }
  }

  /// What has passed so far, in order.
  public var transcript: [TranscriptEntry] { core.record.withLock { $0.transcript } }

  /// What was done so far that the ABI forbids.
  public var misbehaviours: [Misbehaviour] { core.record.withLock { $0.misbehaviours } }

  /// Takes a plugin's descriptor, from dlopen or linked, and starts the plugin.
  public func load(_ plugin: UnsafePointer<tt_plugin>) throws -> FakePlugin {
    try FakePlugin(plugin, host: self)
  }

  /// Makes an instance of a component of this process, through the same C functions as a loaded
  /// one.
  public func create(_ type: any Component.Type, config: JSON = [:]) throws -> FakeInstance {
    let plugin = try load(PluginExport.table(type))
    return try plugin.create(type.identity.name, kind: type.kind, config: config)
  }

  /// Runs one operation of a fresh instance on a fresh host; throws what it failed with.
  public static func run(
    _ type: any Component.Type, config: JSON = [:], op: String, request: JSON = [:],
    body: [UInt8] = [], services: [String: FakeService] = [:]
  ) async throws -> Outcome {
    let instance = try FakeHost(services: services).create(type, config: config)
    let outcome = await instance.invoke(op, request, body: body)
    if let failure = outcome.failure { throw failure }
    return outcome
  }
}
