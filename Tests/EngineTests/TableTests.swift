import Foundation
import Testing
import TinyTroupeJSON

@testable import TinyTroupe

@Suite("Result tables and files")
struct TableTests {
  private func table(_ rows: [ResultTable.Row]) -> ResultTable {
    var table = ResultTable(
      run: "r", step: 2, backend: "scripted", columns: ["persona.age"],
      fields: FieldSpec.list([
        "rating": ["type": "integer", "min": 1, "max": 5], "why": ["type": "string"],
      ]))
    table.rows = rows
    return table
  }

  private func row(_ rating: JSON, _ why: JSON, agent: String = "Lisa") -> ResultTable.Row {
    ResultTable.Row(
      agent: agent, columns: [28], values: [rating, why], status: "answered", evidence: [3, 5])
  }

  @Test("a table has its columns in order and a row for each record")
  func csv() {
    let rows = [row(4, "It's good, \"really\""), row(.null, "two\nlines", agent: "")]
    #expect(
      table(rows).csv == """
        run,step,agent,persona.age,rating,why,status,evidence,backend
        r,2,Lisa,28,4,"It's good, ""really\""",answered,3 5,scripted
        r,2,,28,,"two
        lines",answered,3 5,scripted

        """)
  }

  @Test(
    "a cell that a spreadsheet would compute gets an apostrophe, a number does not",
    arguments: [
      ("=1+1", "'=1+1"), ("@SUM(A1)", "'@SUM(A1)"), ("+1", "'+1"), ("\tx", "'\tx"),
      ("\rx", "\"'\rx\""), ("-2+3|cmd", "'-2+3|cmd"), ("-", "'-"), ("-2.5", "-2.5"), ("-3", "-3"),
      ("=\"a\",1", "\"'=\"\"a\"\",1\""), ("", ""), ("plain", "plain"), ("a=b", "a=b"),
    ])
  func formulas(cell: String, quoted: String) {
    #expect(ResultTable.quoted(cell) == quoted)
  }

  @Test("values become cells: texts as they are, whole numbers without a point, the rest as JSON")
  func cells() {
    let cells = [.null, "a", 3, 3.0, 2.5, true, ["x", 1], 1e20].map { ResultTable.cell($0) }
    #expect(cells == ["", "a", "3", "3", "2.5", "true", #"["x",1]"#, "1e+20"])
  }

  @Test("the codebook says what was asked and how many values there are")
  func codebook() {
    let book = table([row(4, "a"), row(.null, "b"), row(.null, .null)]).codebook
    #expect(
      book == [
        "rows": 3, "backend": "scripted",
        "fields": [
          ["column": "rating", "type": "integer", "min": 1, "max": 5, "n": 1, "missing": 2],
          ["column": "why", "type": "string", "n": 2, "missing": 1],
        ],
      ])
  }

  @Test(
    "a file name is harmless everywhere",
    arguments: [
      ("a.csv", "a.csv"), ("..", "unnamed"), ("", "unnamed"), (" . x", "x"),
      ("a/b\\c:d", "a-b-c-d"),
      ("a\u{0}b\nc", "a-b-c"), ("a\r\nb", "a-b"), ("a\u{7F}\u{1B}b", "a--b"),
      ("ünïcödé", "ünïcödé"),
    ])
  func names(name: String, safe: String) {
    #expect(ResultFiles.safe(name) == safe)
  }

  @Test("a long name is cut where a character ends")
  func longNames() {
    let name = ResultFiles.safe(String(repeating: "é", count: 100))
    #expect(name == String(repeating: "é", count: 60))
  }

  @Test("nothing is written outside the folder, and a rehearsed file says so")
  func writing() throws {
    let scratch = try Scratch()
    for (number, name) in ["../../out.txt", "/etc/out.txt", "", "///", "a/../../b"].enumerated() {
      let files = ResultFiles(folder: scratch.path + "/results/\(number)")
      let path = try files.write("x".utf8, to: name, isRehearsed: false)
      #expect(path.hasPrefix(scratch.path + "/results/"))
      #expect(!path.contains(".."))
      #expect(FileManager.default.fileExists(atPath: path))
    }
    let files = ResultFiles(folder: scratch.path + "/results")
    let path = try files.write("x".utf8, to: "sub/t.csv", isRehearsed: true)
    #expect(path == scratch.path + "/results/sub/REHEARSAL-t.csv")
  }

  @Test("what tools call alike is numbered in the order in which it was made")
  func artifactNames() {
    var names = ArtifactNames(reserved: ["t.csv", "deep/t.csv"])
    let given = [
      "a.md", "a.md", "A.md", "a (2).md", "a", "a", "t.csv", "deep", "x/a.md", "x", "", "../b",
    ]
    #expect(
      given.map { names.unique($0) } == [
        "a.md", "a (2).md", "A (3).md", "a (2) (2).md", "a", "a (2)", "t (2).csv", "deep (2)",
        "x/a.md", "x (2)", "unnamed", "unnamed (2)/b",
      ])
    let long = String(repeating: "é", count: 70) + ".md"
    let cut = [names.unique(long), names.unique(long)]
    #expect(Set(cut.map(ResultFiles.safe)) == Set(cut) && cut[0] != cut[1])
  }
}
