import TinyTroupeJSON
import TinyTroupeKernel

/// `tt.llm/1`: stands between persons and model backends.
///
/// A call passes through, from the outside in: the log, which makes every outcome durable before it is used;
/// the check of replies, which asks again for what cannot be used; the transport, which sends and sends again.
final class ModelGateway: Service {
  /// A backend as the gateway uses it.
  struct Backend: Sendable {
    let name: String
    /// The component's own name, such as `rehearsal`.
    let component: String
    let instance: Instance
    let limit: AsyncSemaphore
    let attempts: Int
  }

  private let backends: [String: Backend]
  private let purposes: [String: String]
  private let calls: CallJournal
  private let transport: Transport
  let usage = UsageCounter()

  init(
    backends: [String: Backend], purposes: [String: String], calls: CallJournal,
    backoff: Backoff = Backoff()
  ) {
    self.backends = backends
    self.purposes = purposes
    self.calls = calls
    transport = Transport(backoff: backoff, usage: usage)
  }

  func answer(_ request: ServiceRequest) -> ServiceAnswer {
    switch request.op {
    case "complete": .later { sink throws(PluginError) in try await self.complete(request, sink) }
    case "embed": .later { _ throws(PluginError) in try await self.embed(request) }
    default: .now(.failure(.unknownOperation("tt.llm", request.op)))
    }
  }

  /// What answers calls of a purpose, where no person has a backend of its own.
  func backendName(for purpose: String) -> String {
    backends[purposes[purpose] ?? "default"]?.component ?? "?"
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

  private func embed(_ request: ServiceRequest) async throws(PluginError) -> Reply {
    let backend = try backend(for: "embed", request)
    let subject = CallJournal.Subject(op: "llm.embed", purpose: "embed", model: backend.name)
    return try await calls.logged(request, as: subject) {
      effort async throws(PluginError) in
      try await self.transport.send(request, to: backend, &effort) { () async throws(PluginError) in
        try await backend.instance.embed(request.json, beneath: request)
      }
    }
  }

  private func complete(
    _ request: ServiceRequest, _ sink: @escaping ServiceAnswer.DeltaSink
  ) async throws(PluginError) -> Reply {
    let envelope = try CompletionEnvelope(parsing: request.json)
    let backend = try backend(for: envelope.purpose, request)
    let check = ReplyCheck(envelope: envelope, backend: backend.name, path: request.path)
    let subject = CallJournal.Subject(
      op: "llm.complete", purpose: envelope.purpose, model: backend.name)
    return try await calls.logged(request, as: subject) {
      effort async throws(PluginError) in
      try await check.usable(&effort) { effort async throws(PluginError) in
        try await self.transport.send(request, to: backend, &effort) {
          () async throws(PluginError) in
          try await backend.instance.complete(
            request.json, messages: request.body, beneath: request,
            onDelta: envelope.streams ? sink : nil)
        }
      }
    }
  }
}
