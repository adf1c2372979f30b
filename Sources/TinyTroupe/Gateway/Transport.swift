import TinyTroupeJSON
import TinyTroupeKernel

/// Sends calls to backends, so many at a time, and again what may succeed the next time.
struct Transport: Sendable {
  let backoff: Backoff
  let usage: UsageCounter

  /// Sends until it succeeds, cannot succeed, or the attempts are used up.
  ///
  /// - Parameter effort: Counts each time that something was sent, and what was used.
  func send(
    _ request: ServiceRequest, to backend: ModelGateway.Backend, _ effort: inout Effort,
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
}
