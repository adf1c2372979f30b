import TinyTroupeDigest
import TinyTroupeJSON
import TinyTroupeKernel

/// Writes the outcome of every model call to the run's log, before anybody uses it.
struct CallJournal: Sendable {
  let store: RunStore

  /// A call that has begun.
  private struct Entry: Sendable {
    let path: String
    let op: String
    let purpose: String
    let agent: String?
    let step: Int
    let request: CallRequest
    let model: String
    let startedNS: Int64
  }

  /// Performs a call and makes its outcome durable before it is used.
  func logged(
    _ request: ServiceRequest, purpose: String, backend: String,
    _ body: (inout Effort) async throws(PluginError) -> Reply
  ) async throws(PluginError) -> Reply {
    var effort = Effort()
    let entry = begin(request, purpose: purpose, backend: backend)
    let outcome: Result<Reply, PluginError>
    do throws(PluginError) {
      outcome = .success(try await body(&effort))
    } catch {
      if error.code == .cancelled { throw error }
      outcome = .failure(error)
    }
    try await end(entry, outcome, effort)
    return try outcome.get()
  }

  private func begin(_ request: ServiceRequest, purpose: String, backend: String) -> Entry {
    let step = request.root.path.prefix { $0 != "/" }
    return Entry(
      path: request.path, op: "llm.\(request.op)", purpose: purpose, agent: request.root.agent,
      step: Int(step) ?? 0, request: CallRequest(envelope: request.json, body: request.body),
      model: backend, startedNS: wallClock())
  }

  /// Makes an outcome durable.
  ///
  /// - Throws: That the log cannot be written; a reply that is not kept is not used either.
  private func end(
    _ entry: Entry, _ outcome: Result<Reply, PluginError>, _ effort: Effort
  ) async throws(PluginError) {
    let recorded: CallOutcome
    var model = entry.model
    switch outcome {
    case .success(let reply):
      recorded = .reply(json: reply.result, body: reply.body)
      model = (try? reply.json())?["model"]?.string ?? model
    case .failure(let error):
      recorded = .failure(status: error.code.rawValue, error: error.logged(effort.rejected))
    }
    let record = CallRecord(
      path: entry.path, op: entry.op, purpose: entry.purpose, agent: entry.agent, step: entry.step,
      request: entry.request, outcome: recorded, model: model, usage: effort.usage,
      attempts: effort.attempts,
      startedNS: entry.startedNS, finishedNS: wallClock())
    do throws(RunStoreError) {
      try await store.append(record)
    } catch {
      throw PluginError(.internal, "The call log cannot be written: \(error)")
    }
  }
}

/// What one call has cost so far, however it will end.
struct Effort: Sendable {
  /// How often it was sent.
  var attempts = 0
  /// What all its replies used, the rejected ones too.
  var usage = TokenUsage()
  /// The contents that could not be used, cut short.
  var rejected: [String] = []
}

extension TokenUsage {
  /// No call uses as much; a server that reports more is wrong, and sums must not overflow.
  private static let most = 1_000_000_000

  /// Reads the usage that a backend reported.
  init(_ bytes: [UInt8]?) {
    let json = bytes.flatMap { try? JSON(parsing: $0) } ?? .null
    func tokens(_ key: String) -> Int { min(max(json[key]?.integer ?? 0, 0), Self.most) }
    self.init(
      input: tokens("input_tokens"), cached: tokens("cached_input_tokens"),
      output: tokens("output_tokens"), reasoning: tokens("reasoning_tokens"))
  }
}

extension PluginError {
  /// The error as the call log keeps it.
  fileprivate func logged(_ rejected: [String]) -> [UInt8] {
    var object: JSONObject = ["message": .string(message)]
    var detail = detail.object ?? [:]
    if !rejected.isEmpty {
      detail["reply"] = nil
      detail["replies"] = .array(rejected.map { .string($0) })
    }
    if !detail.isEmpty { object["detail"] = .object(detail) }
    return JSON.object(object).bytes
  }
}
