import Foundation
import Testing
import TinyTroupe
import TinyTroupeJSON
import TinyTroupeYAML

@Suite struct PersonaFileTests {
  private func read(_ text: String, _ file: String = "a.yaml") throws(DiagnosticList) -> PersonaFile
  {
    try PersonaFile(SourceText(file: file, bytes: Array(text.utf8)))
  }

  @Test(
    "A person can be written in several forms",
    arguments: [
      ("a.json", #"{"type": "TinyPerson", "persona": {"name": "Lisa"}, "mental_faculties": []}"#),
      ("a.yaml", "type: TinyPerson\npersona: {name: Lisa}"),
      ("a.yaml", "type: person\npersona: {name: Lisa}"),
      ("a.yaml", "persona: {name: Lisa}"),
      ("a.yaml", "name: Lisa"),
    ])
  func persons(file: String, text: String) throws {
    let person = try read(text, file)
    #expect(person.kind == .person)
    #expect(person.name == "Lisa")
    #expect(person.persona == ["name": "Lisa"])
  }

  @Test func aTypeThatIsNotOursBelongsToThePersona() throws {
    #expect(try read("{name: Lisa, type: INTJ}").persona == ["name": "Lisa", "type": "INTJ"])
  }

  @Test(
    "A fragment says that it is one",
    arguments: [
      ("a.json", #"{"type": "Fragment", "persona": {"beliefs": ["x"]}}"#),
      ("a.yaml", "type: fragment\npersona: {beliefs: [x]}"),
    ])
  func fragments(file: String, text: String) throws {
    let fragment = try read(text, file)
    #expect(fragment.kind == .fragment)
    #expect(fragment.persona == ["beliefs": ["x"]])
  }

  @Test(
    "What is neither is refused with the next step",
    arguments: [
      (
        "a.yaml", "beliefs: [x]",
        "a.yaml:1:1: error: this is neither a person nor a fragment (write 'type: person' or 'type: fragment', and the rest below 'persona:')"
      ),
      (
        "a.yaml", "type: Persona\npersona: {name: x}",
        "a.yaml:1:7: error: 'Persona' is no type of persona file (write 'person' or 'fragment')"
      ),
      (
        "a.yaml", "type: fragment\nbeliefs: [x]",
        "a.yaml:1:1: error: the key 'persona' is missing (indent the rest below 'persona:')"
      ),
      (
        "a.json", "{\"type\": \"TinyPerson\",\n \"persona\": []}",
        "a.json:2:13: error: a persona must be a mapping, found a list (write keys such as 'name:', 'age:' and 'occupation:')"
      ),
      (
        "a.json", "[1]",
        "a.json:1:1: error: a persona must be a mapping, found a list (write keys such as 'name:', 'age:' and 'occupation:')"
      ),
      ("a.json", "{\"a\": 1,\n\"a\": 2}", "a.json:2:1: error: the key 'a' is repeated"),
      ("a.json", "name: x", "a.json:1:1: error: unexpected character"),
    ])
  func refusals(file: String, text: String, sentence: String) {
    do throws(DiagnosticList) {
      _ = try read(text, file)
      Issue.record("it was accepted")
    } catch {
      #expect(error.description == sentence)
    }
  }

  private static var sharedFiles: [String] {
    let project = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")
    let folder = project.appending(path: "../shared/data/tinytroupe").standardizedFileURL.path
    let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
    return names.filter { $0.hasSuffix(".agent.json") || $0.hasSuffix(".fragment.json") }
      .map { "\(folder)/\($0)" }
  }

  @Test(
    "Every file of the reference system loads unchanged",
    .enabled(if: !sharedFiles.isEmpty, "the reference system's data is not beside the project"))
  func reference() throws {
    var counts: [PersonaFile.Kind: Int] = [:]
    for path in Self.sharedFiles {
      let source = try SourceFile.read(path)
      let file = try PersonaFile(source)
      counts[file.kind, default: 0] += 1
      #expect(file.kind == (path.hasSuffix(".fragment.json") ? .fragment : .person))
      #expect(file.kind == .fragment || file.name != nil)
      #expect(try JSON(parsing: source.bytes)["persona"] == .object(file.persona))
    }
    #expect(counts == [.person: 87, .fragment: 9])
  }
}
