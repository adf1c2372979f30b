import CTinyTroupe
import CTrampoline
import Glibc
import Synchronization
public import TinyTroupeDigest
public import TinyTroupeJSON

/// A plugin whose library is in this process.
///
/// It stays there: nothing is ever unloaded.
public final class LoadedPlugin: @unchecked Sendable {
  // SAFETY: `host` is immortal and constant; everything else is immutable or Sendable.

  /// The id, such as `org.example.weather`.
  public let id: String
  /// The version that its descriptor states.
  public let version: String
  /// The absolute path of the library.
  public let path: String
  /// The SHA-256 of the library's file.
  public let digest: SHA256Digest
  /// What it provides.
  public let components: [LoadedComponent]

  let host: UnsafePointer<tt_host>
  /// Creation and destruction of instances, one at a time.
  let control: SerialQueue

  fileprivate init(
    descriptor: Descriptor, file: LibraryFile, components: [LoadedComponent],
    host: UnsafePointer<tt_host>, control: SerialQueue
  ) {
    id = descriptor.id
    version = descriptor.version
    path = file.path
    digest = file.digest
    self.components = components
    self.host = host
    self.control = control
  }

  /// The component of a kind and name.
  public func component(kind: String, name: String) -> LoadedComponent? {
    components.first { $0.kind == kind && $0.name == name }
  }

  /// Makes an instance of a component.
  ///
  /// - Parameters:
  ///   - component: One of `components`.
  ///   - config: The component's own configuration.
  ///   - root: Identity for messages; no services are offered during creation.
  /// - Throws: What the plugin says is wrong with the configuration.
  public func makeInstance(
    of component: LoadedComponent, config: JSON, in root: RootContext
  ) async throws(PluginError) -> Instance {
    let result: Result<Instance, PluginError> = await withCheckedContinuation { continuation in
      control.enqueue {
        continuation.resume(returning: self.create(component, config, root))
      }
    }
    return try result.get()
  }

  private func create(
    _ component: LoadedComponent, _ config: JSON, _ root: RootContext
  ) -> Result<Instance, PluginError> {
    let owner = CallOwner(plugin: self, component: component, config: config, instance: nil)
    let outcome = OutcomeBox()
    let request = RequestBuffer(op: "create", json: config.bytes, body: [])
    let call = CallTable.insert { handle in
      Call(
        handle: handle, owner: owner, root: root, request: request,
        options: Call.Options(path: root.path, parent: nil, onDelta: nil)
      ) { outcome.set($0) }
    }
    var thrown = tt_exception()
    var instance: OpaquePointer?
    let status = tt_trampoline_create(
      component.table, host, call.handle.pointer, request.json, &instance, &thrown)
    if let text = thrown.message {
      call.fail(PluginError(.internal, "Creating the instance threw an exception: \(text)"))
    }
    // A creation has no result; an end with TT_OK fails for the lack of one, which is not asked for here.
    call.end(status > 0 ? TT_E_INTERNAL : status)
    if status != TT_OK, case .failure(let error) = outcome.wait() { return .failure(error) }
    guard let instance else {
      return .failure(
        PluginError(.internal, "The plugin made no instance (create gave NULL).", plugin: id))
    }
    return .success(
      Instance(
        owner: CallOwner(plugin: self, component: component, config: config, instance: instance)))
  }
}

// MARK: - Loading

extension LoadedPlugin {
  private static let loaded = Mutex<[LibraryFile.Identity: LoadedPlugin]>([:])
  private static let loading = SerialQueue(Lanes.blocking)

  /// Loads a plugin's library, or finds it if this process has it already, and starts it.
  ///
  /// The same file is loaded once, under whatever names it is found. Blocking work runs on the kernel's threads.
  static func load(_ manifest: Manifest) async throws(LoadError) -> LoadedPlugin {
    let result: Result<LoadedPlugin, LoadError> = await withCheckedContinuation { continuation in
      loading.enqueue {
        do throws(LoadError) {
          continuation.resume(returning: .success(try loadHere(manifest)))
        } catch {
          continuation.resume(returning: .failure(error))
        }
      }
    }
    return try result.get()
  }

  private static func loadHere(_ manifest: Manifest) throws(LoadError) -> LoadedPlugin {
    let file = try LibraryFile(path: manifest.library, manifest: manifest.path)
    if let known = loaded.withLock({ $0[file.identity] }) {
      guard known.digest == file.digest else {
        throw .dishonest(
          file.path, "the file changed while this process was using it. Start again to load it.")
      }
      return known
    }
    let descriptor = try Descriptor(opening: file.path)
    try descriptor.check(against: manifest)
    let guest = HostTable.Guest(pluginID: manifest.id, granted: manifest.services)
    let plugin = LoadedPlugin(
      descriptor: descriptor, file: file,
      components: descriptor.components.map { table in
        let component = LoadedComponent(table: table, isSerial: true)
        let isSerial = manifest.component(component.kind, component.name)?.isSerial ?? true
        return LoadedComponent(table: table, isSerial: isSerial)
      },
      host: HostTable.make(for: guest), control: SerialQueue(Lanes.blocking))
    var thrown = tt_exception()
    let status = tt_trampoline_start(descriptor.table, plugin.host, &thrown)
    guard status == TT_OK else {
      throw .startFailed(
        plugin.id, thrown.message ?? guest.lastError.withLock { $0 } ?? "status \(status)")
    }
    loaded.withLock { $0[file.identity] = plugin }
    return plugin
  }
}
