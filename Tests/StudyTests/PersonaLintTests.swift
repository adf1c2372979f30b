import Foundation
import Testing
import TinyTroupe
import TinyTroupeJSON
import TinyTroupeYAML

/// What is worth a second look in a persona.
@Suite struct PersonaLintTests {
  private static let whole = """
    name: Ana
    age: 34
    occupation: {title: Baker}
    residence: Porto
    personality: {traits: [Slow to anger]}
    beliefs: [Bread should be dark., Everybody can learn to bake.]
    preferences: {likes: [rye bread, the sea], dislikes: [white flour]}
    """

  private func hints(_ persona: String, type: String = "person") throws -> [String] {
    let indented = persona.split(separator: "\n", omittingEmptySubsequences: false)
      .map { "  \($0)" }.joined(separator: "\n")
    let text = "type: \(type)\npersona:\n\(indented)\n"
    let file = try PersonaFile(SourceText(file: "a.yaml", bytes: Array(text.utf8)))
    return PersonaLint.hints(on: file).map(\.description)
  }

  @Test func aWholePersonaHasNoHints() throws {
    #expect(try hints(Self.whole) == [])
  }

  @Test func aThinPersonaIsToldWhatIsMissing() throws {
    let found = try hints("name: Ana\nage: 34")
    #expect(found.count == 5)
    #expect(
      found.first
        == "a.yaml:3:3: warning: there is no 'occupation' (work and schooling bound what a person knows)"
    )
    #expect(try hints("age: 34", type: "fragment") == [], "a fragment may be thin")
    #expect(
      try hints(Self.whole + "\nskills: [baking]").first?.contains("'skills' has one entry") == true
    )
  }

  @Test(
    "Contradictions are told with both places",
    arguments: [
      ("age: old", "a.yaml:10:8: warning: the age is a text, not a number (write: age: 34)"),
      ("age: 200", "a.yaml:10:8: warning: nobody is 200 years old (write years)"),
      (
        "age: 30\noccupation: {title: Retired teacher}",
        "a.yaml:10:8: warning: retired at 30 (say why, or change one of the two)"
      ),
      (
        "age: 9\noccupation: {title: Lawyer}",
        "a.yaml:10:8: warning: at work at 9 (say why, or change one of the two)"
      ),
      (
        "preferences: {likes: [The rye bread], dislikes: [rye bread]}",
        "a.yaml:10:52: warning: liked and disliked at once: 'rye bread' (the other is in line 10; say when it is which, or remove one)"
      ),
      (
        "beliefs: [Cats like milk., Cats do not like milk.]",
        "a.yaml:10:30: warning: said and denied: 'Cats do not like milk.' (the other is in line 10)"
      ),
      (
        "skills: [Bakes dark bread, bakes the dark bread!]",
        "a.yaml:10:30: warning: said twice: 'bakes the dark bread!' (the other is in line 10)"
      ),
      (
        "relationships: [{name: Ana, description: me}]",
        "a.yaml:10:19: warning: 'Ana' is related to itself (remove it, or name somebody else)"
      ),
      (
        "relationships: [{name: Ben}]",
        "a.yaml:10:19: warning: nothing tells what 'Ben' is to this person (add a 'description')"
      ),
    ])
  func contradictions(line: String, hint: String) throws {
    let keys = Set(line.split(separator: "\n").map { $0.prefix { $0 != ":" } })
    let rest = Self.whole.split(separator: "\n").filter { !keys.contains($0.prefix { $0 != ":" }) }
    let padded =
      rest + Array(repeating: "# another line", count: 7 - rest.count) + [Substring(line)]
    let found = try hints(padded.joined(separator: "\n"))
    #expect(found.contains(hint), "\(found)")
  }

  @Test func explanationsByAGroupAreHintedAt() throws {
    let found = try hints(Self.whole + "\nstyle: Drives fast, like all Italians.")
    #expect(found.count == 1)
    #expect(found.first?.contains("'like all' explains a person by a group") == true)
    #expect(try hints(Self.whole + "\nstyle: She likes all sorts of bread.") == [])
  }

  @Test func aVeryLongPersonaIsToldWhatItCosts() throws {
    let long = String(repeating: "She once told a story about the sea. ", count: 600)
    #expect(
      try hints(Self.whole + "\nbiography: \(long)").first?.contains("tokens, which every call")
        == true)
  }

  @Test("Files come back from both forms as they were")
  func roundTrips() throws {
    let strange: JSON = [
      "name": "Ana: the \"baker\"", "a": "yes", "b": "12", "c": "", "d": " x ", "e": "two\nlines",
      "f": "# no comment", "g": "- no list", "h": .null, "i": true, "j": 1.5, "k": -3, "l": [],
      "m": [:], "n": [["x": [1, [2, "three"]]], "y"], "o p": "日本語 🥖", "~": "null", "q": "a #b",
      "r": "2026-01-05", "s": "key: value", "t": "ends:", "u": "null", "v": "0x1F", "w": "{a}",
    ]
    for form in PersonaForm.allCases {
      let text = form.text(try file(strange))
      let name = form == .json ? "b.json" : "b.yaml"
      let back = try PersonaFile(SourceText(file: name, bytes: Array(text.utf8)))
      #expect(JSON.object(back.persona) == strange, "\(text)")
      #expect(back.kind == .person)
    }
  }

  private func file(_ persona: JSON) throws -> PersonaFile {
    let text = (["type": "person", "persona": persona] as JSON).text
    return try PersonaFile(SourceText(file: "a.json", bytes: Array(text.utf8)))
  }

  @Test("C5: the reference's personas and fragments can be read, written and read again")
  func reference() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "../shared/data/tinytroupe").standardizedFileURL
      .path
    let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
    let files = names.filter { $0.hasSuffix(".agent.json") || $0.hasSuffix("fragment.json") }
    guard !files.isEmpty else {
      print("skipped: the reference's personas are not beside this checkout")
      return
    }
    for name in files {
      let source = try SourceFile.read("\(folder)/\(name)")
      let persona = try PersonaFile(source)
      for form in PersonaForm.allCases {
        let ending = form == .json ? "json" : "yaml"
        let again = try PersonaFile(
          SourceText(file: "x.\(ending)", bytes: Array(form.text(persona).utf8)))
        #expect(again.persona == persona.persona, "\(name)")
      }
    }
  }
}
