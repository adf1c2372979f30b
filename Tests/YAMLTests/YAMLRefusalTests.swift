import Testing
import TinyTroupeYAML

/// What is wrong, and exactly what is said of it.
@Suite struct YAMLRefusalTests {
  private func messages(
    _ bytes: [UInt8], limits: YAMLLimits = YAMLLimits()
  ) -> [String] {
    do throws(DiagnosticList) {
      _ = try YAMLReader.read(bytes, file: "a.yaml", limits: limits, tags: ["!include"])
      return []
    } catch {
      return error.diagnostics.map(\.description)
    }
  }

  @Test(
    "Each mistake gets its own sentence, its place and the next step",
    arguments: [
      ("", "1:1: error: the file is empty"),
      ("# nothing\n", "1:1: error: the file is empty"),
      ("---\n...\n", "1:1: error: the file is empty"),
      (
        "a: 1\n---\nb: 2\n",
        "2:1: error: a second document begins here (a file holds one document: remove '---', or make it two files)"
      ),
      (
        "a: 1\nb: 2\na: 3\n",
        "3:1: error: the key 'a' is repeated (it is already at line 1, column 1)"
      ),
      ("a:\n\tb: 1\n", "2:1: error: a tab is used for indentation (indent with spaces)"),
      ("a: b\n\tc: 1\n", "2:1: error: a tab is used for indentation (indent with spaces)"),
      (
        "a: &x {b: 1}\nc:\n  <<: *x\n",
        "3:3: error: merge keys ('<<') are not supported (write the keys out, or use an alias as a whole value ('memory: *name'))"
      ),
      ("1: a\n", "1:1: error: a key must be a text (put it in quotes: \"1\")"),
      ("true: a\n", "1:1: error: a key must be a text (put it in quotes: \"true\")"),
      ("? \n: a", "1:2: error: a key must be a text (write the key before ':')"),
      (
        "{: a}",
        "1:2: error: a key or value is missing here"
      ),
      (
        "[a]: b\n",
        "1:1: error: a key must be a text, not a list, a mapping or an alias (put quotes around a text that begins with '[', '{' or '*')"
      ),
      ("a: .inf\n", "1:4: error: '.inf' is not a usable number (put it in quotes if it is a text)"),
      (
        "a: -.INF\n",
        "1:4: error: '-.INF' is not a usable number (put it in quotes if it is a text)"
      ),
      ("a: .nan\n", "1:4: error: '.nan' is not a usable number (put it in quotes if it is a text)"),
      ("a: 1e999\n", "1:4: error: the number is out of range (put it in quotes if it is a text)"),
      (
        "a: 0xFFFFFFFFFFFFFFFF\n",
        "1:4: error: the number is out of range (put it in quotes if it is a text)"
      ),
      (
        "a: &name 1\nb: *nam\n",
        "2:4: error: there is no anchor '&nam' before this alias (did you mean '*name'?)"
      ),
      (
        "a: *bold*\n",
        "1:9: error: this is no name of an alias or anchor (put quotes around a text with '*' or '&')"
      ),
      ("a: &x [*x]\n", "1:8: error: the alias '*x' stands inside its own anchor"),
      ("a: !inclde b\n", "1:4: error: the tag '!inclde' is not known (did you mean '!include'?)"),
      (
        "a: !!binary b\n",
        "1:4: error: the tag '!!binary' is not known (put quotes around a text that begins with '!')"
      ),
      (
        "a: b: c\n",
        "1:5: error: a ':' is not allowed here (put the text in quotes if ':' is part of it)"
      ),
      ("a: @b\n", "1:4: error: a text may not begin with this character (put the text in quotes)"),
      (
        "a: 'b\n",
        "2:1: error: the file ends inside a quoted text (the quoted text begins at line 1, column 4)"
      ),
      (
        "a: [b, c\nd: e\n",
        "2:2: error: a ',' or ']' is missing here (the list begins at line 1, column 4)"
      ),
      (
        "a: {b: c\nd: e\n",
        "2:2: error: a ',' or '}' is missing here (the mapping begins at line 1, column 4)"
      ),
      (
        "a: 1\nb\nc: 2\n",
        "3:1: error: there is no ':' after the key (write 'key: value', with a space after ':')"
      ),
      (
        "a: 1\n  b: 2\n",
        "2:4: error: a ':' is not allowed here (put the text in quotes if ':' is part of it)"
      ),
      (
        "  a: 1\n b: 2\n",
        "2:2: error: this does not belong to what stands before it (check the indentation)"
      ),
      (
        "a: 1\n- b\n",
        "2:1: error: this is no key of the mapping around it (check the indentation, and the quotes)"
      ),
      (
        #"a: "\d""#,
        #"1:5: error: this escape is not known (write '\\' for one backslash, or use single quotes)"#
      ),
    ])
  func sentences(text: String, sentence: String) {
    #expect(messages(Array(text.utf8)) == ["a.yaml:" + sentence])
  }

