import Testing
import TinyTroupeJSON

@testable import TinyTroupe
@testable import TinyTroupeKernel

@Suite("How much is sent in a minute")
struct RateTests {
  private let time = InstantClock()

  @Test("a tenth of a minute's calls go at once, the others evenly")
  func calls() {
    let limit = RateLimit(RatePlan(calls: 60))
    let waits = (0..<12).map { _ in limit.wait(forTokens: 5, at: .zero) }
    #expect(waits == Array(repeating: .zero, count: 7) + (1...5).map { .seconds($0) })
    // Whoever comes a minute later finds the burst again.
    #expect(limit.wait(forTokens: 5, at: .seconds(60)) == .zero)
  }

  @Test("tokens count where they are limited, and the longer wait holds")
  func tokens() {
    let limit = RateLimit(RatePlan(calls: 6000, tokens: 6000))
    #expect(limit.wait(forTokens: 600, at: .zero) == .zero)
    #expect(limit.wait(forTokens: 100, at: .zero) == .zero)
    #expect(limit.wait(forTokens: 100, at: .zero) == .seconds(1))
  }

  @Test("calls are paced, retries too, and a wish to stop is heard while they wait")
  func pacing() async throws {
    let stop = StopRequest()
    let transport = Transport(
      usage: UsageCounter(), clock: time.clock, watch: DeadlineWatch(clock: .system), stop: stop)
    var route = Route(
      model: "m", pool: EndpointPool(keys: ["a"], concurrency: 4), attempts: 2,
      deadline: .seconds(600), retries: RetryBudget(perCall: 1))
    route.rate = RateLimit(RatePlan(calls: 10))
    var effort = Effort()
    let call = OutgoingCall(seed: 1, path: "p", caller: "c")
    for _ in 0..<4 {
      _ = try await transport.send(call, over: route, &effort) { _ in Reply(["finish": "stop"]) }
    }
    // 6 s a call: two go in the burst, then each waits.
    #expect(time.slept.reduce(.zero, +) == .seconds(12))
    stop.request()
    await #expect(throws: PluginError.stopping) {
      try await transport.send(call, over: route, &effort) { _ in Reply(["finish": "stop"]) }
    }
    #expect(time.slept.reduce(.zero, +) == .seconds(12))
  }
}
