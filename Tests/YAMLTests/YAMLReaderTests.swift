import Testing
import TinyTroupeJSON
import TinyTroupeYAML

@Suite struct YAMLReaderTests {
  private func read(_ text: String) throws(DiagnosticList) -> YAMLNode {
    try YAMLReader.read(Array(text.utf8), file: "a.yaml")
  }

  @Test func mappingsListsAndScalarsBecomeJSONInTheirOrder() throws {
    let node = try read("b: 1\na: [x, 2.5, true, null, ~]\nc: {d: 'e'}\nf: |\n  two\n  lines\n")
    #expect(
      node.json.text
        == #"{"b":1,"a":["x",2.5,true,null,null],"c":{"d":"e"},"f":"two\nlines\n"}"#)
  }

  @Test(
    "Plain scalars follow the core schema of YAML 1.2 and nothing else",
    arguments: [
      ("yes", .string("yes")), ("No", .string("No")), ("on", .string("on")), ("0o17", 15),
      ("0x1F", 31), ("017", 17), ("+12", 12), ("-0", 0), ("1.", 1.0), (".5", 0.5),
      ("-1.5e3", -1500.0),
      ("1e3", 1000.0), ("1_000", .string("1_000")), ("12:30:45", .string("12:30:45")),
      ("2026-01-05", .string("2026-01-05")), ("1.2.3", .string("1.2.3")), ("0b1", .string("0b1")),
      ("0o8", .string("0o8")), ("-", .string("-")), (".", .string(".")), ("+", .string("+")),
      ("1e", .string("1e")), ("TRUE", true), ("tRUE", .string("tRUE")), ("NULL", nil),
      ("9223372036854775807", 9_223_372_036_854_775_807),
      ("9223372036854775808", .number(9_223_372_036_854_775_808)),
      ("'12'", "12"), ("\"true\"", "true"), ("''", ""), ("!!str 12", "12"), ("! 12", "12"),
    ] as [(String, JSON)])
  func plainScalars(text: String, value: JSON) throws {
    #expect(try read("[\(text)]").json == .array([value]))
  }

  @Test func everyNodeKnowsItsPlaceAndItsText() throws {
    let node = try read("a:\n  - ünï: 017\n    b: [c,\n       d]\n")
    let place = { node.at($0)?.location.description }
    #expect(place("a") == "a.yaml:2:3")
    #expect(place("a.0.ünï") == "a.yaml:2:10")
    #expect(place("a.0.b.1") == "a.yaml:4:8")
    #expect(node.at("a.0.ünï")?.text == "017")
    #expect(node.at("a.0")?.members?.last?.keyLocation.description == "a.yaml:3:5")
  }

  @Test(
    "Lines are counted as editors count them",
    arguments: ["a: 1\r\nb: 2", "a: 1\rb: 2", "a: 1\nb: 2", "\u{FEFF}a: 1\nb: 2"])
  func lines(text: String) throws {
    #expect(try read(text).at("b")?.location.description == "a.yaml:2:4")
  }

  @Test func unicodeLineSeparatorsDoNotCountAsLines() throws {
    let node = try read("a: \"x\u{2028}y\"\nb: 2")
    #expect(node.at("b")?.location.description == "a.yaml:2:4")
  }

  @Test func aliasesStandForTheirAnchors() throws {
    let node = try read("a: &x {n: [1, 2]}\nb: *x\nc: [*x, *x]\n")
    #expect(
      node.json.text == #"{"a":{"n":[1,2]},"b":{"n":[1,2]},"c":[{"n":[1,2]},{"n":[1,2]}]}"#)
    #expect(node.at("c.1.n.0")?.location.description == "a.yaml:1:12")
  }

  @Test func localTagsAreKeptWhereTheyAreAllowed() throws {
    let node = try YAMLReader.read(
      Array("a: !include b.yaml".utf8), file: "a.yaml", tags: ["!include"])
    #expect(node["a"]?.tag == "!include")
    #expect(node["a"]?.string == "b.yaml")
  }

  @Test func whatWasReadFromJSONValuesHasOnePlace() {
    let place = TinyTroupeYAML.SourceLocation(file: "--set", line: 1, column: 7)
    let node = YAMLNode(["a": [1, "b"]], at: place)
    #expect(node.json == ["a": [1, "b"]])
    #expect(node.at("a.0")?.location == place)
    #expect(node.at("a.2") == nil)
    #expect(node.at("a.0.c") == nil)
  }
}