  @Test(
    "Bytes that are no UTF-8 text are refused with their place",
    arguments: [
      (
        Array("a: b\nc: ".utf8) + [0xC3, 0x28],
        "2:4: error: this is not valid UTF-8 (save the file as UTF-8)"
      ),
      (
        Array("ü: ".utf8) + [0xED, 0xA0, 0x80],
        "1:4: error: this is not valid UTF-8 (save the file as UTF-8)"
      ),
      (
        [0x61, 0x3A, 0x20, 0xE2, 0x82],
        "1:4: error: this is not valid UTF-8 (save the file as UTF-8)"
      ),
      ([0xFF, 0xFE, 0x61, 0x00], "1:1: error: the file is UTF-16, not UTF-8 (save it as UTF-8)"),
      ([0xFE, 0xFF, 0x00, 0x61], "1:1: error: the file is UTF-16, not UTF-8 (save it as UTF-8)"),
      (
        Array("a: b".utf8) + [0x00],
        "1:5: error: there is a NUL byte here (save the file as UTF-8 text)"
      ),
      (
        Array("a: ".utf8) + [0x1B],
        #"1:4: error: there is a control character here (remove it, or write it as an escape ("\x1B") in double quotes)"#
      ),
    ] as [([UInt8], String)])
  func badBytes(bytes: [UInt8], sentence: String) {
    #expect(messages(bytes) == ["a.yaml:" + sentence])
  }

  @Test func mistakesThatLeaveTheRestReadableAreToldTogether() {
    let found = messages(Array("a: 1\na: .inf\n1: x\nb: *c\nd: 'e\n".utf8))
    #expect(found.count == 5)
    #expect(found.last?.contains("the file ends inside a quoted text") == true)
  }

  @Test func fileSizeIsLimited() {
    let found = messages(Array("a: bcdefgh".utf8), limits: YAMLLimits(bytes: 9))
    #expect(
      found == [
        "a.yaml:1:1: error: the file has 10 bytes, more than the 9 that are allowed (split it, and put the parts together with !include)"
      ])
  }

  @Test func depthIsLimitedWhateverItIsMadeOf() {
    let half = (String(repeating: "[", count: 40), String(repeating: "]", count: 40))
    let texts = [
      String(repeating: "[", count: 100_000), String(repeating: "{a: ", count: 65),
      String(repeating: "- ", count: 65) + "a",
      "a: &x \(half.0)\(half.1)\nb: \(half.0)*x\(half.1)",
    ]
    for text in texts {
      let found = messages(Array(text.utf8))
      #expect(found.count == 1)
      #expect(found.allSatisfy { $0.hasSuffix("lists and mappings nest deeper than 64 levels") })
    }
  }

  @Test func sixtyFourLevelsAreAllowed() {
    let text = String(repeating: "[", count: 64) + String(repeating: "]", count: 64)
    #expect(messages(Array(text.utf8)).isEmpty)
  }

  @Test func aliasBombsAreDefused() {
    var text = "a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\n"
    for level in 1...9 {
      let inner = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
      text += "a\(level): &a\(level) [\(inner)]\n"
    }
    #expect(
      messages(Array(text.utf8)) == [
        "a.yaml:6:15: error: the file holds more than 250000 values, aliases included"
      ])
  }

  @Test func aliasesAreCounted() {
    let uses = Array(repeating: "- *x\n", count: 1_001).joined()
    #expect(
      messages(Array("- &x 1\n\(uses)".utf8)) == [
        "a.yaml:1002:3: error: more than 1000 aliases are used"
      ])
  }

  @Test func linesThatCostQuadraticTimeAreCounted() {
    let text = (0...100).map { "%TAG !a\($0)! b\n" }.joined() + "--- a"
    #expect(
      messages(Array(text.utf8)) == [
        "a.yaml:1:1: error: more than 100 lines begin with '%' (indent them)"
      ])
  }

  @Test func messagesQuoteNoMoreThanAPersonReads() {
    let found = messages(Array(("a: !" + String(repeating: "b", count: 10_000)).utf8))
    #expect(found.count == 1)
    #expect(found[0].count < 700)
  }

  @Test func noEndlessListOfMistakesIsWritten() {
    let text = Array(repeating: "1: a\n", count: 1_000).joined()
    let found = messages(Array(text.utf8))
    #expect(found.count == 101)
    #expect(found.last == "error: there are more mistakes in a.yaml than can be shown")
  }

  @Test func noPrefixOfAValidFileCrashes() {
    let text = "a: &x {b: [1, 'two', \"thr\\u00e9e\"], c: |\n  text\n}\nd: *x\né: !include f\n"
    let bytes = Array(text.utf8)
    for count in bytes.indices { _ = messages(Array(bytes.prefix(count))) }
    for position in bytes.indices {
      var broken = bytes
      broken[position] = broken[position] &+ 0x7F
      _ = messages(broken)
    }
  }
}
