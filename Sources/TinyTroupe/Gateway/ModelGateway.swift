import TinyTroupeDigest
import TinyTroupeJSON
import TinyTroupeKernel

/// `tt.llm/1`: stands between persons and model backends.
///
/// A call passes through, from the outside in: the log, which makes every outcome durable before it is used;
/// for shared calls the table of those that were sent; the check of replies, which asks again for what cannot
/// be used; the transport, which sends and sends again.
final class ModelGateway: Service {
  /// A backend as the gateway uses it.
  struct Backend: Sendable {
    /// What the study calls it: `default`, `judge`, ….
    let id: String
    /// One for each endpoint of the route.
    let instances: [Instance]
    let route: Route
    /// What it is and how it is configured.
    var component: ComponentPlan
    /// Where its replies are kept over runs, if the study wants that.
    var cache: SharedCache?
    /// Whether it can look at pictures.
    var takesPictures = false

    /// The model's name, for messages.
    var name: String { route.model }
  }

  let backends: [String: Backend]
  let purposes: [String: String]
  private let calls: CallJournal
  let transport: Transport
  private let shared = SharedCalls()
  /// Nil where the study limits nothing.
  private let ledger: Ledger?
  let usage: UsageCounter
  /// The pictures that messages may name.
  let pictures: PictureShelf

  init(
    backends: [String: Backend], purposes: [String: String], calls: CallJournal,
    ledger: Ledger? = nil, backoff: Backoff = Backoff(), clock: TransportClock = .system,
    pictures: PictureShelf = PictureShelf()
  ) {
    self.pictures = pictures
    self.backends = backends
    self.purposes = purposes
    self.calls = calls
    self.ledger = ledger
    usage = UsageCounter()
    transport = Transport(
      backoff: backoff, usage: usage, clock: clock, stop: calls.stop,
      budgets: ledger.map { BudgetGate(ledger: $0, store: calls.store) })
  }

  func answer(_ request: ServiceRequest) -> ServiceAnswer {
    switch request.op {
    case "complete": .later { sink throws(PluginError) in try await self.complete(request, sink) }
    case "embed": .later { _ throws(PluginError) in try await self.embed(request) }
    default: .now(.failure(.unknownOperation("tt.llm", request.op)))
    }
  }

  /// The budget that is used up, and for which calls are refused.
  var cut: BudgetCut? { ledger?.cut }

  /// What answers calls of a purpose, where no person has a backend of its own.
  func backendName(for purpose: String) -> String {
    backends[purposes[purpose] ?? "default"]?.component.name ?? "?"
  }

  private func backend(
    for purpose: String, _ request: ServiceRequest
  ) throws(PluginError) -> Backend {
    let scope = request.root.scope as? CallScope
    let name = purposes[purpose] ?? scope?.person?.plan.model ?? "default"
    guard let backend = backends[name] else {
      throw PluginError(.unavailable, "No model backend is called '\(name)' in this study.")
    }
    return backend
  }
}

// MARK: - Embeddings

extension ModelGateway {
  private func embed(_ request: ServiceRequest) async throws(PluginError) -> Reply {
    let backend = try backend(for: "embed", request)
    let subject = CallJournal.Subject(
      op: "llm.embed", purpose: "embed", model: backend.name, llm: backend.id)
    let demand = OutgoingCall.Demand(
      input: counts(backend) ? TokenEstimate.tokens(request.json) : 0)
    return try await calls.logged(request, as: subject) {
      effort async throws(PluginError) in
      try await self.kept(request, backend, &effort) { effort async throws(PluginError) in
        try await self.once(request, backend, &effort) { effort, root async throws(PluginError) in
          try await self.transport.send(
            OutgoingCall(request, beneath: root, to: backend, demand), over: backend.route, &effort
          ) {
            endpoint async throws(PluginError) in
            try await backend.instances[endpoint].invoke("embed", json: request.json, in: root)
          }
        }
      }
    }
  }
}

// MARK: - Completions

extension ModelGateway {
  private func complete(
    _ request: ServiceRequest, _ sink: @escaping ServiceAnswer.DeltaSink
  ) async throws(PluginError) -> Reply {
    let envelope = try CompletionEnvelope(parsing: request.json)
    let backend = try backend(for: envelope.purpose, request)
    let check = ReplyCheck(envelope: envelope, backend: backend.name, path: request.path)
    let subject = CallJournal.Subject(
      op: "llm.complete", purpose: envelope.purpose, model: backend.name, llm: backend.id)
    let demand = demand(of: envelope, to: backend)
    return try await calls.logged(request, as: subject) {
      effort async throws(PluginError) in
      try await self.kept(request, backend, &effort) { effort async throws(PluginError) in
        guard envelope.isShared else {
          let call = OutgoingCall(request, beneath: request.root, to: backend, demand)
          return try await self.checked(request, check, backend, call, &effort) {
            endpoint, messages async throws(PluginError) in
            try await backend.instances[endpoint].complete(
              envelope.bytes, messages: messages, beneath: request,
              onDelta: envelope.streams ? sink : nil)
          }
        }
        return try await self.once(request, backend, &effort) {
          effort, root async throws(PluginError) in
          let call = OutgoingCall(request, beneath: root, to: backend, demand)
          return try await self.checked(request, check, backend, call, &effort) {
            endpoint, messages async throws(PluginError) in
            try await backend.instances[endpoint].invoke(
              "complete", json: envelope.bytes, body: messages, in: root)
          }
        }
      }
    }
  }

