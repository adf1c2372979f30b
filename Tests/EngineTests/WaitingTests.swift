import Testing
import TinyTroupeJSON
import TinyTroupeKernel

@testable import TinyTroupe

@Suite("Waiting for a model")
struct WaitingTests {
  private let failure = PluginError(.unavailable, "later")

  @Test("the wait is a function of seed, path and attempt, below a ceiling that doubles")
  func delays() {
    let backoff = Backoff()
    for attempt in 1...40 {
      let first = backoff.delay(after: attempt, error: failure, seed: 7, path: "1/Lisa/agent.act")
      let again = backoff.delay(after: attempt, error: failure, seed: 7, path: "1/Lisa/agent.act")
      #expect(first == again)
      #expect((0...min(30_000, 500 << min(attempt - 1, 10))).contains(first))
    }
    let paths = (0..<50).map {
      backoff.delay(after: 3, error: failure, seed: 7, path: "1/Person \($0)/agent.act")
    }
    #expect(Set(paths).count > 40)
  }

  @Test("a server that asks for a pause gets it, within ten ceilings")
  func retryAfter() {
    let backoff = Backoff()
    func delay(_ asked: Int64) -> Int {
      let error = PluginError(.exhausted, "slow", detail: ["retry_after_ms": .integer(asked)])
      return backoff.delay(after: 1, error: error, seed: 1, path: "p")
    }
    #expect(delay(20_000) == 20_000)
    #expect(delay(.max) == 300_000)
    #expect(delay(-5) == backoff.delay(after: 1, error: failure, seed: 1, path: "p"))
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
    let semaphore = AsyncSemaphore(3)
    let now = Shared(0)
    let most = Shared(0)
    let passed = Shared(0)
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<200 {
        group.addTask {
          guard await semaphore.acquire() else { return }
          now.change { $0 += 1 }
          let present = now.value
          most.change { $0 = max($0, present) }
          passed.change { $0 += 1 }
          await Task.yield()
          now.change { $0 -= 1 }
          semaphore.release()
        }
      }
    }
    #expect(most.value <= 3)
    #expect(passed.value == 200)
  }

  @Test("those who wait pass in the order in which they came")
  func order() async {
    let semaphore = AsyncSemaphore(1)
    #expect(await semaphore.acquire())
    let passed = Shared<[Int]>([])
    var tasks: [Task<Void, Never>] = []
    for number in 0..<10 {
      tasks.append(
        Task {
          guard await semaphore.acquire() else { return }
          passed.change { $0.append(number) }
          semaphore.release()
        })
      while semaphore.waitingCount <= number { await Task.yield() }
    }
    semaphore.release()
    for task in tasks { await task.value }
    #expect(passed.value == Array(0..<10))
  }

  @Test("a cancelled task stops waiting, and its place goes to the next")
  func cancellation() async {
    let semaphore = AsyncSemaphore(1)
    #expect(await semaphore.acquire())
    let impatient = Task { await semaphore.acquire() }
    while semaphore.waitingCount < 1 { await Task.yield() }
    let patient = Task { await semaphore.acquire() }
    while semaphore.waitingCount < 2 { await Task.yield() }
    impatient.cancel()
    #expect(await impatient.value == false)
    semaphore.release()
    #expect(await patient.value)
    semaphore.release()
    #expect(await semaphore.acquire())
  }

  @Test("no places are taken for one")
  func noPlaces() async {
    #expect(await AsyncSemaphore(0).acquire())
  }
}
