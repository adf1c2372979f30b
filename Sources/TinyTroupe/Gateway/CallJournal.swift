import TinyTroupeDigest
import TinyTroupeJSON
import TinyTroupeKernel

/// Writes the outcome of every model call to the run's log, before anybody uses it.
struct CallJournal: Sendable {
  let store: RunStore

  /// A call that has begun.
  struct Entry: Sendable {
    let path: String
    let op: String
    let purpose: String
    let agent: String?
    let step: Int
    let request: CallRequest
    let model: String
    let startedNS: Int64
  }

  func begin(_ request: ServiceRequest, purpose: String, backend: String) -> Entry {
    let step = request.root.path.prefix { $0 != "/" }
    return Entry(
      path: request.path, op: "llm.\(request.op)", purpose: purpose, agent: request.root.agent,
      step: Int(step) ?? 0, request: CallRequest(envelope: request.json, body: request.body),
      model: backend, startedNS: wallClock())
  }

  /// Makes an outcome durable.
  ///
  /// - Throws: That the log cannot be written; a reply that is not kept is not used either.
  func end(
    _ entry: Entry, _ outcome: Result<Reply, PluginError>, attempts: Int
  ) async throws(PluginError) {
    let recorded: CallOutcome
    var usage = TokenUsage()
    var model = entry.model
    switch outcome {
    case .success(let reply):
      recorded = .reply(json: reply.result, body: reply.body)
      usage = TokenUsage(reply.usage)
      model = (try? reply.json())?["model"]?.string ?? model
    case .failure(let error):
      recorded = .failure(status: error.code.rawValue, error: error.logged)
    }
    let record = CallRecord(
      path: entry.path, op: entry.op, purpose: entry.purpose, agent: entry.agent, step: entry.step,
      request: entry.request, outcome: recorded, model: model, usage: usage, attempts: attempts,
      startedNS: entry.startedNS, finishedNS: wallClock())
    do throws(RunStoreError) {
      try await store.append(record)
    } catch {
      throw PluginError(.internal, "The call log cannot be written: \(error)")
    }
  }
}

extension TokenUsage {
  /// Reads the usage that a backend reported.
  init(_ bytes: [UInt8]?) {
    let json = bytes.flatMap { try? JSON(parsing: $0) } ?? .null
    self.init(
      input: json["input_tokens"]?.integer ?? 0, cached: json["cached_input_tokens"]?.integer ?? 0,
      output: json["output_tokens"]?.integer ?? 0,
      reasoning: json["reasoning_tokens"]?.integer ?? 0)
  }
}

extension PluginError {
  /// The error as the call log keeps it.
  fileprivate var logged: [UInt8] {
    var object: JSONObject = ["message": .string(message)]
    if !detail.isNull { object["detail"] = detail }
    return JSON.object(object).bytes
  }
}
