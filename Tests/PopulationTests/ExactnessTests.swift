import Testing
import TinyTroupePopulation

/// Quotas that can be filled together are filled exactly: they are taken from a population that exists.
struct ExactnessTests {
  /// A population of people with four attributes, of which not everything goes together.
  private func town(_ people: Int, using dice: inout Dice) -> [[String]] {
    let sizes = (0..<4).map { _ in Int.random(in: 2...6, using: &dice) }
    return (0..<people).map { _ in
      let first = Int.random(in: 0..<sizes[0], using: &dice)
      let others = sizes.dropFirst().map { size in
        (first + Int.random(in: 0..<max(2, size - 1), using: &dice)) % size
      }
      return ([first] + others).map(String.init)
    }
  }

  private func joint(_ people: [[String]], _ attributes: [Int], quota: Bool) -> String {
    let counts = Dictionary(grouping: people) { person in attributes.map { person[$0] } }
    let cells = counts.sorted { $0.key.joined() < $1.key.joined() }.map { codes, members in
      let values = zip(attributes, codes).map { "a\($0): v\($1)" }.joined(separator: ", ")
      return "{\(values), \(quota ? "quota" : "share"): \(members.count)}"
    }
    let names = attributes.map { "a\($0)" }.joined(separator: ", ")
    return "  - {attributes: [\(names)], cells: [\(cells.joined(separator: ", "))]}"
  }

  @Test(
    "Overlapping joint margins in a chain are met to the last person",
    arguments: 1...60 as ClosedRange<UInt64>)
  func chain(seed: UInt64) throws {
    var dice = Dice(seed)
    let people = town(Int.random(in: 5...400, using: &dice), using: &dice)
    let text =
      "joint:\n"
      + [[0, 1], [1, 2], [2, 3]].map { joint(people, $0, quota: true) }.joined(separator: "\n")
    let sample = try drawn(yaml(text), people.count, seed: seed)
    let coverage = Coverage(of: sample)
    #expect(coverage.rows.allSatisfy { $0.got == $0.quota }, "\(coverage.shortfall)")
    #expect(abs(coverage.effectiveSize - Double(people.count)) < 1e-6)
  }

  @Test(
    "So are joint margins in a circle, where fitting alone has no exact rounding",
    arguments: 1...60 as ClosedRange<UInt64>)
  func circle(seed: UInt64) throws {
    var dice = Dice(seed)
    let people = town(Int.random(in: 5...200, using: &dice), using: &dice)
    let text =
      "joint:\n"
      + [[0, 1], [1, 2], [0, 2]].map { joint(people, $0, quota: true) }.joined(separator: "\n")
    let coverage = Coverage(of: try drawn(yaml(text), people.count, seed: seed))
    #expect(coverage.shortfall == 0)
  }

  @Test(
    "Of shares, every quota is off by less than two people, and attributes by less than one",
    arguments: 1...40 as ClosedRange<UInt64>)
  func shares(seed: UInt64) throws {
    var dice = Dice(seed)
    let people = town(500, using: &dice)
    let text =
      "joint:\n"
      + [[0, 1], [1, 2], [1, 3]].map { joint(people, $0, quota: false) }.joined(separator: "\n")
    let count = Int.random(in: 3...120, using: &dice)
    let coverage = Coverage(of: try drawn(yaml(text), count, seed: seed))
    #expect(coverage.shortfall == 0)
    for row in coverage.rows {
      let slack = row.attribute.contains("*") ? 2.0 : 1.0
      #expect(abs(Double(row.got) - row.target) < slack, "\(row)")
    }
  }

  @Test(
    "Microdata are met along every column with a handful of values",
    arguments: 1...40 as ClosedRange<UInt64>)
  func microdata(seed: UInt64) throws {
    var dice = Dice(seed)
    let people = town(300, using: &dice)
    let table =
      "a,b,c,d\n"
      + people.map { $0.map { "v\($0)" }.joined(separator: ",") }.joined(separator: "\n")
    let count = Int.random(in: 20...150, using: &dice)
    let coverage = Coverage(of: try drawn(csv(table), count, seed: seed))
    #expect(coverage.shortfall == 0, "\(coverage.rows.filter { $0.shortfall > 0 })")
  }

  @Test("Ten thousand people over six attributes are drawn, none missing")
  func large() throws {
    var dice = Dice(3)
    let people = town(10_000, using: &dice)
    let text =
      "joint:\n"
      + [[0, 1], [1, 2], [2, 3]].map { joint(people, $0, quota: false) }.joined(separator: "\n")
      + "\nshares:\n  x: {a: 1, b: 2, c: 4}\n  y: {a: 1, b: 1}"
    let sample = try drawn(yaml(text), 10_000)
    #expect(sample.people.count == 10_000 && Coverage(of: sample).shortfall == 0)
  }
}
