import Testing
import TinyTroupe
import TinyTroupeJSON
import TinyTroupePopulation
import TinyTroupeYAML

@Suite struct GenerationMistakeTests {
  private func mistakes(_ generate: String, _ files: [String: String] = [:]) throws -> [String] {
    var files = files
    files["study.yaml"] = """
      agents:
        - generate: \(generate)
      timeline: [{run: 1}]
      """
    return try StudyFolder(files).mistakes()
  }

  @Test func aGoodEntryBecomesAPlan() throws {
    let folder = try StudyFolder([
      "study.yaml": """
      seed: 4
      agents:
        - persona: {name: Ana}
        - generate:
            count: 3
            temperature: 0.5
            context: A bank.
            particulars: All hate queues.
            demography: {gender: {female: 2, male: 1}}
            names: names.txt
            seed: 7
            attempts: 2
          with: {town: Cork}
        - persona: {name: Ben}
      timeline: [{run: 1}]
      """,
      "names.txt": "Ada\n\n  Bea  Roe \nCem\nDov\n",
    ])
    let report = folder.check()
    #expect(folder.lines(report.diagnostics) == [])
    let plan = try #require(report.plan)
    let generation = try #require(plan.generations.first)
    #expect(generation.position == 1 && generation.count == 3 && generation.attempts == 2)
    #expect(generation.names == ["Ada", "Bea Roe", "Cem", "Dov"])
    #expect(generation.context == "A bank." && generation.particulars == "All hate queues.")
    #expect(generation.seed == 7 && generation.overrides == ["town": "Cork"])
    #expect(generation.factory.config == ["temperature": 0.5])
    #expect(generation.demography?.attributes.map(\.name) == ["gender"])
    #expect(
      plan.peopleCount == 5 && report.sources.map(\.file).contains { $0.hasSuffix("names.txt") })
  }

  @Test(
    "C62 every mistake has its place",
    arguments: [
      ("{}", "study.yaml:2:15: error: 'agents.0.generate': the key 'count' is missing"),
      (
        "{count: 0}",
        "study.yaml:2:23: error: 'agents.0.generate.count': must be at least 1"
      ),
      (
        "{count: 5, names: [Ada, Bea]}",
        "study.yaml:2:33: error: there are 2 names for 5 people (add 3, or leave 'names' out, and the factory finds them)"
      ),
      (
        "{count: 2, names: [Ada, Ada]}",
        "study.yaml:2:39: error: a second person is called 'Ada' (the first is at study.yaml, line 2; rename one: 'as: Ada 2')"
      ),
      (
        "{count: 2, demography: {gender: {f: 0}}}",
        "study.yaml:2:39: error: this is a population of nobody (some amount must be above 0)"
      ),
      (
        "{count: 2, demography: {quotas: {gender: {f: 1}}}}",
        "study.yaml:2:48: error: the quotas of 'gender' add up to 1, not to 2 people (change 'count' or a quota, or write shares)"
      ),
      (
        "{count: 2, demography: none.csv}",
        "study.yaml:2:38: error: cannot read 'none.csv': no such file"
      ),
      (
        "{count: 2, demography: town.csv}",
        "town.csv:2:15: error: 'many' is no amount (write a number that is not negative: 0.25, 25 or 25%)"
      ),
      (
        "{count: 2, microdata: people.csv}",
        "people.csv:3:1: error: the row has 1 cell, the header 2 (a cell with a comma in it needs quotes)"
      ),
      (
        "{count: 2, microdata: {file: good.csv, columns: {age: Agee}}}",
        "study.yaml:2:69: error: the table has no column 'Agee' (did you mean 'Age'?)"
      ),
      (
        "{count: 2, demography: {name: {Ada: 1}}}",
        "study.yaml:2:38: error: a name is no attribute of a demography (give names out with 'names', below 'generate')"
      ),
      (
        "{count: 2, contxt: A bank.}",
        "study.yaml:2:26: error: unknown key 'contxt' (did you mean 'context'?)"
      ),
    ])
  func places(generate: String, message: String) throws {
    let files = [
      "town.csv": "attribute,category,share\ngender,female,many\n",
      "good.csv": "Age,Note\n30,x\n",
      "people.csv": "age,gender\n30,f\n40\n",
    ]
    let found = try mistakes(generate, files)
    #expect(found.first == message, "\(found)")
  }

  @Test func generatedPeopleHaveNoPersonaFile() throws {
    let folder = try StudyFolder([
      "study.yaml": "agents:\n  - generate: {count: 1}\n    as: Ada\ntimeline: [{run: 1}]\n"
    ])
    #expect(
      folder.mistakes() == [
        "study.yaml:3:9: error: 'as' and 'generate' exclude each other (give names out with 'names', below 'generate')"
      ])
  }
}
