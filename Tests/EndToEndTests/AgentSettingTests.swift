import Testing

/// What a study says about who plays its people, and in which language.
@Suite struct AgentSettingTests {
  private func prompt(_ stage: Stage) async throws -> String {
    let call = try await stage.run("calls", "--path", "1/Anna/agent.act/tt.llm.complete:#0")
    #expect(call.status == 0, "\(call.error)")
    return call.output
  }

  @Test func theLanguageReachesEverybody() async throws {
    let stage = try Stage([
      "study.yaml": "language: Spanish\nagents: [{persona: anna.yaml}]\ntimeline: [{run: 1}]\n"
    ])
    #expect(try await stage.run("run", "study.yaml").status == 0)
    #expect(try await prompt(stage).contains("Everybody here speaks Spanish."))
  }

  @Test func aStudyCanReplaceThePrompts() async throws {
    let stage = try Stage([
      "study.yaml": """
      agents:
        - persona: anna.yaml
          agent: {scenario: It is Monday., temperature: 0.5, prompts: {rules: !include rules.mustache}}
      timeline: [{run: 1}]
      """,
      "rules.mustache":
        "You bake.\n{{#kinds}}* {{type}}\n{{/kinds}}{{#scenario}}{{{scenario}}}{{/scenario}}",
    ])
    let ended = try await stage.run("run", "study.yaml")
    #expect(ended.status == 0, "\(ended.error)")
    let prompt = try await prompt(stage)
    #expect(prompt.contains("You bake.\n* TALK\n* THINK\n"))
    #expect(prompt.contains("* DONE\nIt is Monday."))
    #expect(prompt.contains("\"temperature\":0.5"))
    #expect(!prompt.contains("You are not an assistant"))
    // The text is kept with the run, so that it goes on without the file.
    try stage.write("rules.mustache", "{{#kinds}}changed{{/kinds}}")
    let replay = try await stage.run("run", "--replay", "latest")
    #expect(replay.status == 0, "\(replay.error)")
    let verified = try await stage.run("verify", "latest")
    #expect(verified.output.contains("rules.mustache"), "\(verified.output)")
  }

  @Test(
    "What cannot be a prompt is told",
    arguments: [
      (
        "prompts: {rules: Be nice.}",
        "The study's prompt 'rules' cannot be used: it has no place for {{kinds}}."
      ),
      (
        "prompts: {person: \"{{#persona}}\"}",
        "The study's prompt 'person' cannot be used: it is no Mustache template"
      ),
      ("prompts: {rule: x}", "unknown key 'rule'"),
      ("max_round: 2", "unknown key 'max_round'"),
      ("use: nobody", "no plugin provides the agent 'nobody'"),
      ("prompts: {rules: !include bytes.bin}", "'bytes.bin' is no text in UTF-8"),
    ])
  func mistakes(keys: String, words: String) async throws {
    let stage = try Stage([
      "study.yaml": "agents: [{persona: anna.yaml, agent: {\(keys)}}]\ntimeline: [{run: 1}]\n",
      "bytes.bin": "a\u{0}b",
    ])
    let ended = try await stage.run("run", "study.yaml")
    #expect(ended.status == 65 || ended.status == 69)
    #expect(ended.error.contains(words), "\(ended.error)")
  }
}
