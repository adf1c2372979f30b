import Testing

@testable import TinyTroupe
@testable import TinyTroupeKernel

@Suite("Budgets")
struct LedgerTests {
  private static func request(
    _ tokens: Int, agent: String? = "Lisa", llm: String = "default"
  ) -> Ledger.Request {
    Ledger.Request(llm: llm, agent: agent, demand: Amount(calls: 1, tokens: tokens))
  }

  private static func ledger(
    _ total: BudgetPlan.Limits = .init(), perAgent: BudgetPlan.Limits = .init(),
    models: [String: BudgetPlan] = [:], past: PastSpending = PastSpending()
  ) -> Ledger {
    Ledger(run: BudgetPlan(total: total, perAgent: perAgent), models: models, past: past)
  }

  private func cut(_ ledger: Ledger, _ request: Ledger.Request) async -> String? {
    do throws(PluginError) {
      try await ledger.reserve(request)
      return nil
    } catch {
      return ledger.cut?.description ?? error.message
    }
  }

  @Test("what was not used is there for others")
  func givingBack() async throws {
    let ledger = Self.ledger(.init(tokens: 100))
    for _ in 0..<9 {
      try await ledger.reserve(Self.request(60))
      ledger.settle(Self.request(60), used: Amount(calls: 1, tokens: 5))
    }
    #expect(
      await cut(ledger, Self.request(60))
        == "The budget has no room for the next call: 45 of 100 tokens are used (llm.budget.tokens), and it may need 60."
    )
    #expect(ledger.cut?.raised == "llm.budget.tokens=200")
  }

  @Test("a call that finds no room waits for those on their way, and none is overtaken")
  func waiting() async throws {
    let ledger = Self.ledger(.init(tokens: 100))
    try await ledger.reserve(Self.request(80))
    let passed = Shared<[Int]>([])
    let large = Task {
      try await ledger.reserve(Self.request(90))
      passed.change { $0.append(90) }
    }
    while passed.value.isEmpty, ledger.waitingCount < 1 { await Task.yield() }
    let small = Task {
      try await ledger.reserve(Self.request(10))
      passed.change { $0.append(10) }
    }
    while ledger.waitingCount < 2 { await Task.yield() }
    ledger.settle(Self.request(80), used: Amount(calls: 1, tokens: 1))
    try await large.value
    #expect(passed.value == [90])
    ledger.settle(Self.request(90), used: Amount(calls: 1, tokens: 2))
    try await small.value
    #expect(passed.value == [90, 10])
    #expect(ledger.cut == nil)
  }

  @Test("once a call is refused all are, whoever waits")
  func refusal() async throws {
    let ledger = Self.ledger(.init(tokens: 100))
    try await ledger.reserve(Self.request(50))
    let waiting = (0..<3).map { _ in Task { await cut(ledger, Self.request(90)) } }
    while ledger.waitingCount < 3 { await Task.yield() }
    ledger.settle(Self.request(50), used: Amount(calls: 1, tokens: 50))
    for task in waiting { #expect(await task.value?.contains("50 of 100 tokens") == true) }
    #expect(await cut(ledger, Self.request(1)) != nil)
  }

  @Test("one who leaves lets those behind go on")
  func leaving() async throws {
    let ledger = Self.ledger(.init(tokens: 100))
    try await ledger.reserve(Self.request(50))
    let large = Task { try await ledger.reserve(Self.request(90)) }
    while ledger.waitingCount < 1 { await Task.yield() }
    let small = Task { try await ledger.reserve(Self.request(20)) }
    while ledger.waitingCount < 2 { await Task.yield() }
    large.cancel()
    try await small.value
    await #expect(throws: PluginError.self) { try await large.value }
  }

  @Test("a person's share is theirs, a model's budget its own")
  func shares() async throws {
    let ledger = Self.ledger(
      perAgent: .init(calls: 1), models: ["judge": BudgetPlan(total: .init(calls: 2))])
    #expect(await cut(ledger, Self.request(1, agent: "Lisa")) == nil)
    #expect(await cut(ledger, Self.request(1, agent: "Oscar")) == nil)
    #expect(await cut(ledger, Self.request(1, agent: nil, llm: "judge")) == nil)
    #expect(await cut(ledger, Self.request(1, agent: nil, llm: "judge")) == nil)
    for request in [Self.request(1, agent: "Lisa"), Self.request(1, agent: nil, llm: "judge")] {
      ledger.settle(request, used: Amount(calls: 1))
    }
    ledger.settle(Self.request(1, agent: nil, llm: "judge"), used: Amount(calls: 1))
    #expect(
      await cut(ledger, Self.request(1, agent: "Lisa"))
        == "Lisa's share of the budget is used up: 1 of 1 calls were sent (llm.budget.per_agent.calls)."
    )
  }

  @Test("what was spent before counts, and time that has passed")
  func past() async throws {
    var past = PastSpending(entries: [
      .init(llm: "default", agent: "Lisa", amount: Amount(calls: 2, cost: Money(picodollars: 5)))
    ])
    #expect(
      await cut(Self.ledger(.init(calls: 2), past: past), Self.request(1))
        == "The budget is used up: 2 of 2 calls were sent (llm.budget.calls).")
    past.time = .seconds(60)
    let ledger = Ledger(run: BudgetPlan(time: .seconds(60)), models: [:], past: past)
    #expect(
      await cut(ledger, Self.request(1))
        == "The budget is used up: 60 s have passed (llm.budget.time).")
    #expect(ledger.cut?.raised == "llm.budget.time=120")
  }

  @Test("a thousand calls at once never use more than there is")
  func crowd() async throws {
    let ledger = Self.ledger(.init(tokens: 10_000))
    let used = Shared(0)
    await withTaskGroup(of: Void.self) { group in
      for number in 0..<1000 {
        group.addTask {
          guard (try? await ledger.reserve(Self.request(100))) != nil else { return }
          await Task.yield()
          let tokens = 40 + number % 61
          used.change { $0 += tokens }
          ledger.settle(Self.request(100), used: Amount(calls: 1, tokens: tokens))
        }
      }
    }
    #expect(used.value <= 10_000 && used.value > 9_900)
    #expect(ledger.cut?.limit == .tokens)
  }
}
