import Testing
import TinyTroupeFakeHost

@testable import TinySocialNetwork

@Suite("Networks that are made")
struct GeneratorTests {
  private func edges(
    _ generator: Generator, _ count: Int, isDirected: Bool = false, seed: UInt64 = 1
  ) throws -> [Edge] {
    var chance = Chance { FakeRandom.bits(seed: seed, path: "open", stream: 0, index: $0) }
    return try generator.edges(among: count, isDirected: isDirected, &chance)
  }

  private func relation(
    _ generator: Generator, _ count: Int, isDirected: Bool = false, seed: UInt64 = 1
  ) throws -> Relation {
    Relation(
      "t", isDirected: isDirected,
      try edges(generator, count, isDirected: isDirected, seed: seed), among: count)
  }

  @Test("in a ring everybody is related to as many on either side")
  func ring() throws {
    let relation = try relation(.ring(neighbours: 4), 7)
    #expect(relation.outward[0] == [1, 2, 5, 6])
    let counts: [Int] = (0..<7).map { relation.outward[$0].count }
    #expect(counts == [4, 4, 4, 4, 4, 4, 4])
  }

  @Test("a ring with a direction leads forward")
  func directedRing() throws {
    let relation = try relation(.ring(neighbours: 2), 5, isDirected: true)
    #expect(relation.outward[4] == [0, 1])
    #expect(relation.inward[4] == [2, 3])
  }

  @Test(
    "a small world has as many relations as its ring, none twice and none to oneself",
    arguments: [false, true])
  func smallWorld(isDirected: Bool) throws {
    let edges = try edges(
      .smallWorld(neighbours: 6, rewire: 0.3), 200, isDirected: isDirected)
    #expect(edges.count == (isDirected ? 1200 : 600))
    let pairs = edges.map { edge in
      isDirected || edge.from < edge.to ? edge : Edge(Int(edge.to), Int(edge.from))
    }
    #expect(Set(pairs).count == edges.count)
    #expect(edges.allSatisfy { $0.from != $0.to })
    let forward = isDirected ? 6 : 3
    let far = edges.count { edge in (Int(edge.to) - Int(edge.from) + 200) % 200 > forward }
    let share = Double(far) / Double(edges.count)
    #expect(abs(share - 0.3) < 0.1, "about 3 in 10 lead elsewhere")
  }

  @Test(
    "a small world without rewiring is a ring, and where all know each other nothing is rewired")
  func smallWorldLimits() throws {
    for (rewire, count) in [(0.0, 20), (1.0, 5)] {
      let world = try edges(.smallWorld(neighbours: 4, rewire: rewire), count)
      let ring = try edges(.ring(neighbours: 4), count)
      #expect(world == ring)
    }
  }

  @Test("in a scale-free network everybody has some relations, and a few have very many")
  func scaleFree() throws {
    let relation = try relation(.scaleFree(links: 3), 2000)
    let degrees = (0..<2000).map { relation.outward[$0].count }
    #expect(degrees.allSatisfy { $0 >= 3 })
    let ends: Int = degrees.reduce(0, +)
    #expect(ends == 11_988)
    let most: Int = degrees.max() ?? 0
    let middle: Int = degrees.sorted()[1000]
    #expect(most > 80)
    #expect(middle <= 5)
  }

  @Test("the same seed makes the same network, another makes another")
  func seeds() throws {
    for generator in [Generator.smallWorld(neighbours: 4, rewire: 0.5), .scaleFree(links: 2)] {
      let first = try edges(generator, 50)
      #expect(first == (try edges(generator, 50)))
      #expect(first != (try edges(generator, 50, seed: 2)))
    }
  }

  @Test(
    "what cannot be made for so many people is told",
    arguments: [
      (
        .ring(neighbours: 3), 9, false,
        "'r.neighbours' is 3, but must be even: half of them are on either side."
      ),
      (
        .smallWorld(neighbours: 6, rewire: 0), 6, false,
        "'r.neighbours' is 6, but of 6 people nobody can have more than 5. Lower it, or add people."
      ),
      (
        .scaleFree(links: 1), 0, true,
        "'r.links' is 1, but of 0 people nobody can have more than 0. Lower it, or add people."
      ),
      (.ring(neighbours: 3), 4, true, nil), (.scaleFree(links: 3), 4, false, nil),
    ] as [(Generator, Int, Bool, String?)])
  func mistakes(generator: Generator, count: Int, isDirected: Bool, message: String?) {
    #expect(generator.mistake(among: count, isDirected: isDirected, at: "r") == message)
  }
}
