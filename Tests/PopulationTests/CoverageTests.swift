import Testing
import TinyTroupePopulation

struct CoverageTests {
  @Test("Kish's size is the count for equal weights, and less for others")
  func kish() {
    #expect(EffectiveSize.kish([2, 2, 2, 2]) == 4)
    #expect(abs(EffectiveSize.kish([1, 3]) - 1.6) < 1e-12)
    #expect(EffectiveSize.kish([]) == 0)
  }

  @Test("People who fit the population tell as much as they are many")
  func complete() throws {
    let coverage = Coverage(of: try drawn(yaml("gender: {f: 1, m: 1}"), 40))
    #expect(abs(coverage.effectiveSize - 40) < 1e-6)
    #expect(coverage.largestGap == 0 && coverage.shortfall == 0)
    #expect(coverage.rows.map(\.got) == [20, 20])
  }

  @Test("Whoever is missing shows as a shortfall and lowers the effective size")
  func missing() throws {
    let sample = try drawn(yaml("gender: {f: 1, m: 1}"), 40)
    let women = sample.people.indices.filter { sample.people[$0] == [0] }
    let men = sample.people.indices.filter { sample.people[$0] == [1] }
    let coverage = Coverage(of: sample, made: women + men.prefix(5))
    #expect(coverage.got == 25 && coverage.wanted == 40)
    #expect(coverage.rows.map(\.shortfall) == [0, 15])
    #expect(abs(coverage.effectiveSize - 16) < 1e-6)
    let none = Coverage(of: sample, made: women)
    #expect(none.largestGap > 0.49)
  }

  @Test("A share below half a person gets nobody, and the report says so")
  func rare() throws {
    let coverage = Coverage(of: try drawn(yaml("party: {a: 97, b: 2, c: 1}"), 10))
    #expect(coverage.rows.map(\.quota) == [10, 0, 0])
    #expect(coverage.rows.map(\.target) == [9.7, 0.2, 0.1])
    #expect(coverage.largestGap > 0.01)
  }
}
