import Testing
import TinyTroupeJSON
import TinyTroupeKernel

@testable import TinyTroupe

@Suite("Waiting for a model")
struct WaitingTests {
  @Test("the wait is a function of seed, path and attempt, below a ceiling that doubles")
  func delays() {
    let backoff = Backoff()
    for attempt in 1...40 {
      let first = backoff.delay(after: attempt, seed: 7, path: "1/Lisa/agent.act")
      let again = backoff.delay(after: attempt, seed: 7, path: "1/Lisa/agent.act")
      #expect(first == again)
      #expect((.zero)...(.milliseconds(min(30_000, 500 << min(attempt - 1, 10)))) ~= first)
    }
    let paths = (0..<50).map {
      backoff.delay(after: 3, seed: 7, path: "1/Person \($0)/agent.act")
    }
    #expect(Set(paths).count > 40)
  }

  @Test("known bits, so that nobody changes what a seed means")
  func randomBits() {
    let bits = RandomBits.at(seed: 42, path: "1/Lisa/agent.act", stream: 1, index: 2)
    #expect(bits == 1_306_513_590_569_097_397)
    #expect(bits != RandomBits.at(seed: 43, path: "1/Lisa/agent.act", stream: 1, index: 2))
    #expect(bits != RandomBits.at(seed: 42, path: "1/Lisa/agent.act", stream: 2, index: 1))
    #expect(bits != RandomBits.at(seed: 42, path: "1/Lisa/agent.act", stream: 1, index: 3))
  }

  @Test("no more tasks pass at a time than there are places")
  func limit() async {
    let limit = ConcurrencyLimit(3)
    let now = Shared(0)
    let most = Shared(0)
    let passed = Shared(0)
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<200 {
        group.addTask {
          guard let ticket = await limit.enter() else { return }
          now.change { $0 += 1 }
          let present = now.value
          most.change { $0 = max($0, present) }
          passed.change { $0 += 1 }
          await Task.yield()
          now.change { $0 -= 1 }
          limit.leave(ticket, .borne)
        }
      }
    }
    #expect(most.value <= 3)
    #expect(passed.value == 200)
  }

  @Test("those who wait pass in the order in which they came")
  func order() async throws {
    let limit = ConcurrencyLimit(1)
    let first = try #require(await limit.enter())
    let passed = Shared<[Int]>([])
    var tasks: [Task<Void, Never>] = []
    for number in 0..<10 {
      tasks.append(
        Task {
          guard let ticket = await limit.enter() else { return }
          passed.change { $0.append(number) }
          limit.leave(ticket, .borne)
        })
      while limit.waitingCount <= number { await Task.yield() }
    }
    limit.leave(first, .borne)
    for task in tasks { await task.value }
    #expect(passed.value == Array(0..<10))
  }

  @Test("a cancelled task stops waiting, and its place goes to the next")
  func cancellation() async throws {
    let limit = ConcurrencyLimit(1)
    let first = try #require(await limit.enter())
    let impatient = Task { await limit.enter() }
    while limit.waitingCount < 1 { await Task.yield() }
    let patient = Task { await limit.enter() }
    while limit.waitingCount < 2 { await Task.yield() }
    impatient.cancel()
    #expect(await impatient.value == nil)
    limit.leave(first, .borne)
    let second = try #require(await patient.value)
    limit.leave(second, .borne)
    #expect(await limit.enter() != nil)
  }

  @Test("no places are taken for one")
  func noPlaces() async {
    #expect(await ConcurrencyLimit(0).enter() != nil)
  }
}
