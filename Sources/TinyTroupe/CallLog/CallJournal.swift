import TinyTroupeDigest
import TinyTroupeJSON
import TinyTroupeKernel

/// Makes the outcome of every call that may come out otherwise next time durable before anybody uses it, and
/// answers from a log what has an answer there.
struct CallJournal: Sendable {
  /// What a call is, beside its path and its request.
  struct Subject: Sendable {
    /// Service with the operation: `llm.complete`, `http.request`, `tool.perform`.
    let op: String
    var purpose: String?
    /// The model that is asked, until the server says which one answered.
    var model: String?
    /// What the study calls the model.
    var llm: String?
    /// What identifies the request, where that is not all of it.
    var envelope: [UInt8]?
  }

  let store: RunStore
  /// Where answers may be; nil in a run that begins.
  var recorded: RecordedCalls?
  /// The wish to stop, after which no call is begun.
  var stop = StopRequest()

  /// Performs a call, unless a log answers it.
  ///
  /// What the caller gets is the same in both cases: the recorded form of the outcome.
  func logged(
    _ request: ServiceRequest, as subject: Subject,
    _ body: (inout Effort) async throws(PluginError) -> Reply
  ) async throws(PluginError) -> Reply {
    let asked = CallRequest(envelope: subject.envelope ?? request.json, body: request.body)
    if let recorded, let record = try await recorded.answer(request.path, asked) {
      if recorded.belongsToAnotherRun { try await append(record.answeredAgain) }
      return try record.reply()
    }
    if stop.isRequested { throw .stopping }
    let record = await performed(request, asked, subject, body)
    try await append(record)
    return try record.reply()
  }

  private func performed(
    _ request: ServiceRequest, _ asked: CallRequest, _ subject: Subject,
    _ body: (inout Effort) async throws(PluginError) -> Reply
  ) async -> CallRecord {
    var effort = Effort()
    let start = wallClock()
    var model = subject.model
    let outcome: CallOutcome
    do throws(PluginError) {
      let reply = try await body(&effort)
      if subject.model != nil { model = (try? reply.json())?["model"]?.string ?? model }
      outcome = .reply(json: reply.result, body: reply.body)
    } catch {
      outcome = .failure(status: error.code.rawValue, error: error.logged(effort.rejected))
    }
    return CallRecord(
      path: request.path, op: subject.op, purpose: subject.purpose, agent: request.root.agent,
      step: request.step, request: asked, outcome: outcome, llm: subject.llm, model: model,
      usage: effort.usage, cost: effort.cost, attempts: effort.attempts, startedNS: start,
      finishedNS: wallClock())
  }

  /// - Throws: That the log cannot be written; an outcome that is not kept is not used either.
  private func append(_ record: CallRecord) async throws(PluginError) {
    do throws(RunStoreError) {
      try await store.append(record)
    } catch {
      throw .logCannotBeWritten(error)
    }
  }
}

/// What one call has cost so far, however it will end.
struct Effort: Sendable {
  /// How often it was sent.
  var attempts = 0
  /// What all its replies used, the rejected ones too.
  var usage = TokenUsage()
  /// What they cost; nil when nobody knows.
  var cost: Money? = .zero
  /// The contents that could not be used, cut short.
  var rejected: [String] = []
  /// How long it was on its way or waited to be sent again, which the model's deadline limits.
  var spent = Duration.zero

  /// Adds what another has cost.
  mutating func add(_ other: Effort) {
    attempts += other.attempts
    usage = usage + other.usage
    cost = cost + other.cost
    rejected += other.rejected
    spent += other.spent
  }
}

extension ServiceRequest {
  /// The step to which the call belongs: the first element of its path.
  var step: Int { Int(root.path.prefix { $0 != "/" }) ?? 0 }
}
