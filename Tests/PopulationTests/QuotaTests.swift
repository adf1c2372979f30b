import Testing
import TinyTroupePopulation
import TinyTroupeYAML

struct QuotaTests {
  @Test(
    "Largest remainders give whole numbers with the exact sum",
    arguments: [
      ([0.5, 0.3, 0.2], 10, [5, 3, 2]), ([1, 1, 1], 10, [4, 3, 3]),
      ([47, 16, 15.8, 12, 6.1, 3.1], 10, [5, 2, 1, 1, 1, 0]),
      ([0, 1], 3, [0, 3]), ([0.1, 0.2, 0.7], 0, [0, 0, 0]), ([], 5, []),
    ] as [([Double], Int, [Int])])
  func remainders(shares: [Double], total: Int, quotas: [Int]) {
    #expect(LargestRemainder.quotas(shares, of: total) == quotas)
  }

  @Test("No quota is off by one or more, and the sum is exact, for any shares")
  func property() {
    var dice = Dice(7)
    for _ in 0..<500 {
      let shares = (0..<Int.random(in: 1...30, using: &dice)).map { _ in
        Double.random(in: 0...1, using: &dice)
      }
      let total = Int.random(in: 1...5000, using: &dice)
      let quotas = LargestRemainder.quotas(shares, of: total)
      let sum = shares.reduce(0, +)
      #expect(quotas.reduce(0, +) == total)
      for (quota, share) in zip(quotas, shares) {
        #expect(abs(Double(quota) - share / sum * Double(total)) < 1)
      }
    }
  }

  @Test(
    "Attributes that are given alone get their quotas exactly, whatever the seed",
    arguments: 1...20 as ClosedRange<UInt64>)
  func independent(seed: UInt64) throws {
    let town = try yaml(
      """
      gender: {female: 51, male: 49}
      age: {18-29: 20, 30-49: 35, 50+: 45}
      region: {north: 1, south: 1, east: 1}
      """)
    let sample = try drawn(town, 100, seed: seed)
    #expect(sample.people.count == 100)
    #expect(sample.count(["gender": "female"]) == 51)
    #expect(sample.count(["age": "30-49"]) == 35)
    #expect(["north", "south", "east"].map { sample.count(["region": $0]) } == [34, 33, 33])
  }

  @Test(
    "Joint margins that overlap are filled exactly along every attribute",
    arguments: 1...20 as ClosedRange<UInt64>)
  func joint(seed: UInt64) throws {
    let town = try csv(
      """
      attribute,category,share
      age * gender,young * female,10
      age * gender,young * male,14
      age * gender,old * female,40
      age * gender,old * male,36
      age * job,young * student,15
      age * job,young * clerk,9
      age * job,old * clerk,46
      age * job,old * retired,30
      gender,female,50
      gender,male,50
      """)
    for count in [7, 10, 33, 100, 1000] {
      let sample = try drawn(town, count, seed: seed)
      let coverage = Coverage(of: sample)
      #expect(coverage.shortfall == 0, "\(count): \(coverage.rows.filter { $0.shortfall > 0 })")
      #expect(sample.count(["age": "old", "job": "student"]) == 0)
      for row in coverage.rows { #expect(abs(Double(row.quota) - row.target) < 1.5) }
    }
  }

  @Test("Attributes without a common margin are never multiplied")
  func manyAttributes() throws {
    let many = (0..<40).map { "a\($0): {a: 1, b: 2, c: 3, d: 4, e: 5, f: 6, g: 7, h: 8}" }
    let sample = try drawn(yaml(many.joined(separator: "\n")), 36)
    for attribute in 0..<40 {
      for (category, quota) in zip("abcdefgh", 1...8) {
        #expect(sample.count(["a\(attribute)": "\(category)"]) == quota)
      }
    }
  }

  @Test("Absolute quotas are taken as they are")
  func absolute() throws {
    let town = try yaml("quotas: {gender: {female: 3, male: 7}}\nshares: {age: {young: 1, old: 1}}")
    let sample = try drawn(town, 10)
    #expect(sample.count(["gender": "female"]) == 3)
    #expect(sample.count(["age": "young"]) == 5)
  }

  @Test("The same seed draws the same people, another seed others")
  func seeds() throws {
    let town = try yaml("gender: {f: 1, m: 1}\nage: {young: 1, old: 2}")
    #expect(try drawn(town, 50, seed: 3) == drawn(town, 50, seed: 3))
    #expect(try drawn(town, 50, seed: 3).people != drawn(town, 50, seed: 4).people)
  }
}
