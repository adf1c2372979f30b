// The kinds of component that the engine knows, each as the operations of its contract
// (`plugin-sdk/contracts/KIND.yaml`). Requests and replies are JSON bytes: the engine writes and reads them,
// the kernel passes them on. All operations suspend without holding a thread and throw `PluginError`.

/// A person.
public protocol Agent: Sendable {
  /// Describes the person in a sentence or a paragraph.
  func describe(_ request: [UInt8], in root: RootContext) async throws(PluginError) -> Reply
  /// Takes a turn.
  func act(_ request: [UInt8], in root: RootContext) async throws(PluginError) -> Reply
}

/// A world.
public protocol Environment: Sendable {
  /// Begins the world.
  func open(_ request: [UInt8], in root: RootContext) async throws(PluginError) -> Reply
  /// Says what each person can see and do now.
  func observe(_ request: [UInt8], in root: RootContext) async throws(PluginError) -> Reply
  /// Decides what intents come to.
  func step(_ request: [UInt8], in root: RootContext) async throws(PluginError) -> Reply
  /// Ends the world.
  func close(_ request: [UInt8], in root: RootContext) async throws(PluginError) -> Reply
}

/// Something a person can use.
public protocol Tool: Sendable {
  /// Lists the actions that the tool adds.
  func describe(_ request: [UInt8], in root: RootContext) async throws(PluginError) -> Reply
  /// Performs an action.
  func perform(_ request: [UInt8], in root: RootContext) async throws(PluginError) -> Reply
}

/// What a person remembers.
public protocol Memory: Sendable {
  /// Records what was experienced in a unit.
  func write(_ request: [UInt8], in root: RootContext) async throws(PluginError) -> Reply
  /// Recalls.
  func query(_ request: [UInt8], in root: RootContext) async throws(PluginError) -> Reply
  /// Condenses experience.
  func consolidate(_ request: [UInt8], in root: RootContext) async throws(PluginError) -> Reply
  /// Drops memories.
  func forget(_ request: [UInt8], in root: RootContext) async throws(PluginError) -> Reply
}

/// A model backend.
public protocol LanguageModel: Sendable {
  /// Completes a conversation; the messages are the body.
  func complete(
    _ request: [UInt8], messages: [UInt8], beneath caller: ServiceRequest,
    onDelta: ServiceAnswer.DeltaSink?
  ) async throws(PluginError) -> Reply
  /// Embeds texts.
  func embed(_ request: [UInt8], beneath caller: ServiceRequest) async throws(PluginError) -> Reply
}

/// Reads results out of a run.
public protocol Extractor: Sendable {
  /// Extracts fields for one subject.
  func extract(_ request: [UInt8], in root: RootContext) async throws(PluginError) -> Reply
}

/// Makes a text or a persona richer.
public protocol Enricher: Sendable {
  /// Enriches content, or proposes additions to a persona.
  func enrich(_ request: [UInt8], in root: RootContext) async throws(PluginError) -> Reply
}

// MARK: - Plugins' instances

extension Instance: Agent, Environment, Tool, Memory, LanguageModel, Extractor, Enricher {
  /// Performs `describe`.
  public func describe(
    _ request: [UInt8], in root: RootContext
  ) async throws(PluginError) -> Reply { try await invoke("describe", json: request, in: root) }

  /// Performs `act`.
  public func act(
    _ request: [UInt8], in root: RootContext
  ) async throws(PluginError) -> Reply { try await invoke("act", json: request, in: root) }

  /// Performs `open`.
  public func open(
    _ request: [UInt8], in root: RootContext
  ) async throws(PluginError) -> Reply { try await invoke("open", json: request, in: root) }

  /// Performs `observe`.
  public func observe(
    _ request: [UInt8], in root: RootContext
  ) async throws(PluginError) -> Reply { try await invoke("observe", json: request, in: root) }

  /// Performs `step`.
  public func step(
    _ request: [UInt8], in root: RootContext
  ) async throws(PluginError) -> Reply { try await invoke("step", json: request, in: root) }

  /// Performs `close`.
  public func close(
    _ request: [UInt8], in root: RootContext
  ) async throws(PluginError) -> Reply { try await invoke("close", json: request, in: root) }

  /// Performs `perform`.
  public func perform(
    _ request: [UInt8], in root: RootContext
  ) async throws(PluginError) -> Reply { try await invoke("perform", json: request, in: root) }

  /// Performs `write`.
  public func write(
    _ request: [UInt8], in root: RootContext
  ) async throws(PluginError) -> Reply { try await invoke("write", json: request, in: root) }

  /// Performs `query`.
  public func query(
    _ request: [UInt8], in root: RootContext
  ) async throws(PluginError) -> Reply { try await invoke("query", json: request, in: root) }

  /// Performs `consolidate`.
  public func consolidate(
    _ request: [UInt8], in root: RootContext
  ) async throws(PluginError) -> Reply { try await invoke("consolidate", json: request, in: root) }

  /// Performs `forget`.
  public func forget(
    _ request: [UInt8], in root: RootContext
  ) async throws(PluginError) -> Reply { try await invoke("forget", json: request, in: root) }

  /// Performs `complete`.
  public func complete(
    _ request: [UInt8], messages: [UInt8], beneath caller: ServiceRequest,
    onDelta: ServiceAnswer.DeltaSink?
  ) async throws(PluginError) -> Reply {
    try await invoke("complete", json: request, body: messages, beneath: caller, onDelta: onDelta)
  }

  /// Performs `embed`.
  public func embed(
    _ request: [UInt8], beneath caller: ServiceRequest
  ) async throws(PluginError) -> Reply {
    try await invoke("embed", json: request, beneath: caller)
  }

  /// Performs `extract`.
  public func extract(
    _ request: [UInt8], in root: RootContext
  ) async throws(PluginError) -> Reply { try await invoke("extract", json: request, in: root) }

  /// Performs `enrich`.
  public func enrich(
    _ request: [UInt8], in root: RootContext
  ) async throws(PluginError) -> Reply { try await invoke("enrich", json: request, in: root) }
}
