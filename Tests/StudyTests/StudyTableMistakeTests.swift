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
        "study.yaml:1:99: error: two files would be written to 'a.csv' (the first is at line 1)"
      ])
  }

  @Test(
    "Mistakes about reports and exports",
    arguments: [
      (
        "report: [{of: prices.csv}]",
        "1:15: error: this study makes no 'prices.csv' before (add what makes it: ask, extract or report)"
      ),
      (
        "report: [{people: Nora}]",
        "1:19: error: nobody is called 'Nora' (there are: Lisa Carter; or write all)"
      ),
      (
        "report: [{to: ../r.md}]",
        "1:15: error: '../r.md' is no file of the run's results folder (write a name such as answers.csv)"
      ),
      (
        "report: [{to: r.md}, {to: r.md, of: rr.md}]",
        "1:27: error: two files would be written to 'r.md' (the first is at line 1)"
      ),
      (
        "export: [{use: docx}]",
        "1:10: error: there is nothing to export (add what makes it: ask, extract or report)"
      ),
      (
        "report: [{to: a.md}, {to: b.md}]\nexport: [{use: json, to: x.json}]",
        "2:26: error: 2 files would be written to one (say which one with 'of:', or leave 'to:' out)"
      ),
      (
        "export: [{use: xls, of: r.md}]\nreport: [{to: r.md}]",
        "1:16: error: no plugin provides the exporter 'xls' (there are: json, jsonl, csv, md, docx)"
      ),
      (
        "report: [{to: r.md}]\nexport: [{use: json, of: r.mb}]",
        "2:26: error: this study makes no 'r.mb' before (did you mean 'r.md'?)"
      ),
    ])
  func results(lines: String, sentence: String) throws {
    let found = try folder(study(lines)).mistakes()
    #expect(found.first == "study.yaml:\(sentence)")
  }

  @Test("each table and text is exported under its own name, unless the study says otherwise")
  func exports() throws {
    let lines =
      "extract: [{objective: o, fields: {f: string}, to: a/p.csv}]\n"
      + "report: [{title: T}]\nexport: [{use: jsonl}, {use: csv}, {use: docx, of: report-1.md, to: x.docx}]"
    let plan = try folder(study(lines)).check().plan
    #expect(plan?.reports.map(\.to) == ["report-1.md"])
    #expect(
      plan?.exports.map(\.of) == ["a/p.csv", "report-1.md", "report-1.md", "report-1.md"])
    #expect(
      plan?.exports.map(\.to) == ["a/p.jsonl", "report-1.jsonl", "report-1.csv", "x.docx"])
  }
}
