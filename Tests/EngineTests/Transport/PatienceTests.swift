import Testing
import TinyTroupeJSON

@testable import TinyTroupe
@testable import TinyTroupeKernel

/// Sends on a clock that the test moves on.
@Suite("Waiting to send, and giving up")
struct PatienceTests {
  private let time = ManualClock()
  private let away = PluginError(.unavailable, "Away.", detail: ["reason": "connect"])

  private func route(attempts: Int, deadline: Duration = .seconds(600)) -> Route {
    Route(
      model: "m", pool: EndpointPool(keys: ["a"], concurrency: 8), attempts: attempts,
      deadline: deadline, retries: RetryBudget(perCall: 1))
  }

  private func start(
    over route: Route, watch: DeadlineWatch? = DeadlineWatch(clock: .system),
    _ send: @escaping @Sendable () async throws(PluginError) -> Reply
  ) -> Task<Result<Reply, PluginError>, Never> {
    let transport = Transport(usage: UsageCounter(), clock: time.clock, watch: watch)
    return Task {
      var effort = Effort()
      do throws(PluginError) {
        return .success(
          try await transport.send(
            OutgoingCall(seed: 1, path: "p", caller: "Lisa"), over: route, &effort
          ) { _ async throws(PluginError) in try await send() })
      } catch {
        return .failure(error)
      }
    }
  }

  private func breakCircuit(of route: Route) async throws {
    for _ in 0..<Circuit.threshold {
      let place = try #require(try await route.pool.enter(0, time.clock))
      route.pool.leave(place, .failed(away), at: time.clock.now())
    }
  }

  @Test("who waits for a probe that fails has failed with it, without having been sent")
  func probeFails() async throws {
    let route = route(attempts: 1)
    try await breakCircuit(of: route)
    time.advance(by: .seconds(1))
    let gate = Gate()
    let probe = start(over: route) { [away] () async throws(PluginError) in
      await gate.pass()
      throw away
    }
    await gate.waiting(1)
    let sent = Shared(0)
    let other = start(over: route) { () async throws(PluginError) in
      sent.change { $0 += 1 }
      return Reply([:])
    }
    await time.sleepers(1)
    gate.open()
    #expect(await probe.value == .failure(away))
    time.advance(by: Circuit.glance)
    #expect(await other.value == .failure(away))
    #expect(sent.value == 0)
  }

  @Test("who waits for a probe that succeeds is sent then")
  func probeSucceeds() async throws {
    let route = route(attempts: 1)
    try await breakCircuit(of: route)
    let tasks = (0..<5).map { number in
      start(over: route) { () async throws(PluginError) in Reply(.integer(number)) }
    }
    await time.sleepers(5)
    time.advance(by: .seconds(1))
    // One of them is the probe; who looked while it was on its way looks again.
    let looking = Task {
      while !Task.isCancelled {
        if time.sleepers > 0 { time.advance(by: Circuit.glance) }
        await Task.yield()
      }
    }
    for (number, task) in tasks.enumerated() {
      #expect(await task.value == .success(Reply(.integer(Int64(number)))))
    }
    looking.cancel()
  }

  @Test("a wait ends at once when the caller is cancelled")
  func cancelled() async {
    let task = start(over: route(attempts: 4)) { [away] () async throws(PluginError) in throw away }
    await time.sleepers(1)
    task.cancel()
    #expect(await task.value == .failure(.cancelledByCaller))
    #expect(time.sleepers == 0)
  }

  @Test("what is on its way when the deadline comes is cancelled")
  func overdue() async {
    let task = start(over: route(attempts: 4, deadline: .seconds(30)), watch: nil) {
      () async throws(PluginError) in
      while !Task.isCancelled { await Task.yield() }
      throw .cancelledByCaller
    }
    for _ in 0..<30 {
      await time.sleepers(1)
      time.advance(by: .seconds(1))
    }
    guard case .failure(let error) = await task.value else {
      Issue.record("the call must fail")
      return
    }
    #expect(error.code == .deadline)
    #expect(
      error.message
        == "A call to the model 'm' was given up, for its deadline of 30 s would pass. Raise "
        + "'deadline', or choose a faster model.")
  }

  @Test("the watch ends with what it watched, and looks after the next")
  func watch() async {
    let watch = DeadlineWatch(clock: time.clock)
    for _ in 0..<3 {
      let result = await watch.run(within: .seconds(5)) { () async throws(PluginError) in
        Reply([:])
      }
      guard case .answered = result else {
        Issue.record("the reply must come through")
        return
      }
      await time.sleepers(1)
      time.advance(by: .seconds(1))
      await time.sleepers(0)
    }
  }
}
