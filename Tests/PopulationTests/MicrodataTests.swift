import Testing
import TinyTroupeYAML

@testable import TinyTroupePopulation

struct MicrodataTests {
  private let survey = """
    gender,job,weight
    female,clerk,30
    female,nurse,20
    male,clerk,40
    male,fisher,10
    """

  @Test("Microdata alone are drawn in proportion, and only as they occur")
  func alone() throws {
    let sample = try drawn(csv(survey), 20)
    #expect(sample.count(["gender": "female"]) == 10)
    #expect(sample.count(["job": "clerk"]) == 14)
    #expect(sample.count(["gender": "female", "job": "fisher"]) == 0)
    #expect(Coverage(of: sample).shortfall == 0)
  }

  @Test("Margins reweight microdata, and combinations stay those that occur")
  func raked() throws {
    let margins = try yaml("gender: {female: 80, male: 20}")
    let sample = try drawn(margins.with(microdata: csv(survey)), 50)
    #expect(sample.count(["gender": "female"]) == 40)
    #expect(sample.count(["gender": "male", "job": "nurse"]) == 0)
  }

  @Test("Raking keeps the odds within what margins leave open")
  func odds() throws {
    let margins = try yaml("gender: {female: 80, male: 20}")
    let sample = try drawn(margins.with(microdata: csv(survey)), 5000)
    // Among women clerks are to nurses as 30 to 20, before and after; the quotas of jobs come from the microdata.
    #expect(sample.count(["gender": "female"]) == 4000)
    #expect(sample.count(["job": "clerk"]) == 3500)
  }

  @Test("A column with very many values is drawn, not balanced")
  func many() throws {
    let rows = (0..<200).map { "\(18 + $0 % 60),\($0 % 2 == 0 ? "f" : "m")" }
    let sample = try drawn(csv("age,gender\n" + rows.joined(separator: "\n")), 30)
    #expect(sample.count(["gender": "f"]) == 15)
    #expect(Set(sample.people.map { $0[0] }).count > 10)
  }

  @Test("Sampling favours nobody: over many seeds each combination comes as often as it should")
  func unbiased() {
    let values = [0.3, 0.5, 1.2, 0.05, 2.0, 0.95, 0.4, 0.6]
    var got = [Int](repeating: 0, count: values.count)
    for seed in 1...6000 {
      var dice = Dice(UInt64(seed))
      let counts = Integerisation.sampled(values, total: 6, using: &dice)
      #expect(counts.reduce(0, +) == 6)
      for (cell, count) in counts.enumerated() {
        #expect(abs(Double(count) - values[cell]) < 1)
        got[cell] += count
      }
    }
    for (cell, value) in values.enumerated() {
      #expect(abs(Double(got[cell]) / 6000 - value) < 0.025)
    }
  }

  @Test("Real microdata are read where they lie beside the checkout")
  func real() throws {
    let path = "../shared/data/tinytroupe/empirical/gazpacho.csv"
    guard let source = try? SourceText(reading: path) else { return }
    let columns = [
      "age": "Age Range", "gender": "Gender Identity", "party": "Political Affiliation",
    ]
    let demography = try Demography(
      microdata: PlacedTable(source),
      columns: columns.sorted { $0.key < $1.key }
        .map { ColumnChoice(attribute: $0.key, column: $0.value) })
    #expect(demography.attributes.map(\.name) == ["age", "gender", "party"])
    for count in [10, 50, 333] {
      let coverage = Coverage(of: try drawn(demography, count))
      #expect(coverage.shortfall == 0 && coverage.effectiveSize > 0.8 * Double(count))
    }
  }

  @Test("A column that is chosen and missing is told where it was chosen")
  func missingColumn() throws {
    let table = try PlacedTable(SourceText(file: "t.csv", bytes: Array("Age,Sex\n1,f".utf8)))
    let place = SourceLocation(file: "study.yaml", line: 4, column: 9)
    #expect(
      mistakes {
        _ = try Demography(
          microdata: table,
          columns: [ColumnChoice(attribute: "gender", column: "Sexx", at: place)],
          weight: ColumnChoice(attribute: "weight", column: "n", at: place))
      } == """
        study.yaml:4:9: error: the table has no column 'n' (it has: Age, Sex)
        study.yaml:4:9: error: the table has no column 'Sexx' (did you mean 'Sex'?)
        """)
  }
}
