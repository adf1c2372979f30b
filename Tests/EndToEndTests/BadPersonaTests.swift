import Testing

/// What wrong persona files and contradicting fragments get.
@Suite struct BadPersonaTests {
  private func expect(
    _ files: [String: String], _ message: String, location: SourceLocation = #_sourceLocation
  ) async throws {
    let stage = try Stage(files)
    let ended = try await stage.run("run", "study.yaml")
    #expect(ended.status == 65, sourceLocation: location)
    #expect(ended.error == message + "\n", sourceLocation: location)
    #expect(stage.files(of: "").isEmpty, "Nothing was run.", sourceLocation: location)
  }

  @Test func aPersonaThatIsMissing() async throws {
    try await expect(
      ["study.yaml": "agents: [{persona: ana.yaml}]\ntimeline: [{run: 1}]\n"],
      """
      study.yaml:1:20: error: cannot read 'ana.yaml': no such file
        agents: [{persona: ana.yaml}]
                           ^
        hint: did you mean 'anna.yaml'?

      One mistake. Nothing was run.
      """)
  }

  @Test func aPersonaThatIsNoJSON() async throws {
    try await expect(
      [
        "study.yaml": "agents: [{persona: cut.json}]\ntimeline: [{run: 1}]\n",
        "cut.json": #"{"type": "person", "persona": {"age": 4, }}"#,
      ],
      """
      cut.json:1:42: error: expected a key in double quotes
        {"type": "person", "persona": {"age": 4, }}
                                                 ^

      One mistake. Nothing was run.
      """)
  }

  @Test func aPersonaOfAWrongType() async throws {
    try await expect(
      [
        "study.yaml": "agents: [{persona: list.yaml}]\ntimeline: [{run: 1}]\n",
        "list.yaml": "type: person\npersona: [1, 2]\n",
      ],
      """
      list.yaml:2:10: error: a persona must be a mapping, found a list
        persona: [1, 2]
                 ^
        hint: write keys such as 'name:', 'age:' and 'occupation:'

      One mistake. Nothing was run.
      """)
  }

  @Test func aFragmentThatConflicts() async throws {
    try await expect(
      [
        "study.yaml": """
        agents: [{persona: anna.yaml, fragments: [older.yaml]}]
        timeline: [{run: 1}]
        """,
        "older.yaml": "type: fragment\npersona:\n  age: 70\n",
      ],
      """
      older.yaml:3:8: error: 'age' is '70' in older.yaml, but '40' in anna.yaml, line 2
          age: 70
               ^
        hint: decide it in the study: 'with: {age: …}'

      One mistake. Nothing was run.
      """)
  }

  @Test func twoPeopleOfOneName() async throws {
    try await expect(
      [
        "study.yaml": "agents: [{persona: anna.yaml}, {persona: anna.yaml}]\ntimeline: [{run: 1}]\n"
      ],
      """
      study.yaml:1:42: error: a second person is called 'Anna'
        agents: [{persona: anna.yaml}, {persona: anna.yaml}]
                                                 ^
        hint: the first is at study.yaml, line 1; rename one: 'as: Anna 2'

      One mistake. Nothing was run.
      """)
  }
}
