import TinyTroupeJSON
import TinyTroupeKernel

/// Sends calls to endpoints, so many at a time, and again what may succeed the next time.
struct Transport: Sendable {
  private let backoff: Backoff
  private let usage: UsageCounter
  private let clock: TransportClock
  private let watch: DeadlineWatch
  private let stop: StopRequest
  private let budgets: BudgetGate?

  init(
    backoff: Backoff = Backoff(), usage: UsageCounter, clock: TransportClock = .system,
    watch: DeadlineWatch? = nil, stop: StopRequest = StopRequest(), budgets: BudgetGate? = nil
  ) {
    self.backoff = backoff
    self.usage = usage
    self.clock = clock
    self.watch = watch ?? DeadlineWatch(clock: clock)
    self.stop = stop
    self.budgets = budgets
  }

  /// One call on its way.
  private struct Journey {
    let call: OutgoingCall
    let route: Route
    let ranking: [Int]
    var attempt = 1
    /// How often it was really sent; an attempt may end in front of an open circuit.
    var sent = 0
    /// Until when endpoints want to be left alone by this call.
    var quietUntil: [Int: Duration] = [:]
  }

  /// Sends until it succeeds, cannot succeed, or attempts, retries or time are used up.
  ///
  /// - Parameters:
  ///   - effort: Counts each time that something was sent, what was used, and the time that it took.
  ///   - send: Sends the call to the endpoint with that number.
  func send(
    _ call: OutgoingCall, over route: Route, _ effort: inout Effort,
    _ send: @escaping @Sendable (_ endpoint: Int) async throws(PluginError) -> Reply
  ) async throws(PluginError) -> Reply {
    var journey = Journey(
      call: call, route: route, ranking: route.pool.ranking(for: call.caller))
    while true {
      do throws(PluginError) {
        return try await sendOnce(&journey, &effort, send)
      } catch {
        try await prepareRetry(after: error, &journey, &effort)
      }
    }
  }

  private func sendOnce(
    _ journey: inout Journey, _ effort: inout Effort,
    _ send: @escaping @Sendable (_ endpoint: Int) async throws(PluginError) -> Reply
  ) async throws(PluginError) -> Reply {
    guard let budgets else { return try await deliver(&journey, &effort, nil, send) }
    let before = effort
    let pass = try await budgets.admit(
      journey.call, after: before.attempts, at: journey.route.price)
    do throws(PluginError) {
      let reply = try await deliver(&journey, &effort, pass, send)
      await budgets.end(pass, .answered(TokenUsage(reply.usage)))
      return reply
    } catch {
      let wasSent = effort.attempts > before.attempts
      await budgets.end(pass, BudgetGate.Ending(error, wasSent: wasSent))
      throw error
    }
  }

  private func deliver(
    _ journey: inout Journey, _ effort: inout Effort, _ pass: BudgetGate.Pass?,
    _ send: @escaping @Sendable (_ endpoint: Int) async throws(PluginError) -> Reply
  ) async throws(PluginError) -> Reply {
    let route = journey.route
    try await pace(journey)
    let place = try await place(journey, &effort)
    do throws(PluginError) {
      if stop.isRequested { throw .stopping }
      if let pass { try await budgets?.begin(pass) }
    } catch {
      route.pool.leave(place, .failed(error), at: clock.now())
      throw error
    }
    if journey.sent == 0 { route.retries.countCall() }
    usage.sent()
    effort.attempts += 1
    journey.sent += 1
    let start = clock.now()
    let result = await watch.run(within: route.deadline - effort.spent) {
      () async throws(PluginError) in try await send(place.endpoint)
    }
    let end = clock.now()
    effort.spent += end - start
    usage.answered()
    route.pool.leave(place, result, at: end)
    switch result {
    case .answered(let reply):
      let used = TokenUsage(reply.usage)
      let cost = route.price.cost(of: used)
      usage.add(used, cost)
      effort.usage = effort.usage + used
      effort.cost = effort.cost + cost
      return reply
    case .failed(let error):
      if let pause = error.askedPause { journey.quietUntil[place.endpoint] = end + pause }
      throw error
    case .overdue: throw .deadlineMissed(route.model, route.deadline)
    }
  }

  /// Waits until the model's rate has room for the call; looks up now and then, for the run may be stopping.
  private func pace(_ journey: Journey) async throws(PluginError) {
    guard let rate = journey.route.rate else { return }
    let demand = journey.call.demand
    let now = clock.now()
    let end = now + rate.wait(forTokens: demand.input + demand.output, at: now)
    while clock.now() < end {
      if stop.isRequested { throw .stopping }
      do {
        try await clock.sleep(min(end - clock.now(), .milliseconds(500)))
      } catch {
        throw .cancelledByCaller
      }
    }
  }

  /// Waits for a place at an endpoint that can be reached.
  ///
  /// - Throws: The failure of a probe that this call has waited for, as if it had been this call's own.
  private func place(
    _ journey: Journey, _ effort: inout Effort
  ) async throws(PluginError) -> EndpointPool.Place {
    let pool = journey.route.pool
    var openingsBefore: Int?
    while true {
      let now = clock.now()
      switch pool.choose(journey.ranking, attempt: journey.attempt, at: now) {
      case .endpoint(let endpoint):
        if let place = try await pool.enter(endpoint, clock) { return place }
      case .none(let until, let openings, let failure):
        if let openingsBefore, openings > openingsBefore { throw failure }
        openingsBefore = openingsBefore ?? openings
        try await pause(until - now, after: failure, journey.route, &effort)
      }
    }
  }

  /// Waits before the next attempt.
  ///
  /// - Throws: The error, when there is to be no other attempt.
  private func prepareRetry(
    after error: PluginError, _ journey: inout Journey, _ effort: inout Effort
  ) async throws(PluginError) {
    let route = journey.route
    guard error.mayPass, journey.attempt < route.attempts, !stop.isRequested else {
      throw error.sent(times: journey.sent)
    }
    guard journey.sent == 0 || route.retries.takeRetry() else {
      throw error.sent(times: journey.sent).withoutRetries
    }
    let jitter = backoff.delay(
      after: journey.attempt, seed: journey.call.seed, path: journey.call.path)
    journey.attempt += 1
    let now = clock.now()
    var wait = jitter
    if case .endpoint(let next) = route.pool.choose(
      journey.ranking, attempt: journey.attempt, at: now),
      let quiet = journey.quietUntil[next]
    {
      wait = max(jitter, quiet - now)
    }
    try await pause(wait, after: error, route, &effort)
  }

  /// Waits, unless that would use up the call's time.
  private func pause(
    _ wait: Duration, after error: PluginError, _ route: Route, _ effort: inout Effort
  ) async throws(PluginError) {
    guard effort.spent + wait < route.deadline else {
      throw .deadlineMissed(route.model, route.deadline, after: error)
    }
    do {
      try await clock.sleep(max(wait, .zero))
    } catch {
      throw .cancelledByCaller
    }
    effort.spent += max(wait, .zero)
  }
}
