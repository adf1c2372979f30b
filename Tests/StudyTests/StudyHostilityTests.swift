import Testing
import TinyTroupe
import TinyTroupeJSON
import TinyTroupeYAML

/// A study may come from anyone: whatever stands in it, the answer is a plan or an explanation.
@Suite struct StudyHostilityTests {
  private static let study = """
    name: n
    seed: 7
    llm: {use: openai, model: m, concurrency: 8, headers: {A: b}}
    llms: {judge: openai}
    purposes: {extract: judge}
    plugins: {paths: [p]}
    agents:
      - persona: {name: Ann, age: 3}
        with: {age: 4}
        memory: {use: episodic, window: {recent: 5}}
        tools: [word-processor, {use: files, folders: [b]}]
        llm: judge
      - persona: {type: person, persona: {name: Bob}}
        fragments: [f.fragment.yaml]
        as: Bert
    environment: {use: tiny-world, order: sequential, clock: {start: 2026-01-05, step: 30m}}
    timeline:
      - {broadcast: {text: a, as: social}, step: 2}
      - {say: {to: [Ann], as: thought, text: b}, at: 2026-01-05}
      - run: {steps: 4}
      - checkpoint: c
    extract:
      - use: results
        objective: o
        fields: {f: string, g: {type: integer, min: 1, max: 5}, h: {type: enum, values: [a]}}
        columns: [persona.age]
        to: o.csv
    on_error: {retry: 2}
    """

  private static let values = ["", "x", "-1", "1e300", "true", "[]", "[[x]]", "{}", "{use: {}}"]

  private func folder() throws -> StudyFolder {
    try StudyFolder([
      "study.yaml": Self.study, "f.fragment.yaml": "type: fragment\npersona: {age: 9}",
    ])
  }

  /// The path of every value in the study.
  private func paths(_ node: YAMLNode, _ path: [String] = []) -> [String] {
    var found = path.isEmpty ? [] : [path.joined(separator: ".")]
    for member in node.members ?? [] { found += paths(member.node, path + [member.key]) }
    for (index, element) in (node.elements ?? []).enumerated() {
      found += paths(element, path + [String(index)])
    }
    return found
  }

  @Test("No value at any place ends the process", arguments: values)
  func anyValueAnywhere(value: String) throws {
    let folder = try folder()
    let paths = paths(try #require(folder.source().root))
    #expect(folder.mistakes() == [])
    #expect(paths.count > 70)
    for path in paths {
      let report = folder.check(["\(path)=\(value)"])
      #expect((report.plan == nil) == report.diagnostics.contains { $0.severity == .error })
      #expect(!report.diagnostics.contains { $0.location?.line == 0 })
    }
  }

  @Test func noBeginningOfAStudyEndsTheProcess() throws {
    let folder = try folder()
    let bytes = Array(Self.study.utf8)
    for count in stride(from: 0, to: bytes.count, by: 5) {
      try folder.write("study.yaml", String(decoding: bytes.prefix(count), as: UTF8.self))
      let report = folder.check()
      #expect((report.plan == nil) == report.diagnostics.contains { $0.severity == .error })
    }
  }
}
