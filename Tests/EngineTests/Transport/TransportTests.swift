import Testing
import TinyTroupeJSON

@testable import TinyTroupe
@testable import TinyTroupeKernel

/// Sends on a clock on which waiting takes no time.
@Suite("Sending a call")
struct TransportTests {
  private static let overloaded = PluginError(
    .exhausted, "Too many.", detail: ["reason": "rate_limit", "http_status": 429])
  private static let away = PluginError(.unavailable, "Away.", detail: ["reason": "connect"])

  private let time = InstantClock()

  private func route(
    _ endpoints: Int = 1, attempts: Int = 4, deadline: Duration = .seconds(600),
    retries: Double = 1, concurrency: Int = 8
  ) -> Route {
    Route(
      model: "m",
      pool: EndpointPool(keys: (0..<endpoints).map { "\($0)" }, concurrency: concurrency),
      attempts: attempts, deadline: deadline, retries: RetryBudget(perCall: retries))
  }

  /// Sends a call to whom `answers` give an answer each, in order; the last one stays.
  private func send(
    _ answers: [Result<Reply, PluginError>], over route: Route, path: String = "1/Lisa/agent.act",
    taking duration: Duration = .zero
  ) async -> (outcome: Result<Reply, PluginError>, effort: Effort, endpoints: [Int]) {
    let transport = Transport(
      usage: UsageCounter(), clock: time.clock, watch: DeadlineWatch(clock: .system))
    let endpoints = Shared<[Int]>([])
    var effort = Effort()
    let outcome: Result<Reply, PluginError>
    do throws(PluginError) {
      outcome = .success(
        try await transport.send(
          OutgoingCall(seed: 1, path: path, caller: "Lisa"), over: route, &effort
        ) { endpoint async throws(PluginError) in
          endpoints.change { $0.append(endpoint) }
          time.advance(by: duration)
          return try answers[min(endpoints.value.count, answers.count) - 1].get()
        })
    } catch {
      outcome = .failure(error)
    }
    return (outcome, effort, endpoints.value)
  }

  private func message(_ outcome: Result<Reply, PluginError>) -> String? {
    guard case .failure(let error) = outcome else { return nil }
    return error.message
  }

  private let reply = Result<Reply, PluginError>.success(Reply(["finish": "stop"]))

  @Test(
    "what cannot succeed is sent once",
    arguments: [
      PluginError(.invalid, "Wrong key.", detail: ["reason": "auth"]),
      PluginError(.notFound, "No such model.", detail: ["reason": "not_found"]),
      PluginError(.invalid, "Bad request.", detail: ["reason": "request"]),
      PluginError(.exhausted, "No money.", detail: ["reason": "quota"]),
      PluginError(.internal, "A defect."), PluginError(.cancelled, "Stopped."),
    ])
  func final(error: PluginError) async {
    let (outcome, effort, _) = await send([.failure(error)], over: route())
    #expect(outcome == .failure(error))
    #expect(effort.attempts == 1)
    #expect(time.slept.isEmpty)
  }

  @Test(
    "what may pass is sent again, after a wait below a ceiling that doubles",
    arguments: ["connect", "timeout", "server", "envelope", "empty"])
  func passing(reason: String) async {
    let error = PluginError(.unavailable, "No.", detail: ["reason": .string(reason)])
    let (outcome, effort, _) = await send(
      [.failure(error), .failure(error), reply], over: route())
    #expect(outcome == reply)
    #expect(effort.attempts == 3)
    #expect(time.slept.count == 2)
    for (wait, ceiling) in zip(time.slept, [500, 1000]) {
      #expect((.zero)...(.milliseconds(ceiling)) ~= wait)
    }
    #expect(effort.spent == time.slept[0] + time.slept[1])
  }

  @Test("a server that asks for a pause gets it")
  func retryAfter() async {
    var error = Self.overloaded
    error.detail = ["reason": "rate_limit", "retry_after_ms": 20_000]
    let (outcome, _, _) = await send([.failure(error), reply], over: route())
    #expect(outcome == reply)
    #expect(time.slept == [.seconds(20)])
  }

  @Test("another endpoint need not pause for the first, which is left alone as long as it asked")
  func retryAfterElsewhere() async {
    var error = Self.overloaded
    error.detail = ["reason": "rate_limit", "retry_after_ms": 20_000]
    let server = PluginError(.unavailable, "No.", detail: ["reason": "server"])
    let (_, _, endpoints) = await send(
      [.failure(error), .failure(server), reply], over: route(2))
    #expect(Set(endpoints.prefix(2)).count == 2)
    #expect(endpoints[0] == endpoints[2])
    #expect(time.slept[0] <= .milliseconds(500))
    #expect(time.slept[0] + time.slept[1] == .seconds(20))
  }

