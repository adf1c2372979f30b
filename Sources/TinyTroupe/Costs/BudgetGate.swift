import TinyTroupeJSON
import TinyTroupeKernel

/// Lets a call be sent when the budgets have room for it, and notes that before it is.
struct BudgetGate: Sendable {
  /// A call that may be sent.
  struct Pass: Sendable {
    fileprivate let request: Ledger.Request
    fileprivate let sent: SentCall
    fileprivate let price: ModelPrice
  }

  /// How sending a call once ended.
  enum Ending: Sendable {
    /// It was not sent after all.
    case notSent
    /// It was answered, and used so much; nothing when the server does not say.
    case answered(TokenUsage)
    /// The server turned it away, or was never reached: nobody is charged for that.
    case turnedAway
    /// No answer came, though the server may have made one.
    case lost
  }

  let ledger: Ledger
  let store: RunStore

  /// Waits until there is room for all that a call can use.
  ///
  /// - Parameter attempts: How often the call was sent before.
  /// - Throws: That a budget is used up.
  func admit(
    _ call: OutgoingCall, after attempts: Int, at price: ModelPrice
  ) async throws(PluginError) -> Pass {
    let demand = call.demand
    let most = TokenUsage(input: demand.input, output: demand.output)
    let amount = Amount(
      calls: attempts == 0 ? 1 : 0, tokens: demand.input + demand.output,
      cost: price.cost(of: most) ?? .zero)
    let request = Ledger.Request(llm: call.llm, agent: call.agent, demand: amount)
    try await ledger.reserve(request)
    let sent = SentCall(
      path: call.loggedAs, attempt: attempts + 1, llm: call.llm, agent: call.agent, most: amount)
    return Pass(request: request, sent: sent, price: price)
  }

  /// Makes it durable that the call is sent now.
  func begin(_ pass: Pass) async throws(PluginError) {
    do throws(RunStoreError) {
      try await store.note(pass.sent)
    } catch {
      throw .logCannotBeWritten(error)
    }
  }

  /// Gives back what the call did not use.
  ///
  /// A call that was lost, or of which the server does not say what it used, counts with all that it could use.
  func end(_ pass: Pass, _ ending: Ending) async {
    let demand = pass.request.demand
    var used = Amount(calls: demand.calls)
    switch ending {
    case .notSent: used = Amount()
    case .turnedAway: break
    case .answered(let usage) where usage.input + usage.output > 0:
      used.tokens = usage.input + usage.output
      used.cost = pass.price.cost(of: usage) ?? .zero
    case .answered, .lost:
      used = demand
      // If the note fails, so will the log of the call, which stops the run.
      try? await store.noteLost(pass.sent)
    }
    ledger.settle(pass.request, used: used)
  }
}

extension BudgetGate.Ending {
  /// What a failure says about whether the call will be charged.
  init(_ error: PluginError, wasSent: Bool) {
    let status = error.detail["http_status"]?.integer ?? 0
    if !wasSent {
      self = .notSent
    } else if (400..<600).contains(status) || error.detail["reason"] == "connect" {
      self = .turnedAway
    } else {
      switch error.code {
      case .unavailable, .deadline, .cancelled: self = .lost
      default: self = .turnedAway
      }
    }
  }
}
