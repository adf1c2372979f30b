import Testing

@testable import TinyTroupe

@Suite("How many calls an endpoint gets at a time")
struct LimitTests {
  @Test("a burst of refusals halves the window once, whatever their number")
  func burst() {
    var window = AdaptiveWindow(ceiling: 64)
    let tickets = (0..<64).map { _ in window.begin() }
    for ticket in tickets { window.throttled(ticket) }
    #expect(window.places == 32)
    window.throttled(window.begin())
    #expect(window.places == 16)
  }

  @Test("it never falls below one place")
  func floor() {
    var window = AdaptiveWindow(ceiling: 4)
    for _ in 0..<10 { window.throttled(window.begin()) }
    #expect(window.places == 1)
  }

  @Test("it grows by a 32nd of the ceiling for each window that is answered, up to the ceiling")
  func recovery() {
    var window = AdaptiveWindow(ceiling: 640)
    window.throttled(window.begin())
    #expect(window.places == 320)
    for _ in 0..<320 { window.answered() }
    #expect((338...340).contains(window.places))
    for _ in 0..<100_000 { window.answered() }
    #expect(window.places == 640)
  }

  @Test("after a refusal fewer pass, after answers more, and nobody is forgotten")
  func waking() async throws {
    let limit = ConcurrencyLimit(4)
    var tickets: [Int] = []
    for _ in 0..<4 { tickets.append(try #require(await limit.enter())) }
    let passed = Shared(0)
    let tasks = (0..<12).map { _ in
      Task {
        guard let ticket = await limit.enter() else { return }
        passed.change { $0 += 1 }
        limit.leave(ticket, .borne)
      }
    }
    while limit.waitingCount < 12 { await Task.yield() }
    limit.leave(tickets[0], .tooHigh)
    limit.leave(tickets[1], .tooHigh)
    #expect(limit.places == 2)
    #expect(passed.value == 0, "two are still in flight")
    limit.leave(tickets[2], .unknown)
    limit.leave(tickets[3], .unknown)
    for task in tasks { await task.value }
    #expect(passed.value == 12)
    #expect(limit.waitingCount == 0)
  }
}
