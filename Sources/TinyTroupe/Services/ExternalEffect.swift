import TinyTroupeJSON
import TinyTroupeKernel

/// An action on the world outside, performed at most once whatever becomes of the run.
///
/// That it begins is durable before it is performed, and what came of it before anybody learns of it. An
/// action that was begun and not done when the run stopped is not repeated, unless it is idempotent.
struct ExternalEffect: Sendable {
  let use: ToolUse
  let tool: Instance
  let calls: CallJournal
  /// The tool's request.
  let json: [UInt8]

  func perform(_ request: ServiceRequest) async throws(PluginError) -> Reply {
    let subject = CallJournal.Subject(op: "tool.perform", envelope: json)
    use.scope.beginExternal(request.path)
    let outcome: Result<Reply, PluginError>
    do throws(PluginError) {
      outcome = .success(
        try await calls.logged(request, as: subject) { _ async throws(PluginError) in
          try await once(request)
        })
    } catch {
      // What the log cannot keep stops the run; what the tool could not do is perceived.
      if error.detail["reason"] == "log" { throw error }
      outcome = .failure(error)
    }
    return try use.conclude(outcome).get()
  }

  private func once(_ request: ServiceRequest) async throws(PluginError) -> Reply {
    if calls.recorded?.wasBegun(request.path) == true, !use.action.isIdempotent {
      return Reply(["text": .string(Self.unknownOutcome(use.action.type))])
    }
    let effect = BegunEffect(
      path: request.path, op: "tool.perform", agent: request.root.agent, step: request.step,
      requestHash: CallRequest(envelope: json, body: request.body).hash, begunNS: wallClock())
    do throws(RunStoreError) {
      try await calls.store.begin(effect)
    } catch {
      throw .logCannotBeWritten(error)
    }
    return try await tool.invoke("perform", json: json, beneath: request)
  }

  /// What the person perceives where nobody can know more.
  static func unknownOutcome(_ action: String) -> String {
    "Outcome unknown: \(action) was begun, and whether it was done nobody can tell. It was not tried again."
  }
}
