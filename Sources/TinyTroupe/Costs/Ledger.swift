import Synchronization
import TinyTroupeKernel

/// Keeps what a run uses within its budgets: no call is sent for which there is no room.
///
/// A call reserves the most that it can use before it is sent, and gives back what it did not use, so that calls
/// side by side cannot use more than there is. One that finds no room waits, in order of arrival, for
/// what others give back; when there is nothing to wait for the budget is used up, and from then on every call
/// is refused: the unit that needs it will not be committed. Functions may be called from any thread.
final class Ledger: Sendable {
  /// What a call may use.
  struct Request: Sendable, Hashable {
    /// What the study calls the model.
    let llm: String
    /// Whom the call serves.
    let agent: String?
    let demand: Amount
  }

  private struct Key: Hashable {
    /// Nil for the budget of the whole run.
    let llm: String?
    let agent: String?
  }

  private struct Waiter {
    let request: Request
    let continuation: CheckedContinuation<Admission, Never>
  }

  private enum Admission {
    case admitted
    case refused(BudgetCut)
    case cancelled
  }

  private struct State {
    var accounts: [Key: Account] = [:]
    var waiting: [(number: Int, waiter: Waiter)] = []
    var lastNumber = 0
    var cut: BudgetCut?
  }

  private let run: BudgetPlan?
  private let models: [String: BudgetPlan]
  private let clock: TransportClock
  /// When the run would have begun if it had taken place without a break.
  private let start: Duration
  private let state: Mutex<State>

  /// Makes a ledger.
  ///
  /// - Parameters:
  ///   - run: The budget of all calls.
  ///   - models: The budgets of single models' calls.
  ///   - past: What the run has used before, and how long it took.
  init(
    run: BudgetPlan?, models: [String: BudgetPlan], past: PastSpending = PastSpending(),
    clock: TransportClock = .system
  ) {
    self.run = run
    self.models = models
    self.clock = clock
    start = clock.now() - past.time
    state = Mutex(State())
    state.withLock { state in
      for entry in past.entries {
        charge(Request(llm: entry.llm, agent: entry.agent, demand: entry.amount), &state) {
          $0.spent = $0.spent + $1
        }
      }
    }
  }

  /// Why calls are refused; nil while they are not.
  var cut: BudgetCut? { state.withLock { $0.cut } }

  /// How many wait for room.
  var waitingCount: Int { state.withLock { $0.waiting.count } }

  /// Sets aside what a call may use, once there is room.
  ///
  /// - Throws: That the budget is used up.
  func reserve(_ request: Request) async throws(PluginError) {
    let (early, number) = state.withLock { state -> (Admission?, Int) in
      if state.waiting.isEmpty, let decided = decide(request, &state) { return (decided, 0) }
      state.lastNumber += 1
      return (nil, state.lastNumber)
    }
    let admission: Admission
    if let early {
      admission = early
    } else {
      admission = await withTaskCancellationHandler {
        await withCheckedContinuation {
          enqueue(number, Waiter(request: request, continuation: $0))
        }
      } onCancel: {
        drop(number)
      }
    }
    switch admission {
    case .admitted: return
    case .refused(let cut): throw .overBudget(cut)
    case .cancelled: throw .cancelledByCaller
    }
  }

  /// Gives a reservation back, less what was used of it.
  func settle(_ request: Request, used: Amount) {
    let admitted = state.withLock { state in
      charge(request, &state) { account, demand in
        account.reserved = account.reserved - demand
        account.pending -= 1
        account.spent = account.spent + used
      }
      return admit(&state)
    }
    for (waiter, admission) in admitted { waiter.continuation.resume(returning: admission) }
  }
}

// MARK: - Waiting

extension Ledger {
  private func enqueue(_ number: Int, _ waiter: Waiter) {
    let admitted = state.withLock { state -> [(Waiter, Admission)] in
      if Task.isCancelled { return [(waiter, .cancelled)] }
      state.waiting.append((number, waiter))
      // What it needs may have come back since `reserve` looked.
      return admit(&state)
    }
    for (waiter, admission) in admitted { waiter.continuation.resume(returning: admission) }
  }