  /// Asks for replies until one can be used.
  private func checked(
    _ request: ServiceRequest, _ check: ReplyCheck, _ backend: Backend, _ call: OutgoingCall,
    _ effort: inout Effort,
    _ send:
      @escaping @Sendable (_ endpoint: Int, _ messages: [UInt8]) async throws(PluginError) -> Reply
  ) async throws(PluginError) -> Reply {
    try await describePictures(in: request, for: backend, &effort)
    return try await check.usable(request.body, &effort) {
      messages, effort async throws(PluginError) in
      try await self.transport.send(
        self.call(call, with: messages, to: backend), over: backend.route, &effort
      ) {
        endpoint async throws(PluginError) in
        try await send(
          endpoint, self.pictures.filled(messages, withPictures: backend.takesPictures))
      }
    }
  }
}

// MARK: - Caches

extension ModelGateway {
  /// The reply that an earlier run had, or a new one, which is kept.
  private func kept(
    _ request: ServiceRequest, _ backend: Backend, _ effort: inout Effort,
    _ perform: (inout Effort) async throws(PluginError) -> Reply
  ) async throws(PluginError) -> Reply {
    guard let cache = backend.cache else { return try await perform(&effort) }
    let asked = CallRequest(envelope: request.json, body: request.body)
    let key = CacheEntry.Key(
      backend: backend.component, op: request.op, request: asked.hash, path: request.path,
      seed: request.root.seed)
    if let reply = await cache.reply(key) {
      // Nothing was sent and nothing paid; what it used once is told with it.
      effort.usage = TokenUsage(reply.usage)
      usage.addKept()
      return reply
    }
    var reply = try await perform(&effort)
    reply.usage = effort.usage.json.bytes
    let model = (try? reply.json())?["model"]?.string ?? backend.name
    await cache.keep(CacheEntry(key: key, model: model, reply: reply))
    return reply
  }
}

// MARK: - Budgets

extension ModelGateway {
  /// What a call can use beside its messages; nothing where nothing is limited.
  private func demand(
    of envelope: CompletionEnvelope, to backend: Backend
  ) -> OutgoingCall.Demand {
    guard counts(backend) else { return OutgoingCall.Demand() }
    let schema = envelope.schema.map { TokenEstimate.tokens($0.bytes) } ?? 0
    return OutgoingCall.Demand(input: schema, output: envelope.maxOutputTokens)
  }

  /// Whether anything goes by how many tokens a call may use.
  private func counts(_ backend: Backend) -> Bool {
    ledger != nil || backend.route.rate?.countsTokens == true
  }

  private func call(
    _ call: OutgoingCall, with messages: [UInt8], to backend: Backend
  ) -> OutgoingCall {
    guard counts(backend) else { return call }
    var longer = call
    longer.demand.input += TokenEstimate.tokens(messages)
    return longer
  }
}

// MARK: - Shared calls

extension ModelGateway {
  /// Performs a request that is sent once in a run, as a root call of its own.
  private func once(
    _ request: ServiceRequest, _ backend: Backend, _ effort: inout Effort,
    _ perform:
      @escaping @Sendable (inout Effort, RootContext) async throws(PluginError) -> Reply
  ) async throws(PluginError) -> Reply {
    try await once(
      request, as: SharedCalls.Key(request, backend: backend.id), &effort, perform)
  }

  /// Performs what has a key once in a run, on behalf of whoever asks first.
  func once(
    _ request: ServiceRequest, as key: SharedCalls.Key, _ effort: inout Effort,
    _ perform:
      @escaping @Sendable (inout Effort, RootContext) async throws(PluginError) -> Reply
  ) async throws(PluginError) -> Reply {
    let root = RootContext(
      path: key.path, seed: request.root.seed, timeNS: request.root.timeNS,
      services: request.root.services)
    return try await shared.reply(key, &effort) {
      var effort = Effort()
      do throws(PluginError) {
        let reply = try await perform(&effort, root)
        return SharedCalls.Outcome(result: .success(reply), effort: effort)
      } catch {
        return SharedCalls.Outcome(result: .failure(error), effort: effort)
      }
    }
  }
}

extension SharedCalls.Key {
  fileprivate init(_ request: ServiceRequest, backend: String) {
    var hasher = SHA256Hasher()
    hasher.update(request.json)
    // JSON has no zero byte, so no two requests can be taken apart differently.
    hasher.update(CollectionOfOne(0))
    hasher.update(request.body)
    self.init(backend: backend, op: request.op, request: hasher.finish())
  }
}

extension OutgoingCall {
  /// - Parameter root: The request's own root, or that of the one call for all who ask the same.
  init(
    _ request: ServiceRequest, beneath root: RootContext, to backend: ModelGateway.Backend,
    _ demand: Demand
  ) {
    let isShared = root.path != request.root.path
    self.init(
      seed: root.seed, path: isShared ? root.path : request.path,
      caller: isShared ? root.path : request.root.agent ?? request.root.path, llm: backend.id,
      agent: request.root.agent, loggedAs: request.path, demand: demand)
  }
}