  @Test("attempts come to an end, and the error says how many there were")
  func attempts() async {
    let (outcome, effort, _) = await send([.failure(Self.overloaded)], over: route(attempts: 3))
    #expect(message(outcome) == "Too many. Sent 3 times.")
    #expect(effort.attempts == 3)
  }

  @Test("a pause that would outlast the deadline is not waited for")
  func tooLongAPause() async {
    var error = Self.overloaded
    error.detail = ["reason": "rate_limit", "retry_after_ms": 86_400_000]
    let (outcome, effort, _) = await send([.failure(error)], over: route())
    #expect(
      message(outcome)
        == "A call to the model 'm' was given up, for its deadline of 600 s would pass. Its last "
        + "failure: Too many. Raise 'deadline', or choose a faster model.")
    #expect(effort.attempts == 1)
    #expect(time.slept.isEmpty)
  }

  @Test("the deadline counts all attempts and waits of a call")
  func deadline() async {
    let slow = PluginError(.unavailable, "Slow.", detail: ["reason": "server"])
    let (outcome, effort, _) = await send(
      [.failure(slow)], over: route(attempts: 20, deadline: .seconds(100)), taking: .seconds(30))
    #expect(message(outcome)?.hasPrefix("A call to the model 'm' was given up") == true)
    #expect(effort.attempts == 3 || effort.attempts == 4)
    #expect(effort.spent >= .seconds(90))
  }

  @Test("retries are as many as calls, once the run is longer than its first few")
  func retryBudget() async {
    let route = route(attempts: 20, retries: 0.5)
    let (first, effort, _) = await send([.failure(Self.overloaded)], over: route)
    #expect(effort.attempts == 20, "a short run can retry")
    #expect(message(first) == "Too many. Sent 20 times.")
    let (second, rest, _) = await send([.failure(Self.overloaded)], over: route)
    #expect(rest.attempts == 2, "one of the first twenty retries is left")
    #expect(
      message(second)
        == "Too many. Sent 2 times. It is not sent again, for the run has used up its retries. "
        + "Raise 'retries', or see to the server.")
    for _ in 0..<60 { _ = await send([reply], over: route) }
    let (_, later, _) = await send([.failure(Self.overloaded)], over: route)
    #expect(later.attempts == 12, "63 calls pay for 31 retries, of which 20 are used")
  }

  @Test("without retries nothing is sent again")
  func noRetries() async {
    let (outcome, effort, _) = await send([.failure(Self.away), reply], over: route(retries: 0))
    #expect(effort.attempts == 1)
    #expect(message(outcome)?.hasPrefix("Away. It is not sent again") == true)
  }

  @Test("a call moves on to the next endpoint when its own cannot be reached")
  func failover() async {
    let route = route(3)
    let ranking = route.pool.ranking(for: "Lisa")
    let (outcome, _, endpoints) = await send([.failure(Self.away), reply], over: route)
    #expect(outcome == reply)
    #expect(endpoints == [ranking[0], ranking[1]])
    let (_, _, next) = await send([reply], over: route)
    #expect(next == [ranking[0]], "one failure moves nobody")
    for _ in 0..<5 { _ = await send([.failure(Self.away), reply], over: route) }
    let (_, _, then) = await send([reply], over: route)
    #expect(then == [ranking[1]], "five in a row do, until a probe")
  }

  @Test("a server that says 'too many' gets fewer at a time", arguments: [429, 503, 529, 500])
  func halving(status: Int) async {
    let route = route(concurrency: 32)
    let error = PluginError(
      status == 429 ? .exhausted : .unavailable, "No.",
      detail: ["reason": "server", "http_status": .integer(Int64(status))])
    _ = await send([.failure(error), reply], over: route)
    #expect(route.pool.places(at: 0) == (status == 500 ? 32 : 16))
  }

  @Test("a lone call probes a server that is down, and fails when its attempts are used up")
  func down() async {
    let route = route(attempts: 8)
    let (outcome, effort, _) = await send([.failure(Self.away)], over: route)
    #expect(message(outcome) == "Away. Sent 8 times.")
    #expect(effort.attempts == 8)
    let waited = time.slept.reduce(.zero, +)
    #expect(waited >= .seconds(1 + 2 + 4), "it waits for each probe")
  }
}
