import Foundation
import Testing

/// What a wrong study gets: status 65, every mistake with its place, and no run.
@Suite struct BadStudyTests {
  private func expect(
    _ files: [String: String], _ message: String, study: String = "study.yaml",
    location: SourceLocation = #_sourceLocation
  ) async throws {
    let stage = try Stage(files)
    let ended = try await stage.run("run", study)
    #expect(ended.status == 65, sourceLocation: location)
    #expect(ended.error == message + "\n", sourceLocation: location)
    #expect(ended.output.isEmpty, sourceLocation: location)
    #expect(stage.files(of: "").isEmpty, "Nothing was run.", sourceLocation: location)
  }

  @Test func aMissingStudy() async throws {
    try await expect([:], "There is no study study.yaml. Name one: tinytroupe run STUDY")
  }

  @Test func aFolderInPlaceOfAStudy() async throws {
    try await expect(
      ["folder/x": ""],
      """
      error: cannot read 'folder': it is a folder

      One mistake. Nothing was run.
      """, study: "folder")
  }

  @Test(.disabled(if: geteuid() == 0, "root may read everything"))
  func aStudyThatMayNotBeRead() async throws {
    let stage = try Stage(["study.yaml": "agents: []\n"])
    chmod(stage.path + "/study.yaml", 0)
    let ended = try await stage.run("run", "study.yaml")
    #expect(ended.status == 65)
    #expect(
      ended.error
        == "error: cannot read 'study.yaml': permission denied\n\nOne mistake. Nothing was run.\n")
  }

  @Test func textThatIsNoYAML() async throws {
    try await expect(
      ["study.yaml": "name: [a\nagents: {\n"],
      """
      study.yaml:2:7: error: a ',' or ']' is missing here
        agents: {
              ^
        hint: the list begins at line 1, column 7

      One mistake. Nothing was run.
      """)
  }

  @Test func allValuesOfWrongTypesAtOnce() async throws {
    try await expect(
      ["study.yaml": "seed: seven\nagents: Anna\ntimeline:\n  - run: {steps: many}\n"],
      """
      study.yaml:1:7: error: 'seed': expected a whole number, found a text
        seed: seven
              ^

      study.yaml:2:9: error: 'agents': expected a list, found a text
        agents: Anna
                ^
        hint: write it as a list: [Anna]

      study.yaml:4:18: error: 'timeline.0.run.steps': expected a whole number, found a text
          - run: {steps: many}
                         ^

      3 mistakes. Nothing was run.
      """)
  }

  @Test func componentsAndKeysThatNobodyKnows() async throws {
    try await expect(
      [
        "study.yaml": """
        agents:
          - {persona: anna.yaml, memory: episodc, tools: [word-procesor]}
        environment: {use: tiny-wrld}
        llm: {use: opena}
        tmeline: []
        """
      ],
      """
      study.yaml:2:34: error: no plugin provides the memory 'episodc'
          - {persona: anna.yaml, memory: episodc, tools: [word-procesor]}
                                         ^
        hint: did you mean 'episodic'?

      study.yaml:2:51: error: no plugin provides the tool 'word-procesor'
          - {persona: anna.yaml, memory: episodc, tools: [word-procesor]}
                                                          ^
        hint: did you mean 'word-processor'?

      study.yaml:3:20: error: no plugin provides the environment 'tiny-wrld'
        environment: {use: tiny-wrld}
                           ^
        hint: did you mean 'tiny-world'?

      study.yaml:4:12: error: no plugin provides the llm 'opena'
        llm: {use: opena}
                   ^
        hint: did you mean 'openai'?

      study.yaml:5:1: error: unknown key 'tmeline'
        tmeline: []
        ^
        hint: did you mean 'timeline'?

      5 mistakes. Nothing was run.
      """)
  }
}
