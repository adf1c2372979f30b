import Testing
import TinyTroupeJSON
import TinyTroupeYAML

@Suite struct JSONReaderTests {
  private func message(_ text: String) -> String? {
    do throws(DiagnosticList) {
      _ = try JSONReader.read(Array(text.utf8), file: "a.json")
      return nil
    } catch {
      return error.description
    }
  }

  @Test func valuesKeepTheirPlaces() throws {
    let text =
      "{\"a\": [1, {\"ü\": \"x\\\"]\", \"b\" : true}],\n \"c\":{},\t\"d\":[ ] ,\"e\":-1.5e3}"
    let node = try JSONReader.read(Array(text.utf8), file: "a.json")
    let place = { node.at($0)?.location.description }
    #expect(place("a.0") == "a.json:1:8")
    #expect(place("a.1.ü") == "a.json:1:17")
    #expect(place("a.1.b") == "a.json:1:31")
    #expect(place("d") == "a.json:2:14")
    #expect(place("e") == "a.json:2:23")
    #expect(node.members?.last?.keyLocation.description == "a.json:2:19")
    #expect(node.at("e")?.text == "-1.5e3")
    #expect(try node.json == JSON(parsing: text))
  }

  @Test func surrogatePairsAndByteOrderMarksAreFine() throws {
    let text = "\u{FEFF}{\"a\": \"\\ud83d\\ude00\"}"
    let node = try JSONReader.read(Array(text.utf8), file: "a.json")
    #expect(node["a"]?.string == "😀")
    #expect(node["a"]?.location.description == "a.json:1:7")
  }

  @Test(
    "Mistakes are told with line and column",
    arguments: [
      ("{\n \"é\": 1,\n \"é\": 2}", "a.json:3:2: error: the key 'é' is repeated"),
      ("{\"ü\": 1,}", "a.json:1:9: error: expected a key in double quotes"),
      ("", "a.json:1:1: error: the document ends too early"),
    ])
  func mistakes(text: String, sentence: String) {
    #expect(message(text) == sentence)
  }

  @Test func depthAndNumberOfValuesAreLimited() {
    let deep = message(String(repeating: "[", count: 65))
    #expect(deep == "a.json:1:65: error: nested deeper than 64 levels")
    let limits = YAMLLimits(nodes: 3)
    #expect(throws: DiagnosticList.self) {
      try JSONReader.read(Array("[1, 2, 3]".utf8), file: "a.json", limits: limits)
    }
  }
}
