import Testing
import TinyTroupe
import TinyTroupeJSON
import TinyTroupeYAML

/// What is wrong with what a study reads out, and exactly what is said of it.
@Suite struct StudyTableMistakeTests {
  private func folder(_ study: String) throws -> StudyFolder {
    try StudyFolder([
      "lisa.agent.yaml": "type: person\npersona: {name: Lisa Carter, age: 28}", "study.yaml": study,
    ])
  }

  /// A study that is right but for one line.
  private func study(_ line: String) -> String {
    var text = line + "\n"
    if !line.hasPrefix("agents:") { text += "agents: [{persona: lisa.agent.yaml}]\n" }
    if !line.hasPrefix("timeline:") { text += "timeline: [{run: 4}]\n" }
    return text
  }

  @Test(
    "Mistakes about extractions",
    arguments: [
      (
        "to: ../x.csv",
        "1:51: error: '../x.csv' is no file of the run's results folder (write a name such as answers.csv)"
      ),
      (
        "to: /x.csv",
        "1:51: error: '/x.csv' is no file of the run's results folder (write a name such as answers.csv)"
      ),
      (
        "to: a/../../x.csv",
        "1:51: error: 'a/../../x.csv' is no file of the run's results folder (write a name such as answers.csv)"
      ),
      (
        "to: x.xlsx",
        "1:51: error: tables are written as CSV, not as 'x.xlsx' (end the name in .csv)"
      ),
      ("columns: [age]", "1:57: error: 'age' is no path into a persona (write it as persona.age)"),
      ("form: world", "1:47: error: unknown key 'form' (did you mean 'from'?)"),
      (
        "from: moon",
        "1:53: error: nothing can be read from 'moon' (there are: agents, world; a table must be made before)"
      ),
    ])
  func extracts(part: String, sentence: String) throws {
    let line = "extract: [{objective: o, fields: {f: string}, \(part)}]"
    let found = try folder(study(line)).mistakes()
    #expect(found == ["study.yaml:\(sentence)"])
  }

  @Test(
    "Mistakes about fields",
    arguments: [
      ("{}", "1:34: error: no fields are asked for (write: fields: {objection: string})"),
      (
        "{f: strin}",
        "1:38: error: 'extract.0.fields.f': 'strin' is not allowed (did you mean 'string'?)"
      ),
      (
        "{f: {type: enum}}",
        "1:38: error: the field 'f' is an enum without values (write: {type: enum, values: [never, once, often]})"
      ),
      (
        "{f: {type: string, max: 3}}",
        "1:58: error: 'max' does not go with the type 'string' (it belongs to 'integer' and 'number')"
      ),
      (
        "{f: {type: integer, values: [a]}}",
        "1:62: error: 'values' does not go with the type 'integer' (it belongs to 'enum', 'list' and 'ranking')"
      ),
      (
        "{f: {type: number, min: 3, max: 2}}",
        "1:66: error: the field 'f' has a 'max' below its 'min'"
      ),
    ])
  func fields(fields: String, sentence: String) throws {
    let line = "extract: [{objective: o, fields: \(fields)}]"
    let found = try folder(study(line)).mistakes()
    #expect(found == ["study.yaml:\(sentence)"])
  }

  @Test func twoTablesCannotShareAFile() throws {
    let one = "{objective: o, fields: {f: string}, to: a.csv}"
    #expect(
      try folder(study("extract: [\(one), \(one)]")).mistakes() == [
        "study.yaml:1:99: error: two tables would be written to 'a.csv' (the first is at line 1)"
      ])
  }
}
