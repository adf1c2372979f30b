import Testing
import TinyTroupeJSON

@testable import TinyTroupe
@testable import TinyTroupeKernel

@Suite("Which endpoint a call goes to")
struct RoutingTests {
  private static let people = (0..<300).map { "Person \($0)" }
  private let unreachable = PluginError(.unavailable, "away", detail: ["reason": "connect"])

  private func pool(_ keys: String...) -> EndpointPool {
    EndpointPool(keys: keys, concurrency: 8)
  }

  private func lose(_ endpoint: Int, of pool: EndpointPool, _ clock: TransportClock) async throws {
    for _ in 0..<Circuit.threshold {
      let place = try #require(try await pool.enter(endpoint, clock))
      pool.leave(place, .failed(unreachable), at: clock.now())
    }
  }

  @Test("a person stays with an endpoint, and endpoints share people evenly")
  func affinity() {
    let first = pool("a", "b", "c")
    let again = pool("a", "b", "c")
    var counts = [0, 0, 0]
    for person in Self.people {
      let ranking = first.ranking(for: person)
      #expect(ranking == again.ranking(for: person))
      #expect(ranking.sorted() == [0, 1, 2])
      counts[ranking[0]] += 1
    }
    #expect(counts.allSatisfy { (60...140).contains($0) }, "\(counts)")
  }

  @Test("an endpoint more takes its share, and moves nobody else")
  func stability() {
    let two = pool("a", "b")
    let three = pool("a", "b", "c")
    for person in Self.people {
      let before = two.ranking(for: person)[0]
      let after = three.ranking(for: person)[0]
      #expect(after == before || after == 2)
    }
  }

  @Test("each attempt begins one endpoint further on")
  func attempts() {
    let pool = pool("a", "b", "c")
    let chosen = (1...4).map { attempt -> Int? in
      guard case .endpoint(let endpoint) = pool.choose([2, 0, 1], attempt: attempt, at: .zero)
      else { return nil }
      return endpoint
    }
    #expect(chosen == [2, 0, 1, 2])
  }

  @Test("an endpoint that cannot be reached is passed over until it answers again")
  func failover() async throws {
    let time = InstantClock()
    let pool = pool("a", "b")
    try await lose(1, of: pool, time.clock)
    guard case .endpoint(0) = pool.choose([1, 0], attempt: 1, at: .zero) else {
      Issue.record("the next by rank must be chosen")
      return
    }
    time.advance(by: .seconds(1))
    guard case .endpoint(1) = pool.choose([1, 0], attempt: 1, at: time.clock.now()) else {
      Issue.record("the first must be tried again")
      return
    }
  }

  @Test("where none can be reached, the soonest probe is named")
  func none() async throws {
    let time = InstantClock()
    let pool = pool("a", "b")
    try await lose(0, of: pool, time.clock)
    time.advance(by: .milliseconds(500))
    try await lose(1, of: pool, time.clock)
    guard
      case .none(let until, let openings, let failure) = pool.choose(
        [0, 1], attempt: 1, at: time.clock.now())
    else {
      Issue.record("no endpoint may be chosen")
      return
    }
    #expect(until == .seconds(1))
    #expect(openings == 2)
    #expect(failure == unreachable)
  }
}