  private func drop(_ number: Int) {
    let dropped = state.withLock { state -> [(Waiter, Admission)] in
      guard let place = state.waiting.firstIndex(where: { $0.number == number }) else { return [] }
      let waiter = state.waiting.remove(at: place).waiter
      // Those behind it may have waited for it alone.
      return [(waiter, .cancelled)] + admit(&state)
    }
    for (waiter, admission) in dropped { waiter.continuation.resume(returning: admission) }
  }

  /// Takes those out of the queue of whom it is known how they go on.
  private func admit(_ state: inout State) -> [(Waiter, Admission)] {
    var decided: [(Waiter, Admission)] = []
    while let first = state.waiting.first?.waiter,
      let admission = decide(first.request, &state)
    {
      state.waiting.removeFirst()
      decided.append((first, admission))
    }
    return decided
  }

  /// Reserves, or refuses; nil when the call has something to wait for.
  private func decide(_ request: Request, _ state: inout State) -> Admission? {
    if let cut = state.cut { return .refused(cut) }
    if let cut = overtime() {
      state.cut = cut
      return .refused(cut)
    }
    for (key, limits, place) in accounts(of: request) {
      let account = state.accounts[key] ?? Account(limits: limits)
      guard let (limit, used, most) = account.lacking(request.demand) else { continue }
      if account.pending > 0 { return nil }
      let cut = BudgetCut(
        limit: limit, place: place, agent: key.agent, used: used, most: most,
        needed: request.demand.size(limit))
      state.cut = cut
      return .refused(cut)
    }
    charge(request, &state) { account, demand in
      account.reserved = account.reserved + demand
      account.pending += 1
    }
    return .admitted
  }

  private func overtime() -> BudgetCut? {
    let passed = clock.now() - start
    let timed =
      [(run, "llm.budget")] + models.map { ($1, "llms.\($0).budget") }.sorted { $0.1 < $1.1 }
    for case (let plan?, let place) in timed {
      guard let time = plan.time, passed >= time else { continue }
      return BudgetCut(
        limit: .time, place: place, agent: nil, used: Int(passed.components.seconds),
        most: Int(time.components.seconds), needed: 0)
    }
    return nil
  }
}

// MARK: - Accounts

extension Ledger {
  /// The accounts that a call is booked on, and where their limits stand in the study.
  private func accounts(
    of request: Request
  ) -> [(key: Key, limits: BudgetPlan.Limits, place: String)] {
    let plans =
      [(nil as String?, run, "llm.budget")]
      + [(request.llm, models[request.llm], "llms.\(request.llm).budget")]
    var accounts: [(key: Key, limits: BudgetPlan.Limits, place: String)] = []
    for case (let llm, let plan?, let place) in plans {
      accounts.append((Key(llm: llm, agent: nil), plan.total, place))
      if let agent = request.agent, plan.perAgent != BudgetPlan.Limits() {
        accounts.append((Key(llm: llm, agent: agent), plan.perAgent, "\(place).per_agent"))
      }
    }
    return accounts
  }

  private func charge(
    _ request: Request, _ state: inout State, _ change: (inout Account, Amount) -> Void
  ) {
    for (key, limits, _) in accounts(of: request) {
      change(&state.accounts[key, default: Account(limits: limits)], request.demand)
    }
  }
}

extension Amount {
  /// How much of it falls under a limit.
  fileprivate func size(_ limit: BudgetCut.Limit) -> Int {
    switch limit {
    case .calls: calls
    case .tokens: tokens
    case .cost: cost.picodollars
    case .time: 0
    }
  }
}

/// What a run has used before it goes on.
struct PastSpending: Sendable {
  /// What was used through one model for one person.
  struct Entry: Sendable, Hashable {
    let llm: String
    let agent: String?
    let amount: Amount
  }

  var entries: [Entry] = []
  /// How long its sessions took.
  var time = Duration.zero
}
