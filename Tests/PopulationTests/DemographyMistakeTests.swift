import Testing
import TinyTroupePopulation

struct DemographyMistakeTests {
  @Test(
    "Every mistake of a file says where it is and what to do",
    arguments: [
      (
        "",
        "town.csv:1:1: error: the table is empty (its first line names the columns: attribute,category,share)"
      ),
      (
        "attribute,category,percent\nage,old,1",
        """
        town.csv:1:20: error: a table of margins has no column 'percent' (its columns are attribute, category, and share or quota)
        town.csv:1:20: error: the table says no amounts (its columns are attribute, category, and share or quota)
        """
      ),
      (
        "age,age\n1,2",
        "town.csv:1:5: error: a second column is called 'age' (the first begins at column 1)"
      ),
      (
        "age,job\n1",
        "town.csv:2:1: error: the row has 1 cell, the header 2 (a cell with a comma in it needs quotes)"
      ),
      (
        "age,job\n1,a,b",
        "town.csv:2:5: error: the row has 3 cells, the header 2 (a cell with a comma in it needs quotes)"
      ),
      (
        "age,job\n1,\"a",
        "town.csv:2:3: error: this quote never ends (close it; a quote within a cell is written \"\")"
      ),
      (
        "age,job\n1,",
        "town.csv:2:3: error: the cell is empty (write what is known, or 'unknown', or leave out the row)"
      ),
      (
        "age,weight\n1,many",
        "town.csv:2:3: error: 'many' is no amount (write a number that is not negative: 0.25, 25 or 25%)"
      ),
      (
        "weight\n1",
        "town.csv:1:1: error: the table has no column beside 'weight' (each other column is an attribute: age, gender)"
      ),
      (
        "age,gender\n",
        "town.csv:1:1: error: this is a population of nobody (some amount must be above 0)"
      ),
      (
        "attribute,category,share\nage,old,1\nage,old,2",
        "town.csv:3:5: error: a second amount for 'old' (the first is at line 2)"
      ),
      (
        "attribute,category,share\nage * job,old,1",
        "town.csv:2:11: error: 2 attributes and 1 value (join as many values as attributes: age * gender, 18-29 * female)"
      ),
      (
        "attribute,category,quota\nage,old,1.5",
        "town.csv:2:9: error: a quota of '1.5' people cannot be filled (write a whole number, or 'share' in place of 'quota')"
      ),
    ])
  func files(text: String, message: String) {
    #expect(mistakes { _ = try csv(text) } == message)
  }

  @Test(
    "Quotas that cannot be filled are told with their places",
    arguments: [
      (
        "age: {old: 0, young: 0}",
        "town.yaml:1:1: error: this is a population of nobody (some amount must be above 0)"
      ),
      (
        "quotas: {age: {old: 3, young: 4}}",
        "town.yaml:1:10: error: the quotas of 'age' add up to 7, not to 10 people (change 'count' or a quota, or write shares)"
      ),
      (
        """
        shares: {age: {old: 50, young: 50}}
        joint:
          - attributes: [age, job]
            cells: [{age: old, job: cook, share: 80}, {age: young, job: cook, share: 20}]
        """,
        "town.yaml:3:5: error: 'age' is 'old' for 80% here, but for 50% at town.yaml, line 1 (no people can have both shares; correct one of them)"
      ),
      (
        "ages: [1]",
        "town.yaml:1:7: error: 'ages' needs values with their shares, not a list (write: ages: {one: 60, another: 40})"
      ),
      (
        "[1]",
        "town.yaml:1:1: error: a demography is a mapping, not a list (write: {gender: {female: 51, male: 49}}, or name a file)"
      ),
      (
        "shares: {age: {old: 1}}\njoin: []",
        "town.yaml:2:1: error: a demography has no 'join' (did you mean 'joint'?)"
      ),
      (
        "age: {old: lots}",
        "town.yaml:1:12: error: 'lots' is no amount (write a number that is not negative: 0.25, 25 or 25%)"
      ),
    ])
  func quotas(text: String, message: String) {
    #expect(mistakes { _ = try drawn(yaml(text), 10) } == message)
  }

  @Test("A value that the microdata lack is an impossible quota")
  func lacking() throws {
    let margins = try yaml("gender: {female: 50, other: 50}")
    let people = try csv("gender,job\nfemale,cook\nmale,cook")
    #expect(
      mistakes { _ = try drawn(margins.with(microdata: people), 10) }
        == "town.yaml:1:22: error: 5 of the people should have gender other, but the microdata have nobody like that (set its share to 0, or add such people)"
    )
    let wrong = try yaml("genders: {female: 50}")
    #expect(
      mistakes { _ = try wrong.with(microdata: people) }
        == "town.yaml:1:1: error: the microdata have no column 'genders' (did you mean 'gender'?)")
  }

  @Test("Quotes, commas, line breaks and blanks in cells are read as spreadsheets write them")
  func forms() throws {
    let town = try csv("\u{FEFF}job,place\r\n\"cook, \"\"head\"\"\" , a\r\n\"x\ny\",b\r\n\r\n")
    #expect(town.attributes[0].categories == ["cook, \"head\"", "x\ny"])
    #expect(town.attributes[1].categories == ["a", "b"])
  }

  @Test(
    "Bands of whole numbers are recognised",
    arguments: [("18-29", 18...29), ("18 – 29", 18...29), ("5 to 9", 5...9), ("65+", 65...89)])
  func bands(text: String, range: ClosedRange<Int>) {
    #expect(IntegerBand(text)?.range == range)
  }

  @Test("Other texts are no bands", arguments: ["young", "29-18", "-5", "2020-01-05", "+", ""])
  func noBands(text: String) { #expect(IntegerBand(text) == nil) }
}
