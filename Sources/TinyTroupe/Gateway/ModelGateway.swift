import Synchronization
import TinyTroupeDigest
import TinyTroupeJSON
import TinyTroupeKernel
import TinyTroupeYAML

/// Stands between persons and model backends: chooses the backend, limits concurrency, sends again what may
/// succeed, checks replies against their schema, counts, and logs every outcome before it is used.
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
  private let backoff: Backoff
  let usage = UsageCounter()

  init(
    backends: [String: Backend], purposes: [String: String], calls: CallJournal,
    backoff: Backoff = Backoff()
  ) {
    self.backends = backends
    self.purposes = purposes
    self.calls = calls
    self.backoff = backoff
  }

  func answer(_ request: ServiceRequest) -> ServiceAnswer {
    switch request.op {
    case "complete": .later { sink throws(PluginError) in try await self.complete(request, sink) }
    case "embed": .later { _ throws(PluginError) in try await self.embed(request) }
    default: .now(.failure(.unknownOperation("tt.llm", request.op)))
    }
  }

  private func backend(for purpose: String, _ request: ServiceRequest) throws(PluginError)
    -> Backend
  {
    let scope = request.root.scope as? CallScope
    let name = purposes[purpose] ?? scope?.person?.plan.model ?? "default"
    guard let backend = backends[name] else {
      throw PluginError(.unavailable, "No model backend is called '\(name)' in this study.")
    }
    return backend
  }

  private func embed(_ request: ServiceRequest) async throws(PluginError) -> Reply {
    let backend = try backend(for: "embed", request)
    return try await logged(request, backend, CompletionEnvelope(purpose: "embed")) {
      effort async throws(PluginError) in
      try await self.sent(backend, request, &effort) { () async throws(PluginError) in
        try await backend.instance.embed(request.json, beneath: request)
      }
    }
  }

  private func complete(
    _ request: ServiceRequest, _ sink: @escaping ServiceAnswer.DeltaSink
  ) async throws(PluginError) -> Reply {
    let envelope = try CompletionEnvelope(parsing: request.json)
    let backend = try backend(for: envelope.purpose, request)
    return try await logged(request, backend, envelope) { effort async throws(PluginError) in
      var lastComplaint = PluginError(.internal, "No attempt was made.")
      for _ in 0..<Self.contentAttempts {
        let reply = try await self.sent(backend, request, &effort) { () async throws(PluginError) in
          try await backend.instance.complete(
            request.json, messages: request.body, beneath: request,
            onDelta: envelope.streams ? sink : nil)
        }
        guard
          let complaint = try ReplyCheck.complaint(
            reply, envelope, backend: backend.name, path: request.path)
        else {
          return reply
        }
        effort.rejected.append(ReplyCheck.excerpt(of: reply))
        lastComplaint = complaint
      }
      throw lastComplaint
    }
  }

  /// How many replies are asked for before unusable content is an error.
  private static let contentAttempts = 3

  /// Sends until it succeeds, cannot succeed, or the attempts are used up.
  private func sent(
    _ backend: Backend, _ request: ServiceRequest, _ effort: inout Effort,
    _ send: () async throws(PluginError) -> Reply
  ) async throws(PluginError) -> Reply {
    var attempt = 1
    while true {
      do throws(PluginError) {
        guard await backend.limit.acquire() else { throw .cancelledByCaller }
        defer { backend.limit.release() }
        usage.sent()
        defer { usage.answered() }
        effort.attempts += 1
        let reply = try await send()
        let used = TokenUsage(reply.usage)
        usage.add(used)
        effort.usage = effort.usage + used
        return reply
      } catch {
        guard error.code == .unavailable || error.code == .exhausted,
          error.detail["reason"]?.string != "quota", attempt < backend.attempts
        else { throw attempt > 1 ? error.afterAttempts(attempt) : error }
        let wait = backoff.delay(
          after: attempt, error: error, seed: request.root.seed, path: request.path)
        try? await Task.sleep(for: .milliseconds(wait))
        if Task.isCancelled { throw .cancelledByCaller }
        attempt += 1
      }
    }
  }

  /// What answers calls of a purpose, where no person has a backend of its own.
  func backendName(for purpose: String) -> String {
    backends[purposes[purpose] ?? "default"]?.component ?? "?"
  }

  /// Makes an outcome durable before it is used.
  private func logged(
    _ request: ServiceRequest, _ backend: Backend, _ envelope: CompletionEnvelope,
    _ body: (inout Effort) async throws(PluginError) -> Reply
  ) async throws(PluginError) -> Reply {
    var effort = Effort()
    let entry = calls.begin(request, purpose: envelope.purpose, backend: backend.name)
    let outcome: Result<Reply, PluginError>
    do throws(PluginError) {
      outcome = .success(try await body(&effort))
    } catch {
      if error.code == .cancelled { throw error }
      outcome = .failure(error)
    }
    try await calls.end(entry, outcome, effort)
    return try outcome.get()
  }
}
