import Testing
import TinyTroupe
import TinyTroupeJSON
import TinyTroupeYAML

/// Whole texts, as a person at a terminal reads them.
@Suite struct StudyGoldenTests {
  private static let wrongStudy = [
    "study.yaml": """
    name: gazpacho
    seed: seven
    llm: {use: opnai, model: gpt-5-mini}
    agents:
      - persona: personas/lisa.agent.json
        fragments: [old.fragment.yaml]
        memry: episodic
      - persona: personas/oskar.agent.json
      - !include others/nora.yaml
    timeline:
      - broadcast: Would you buy it?
        as: thought
      - run: {steps: 4}
      - ask: {to: all, txt: Really?}
    cost: {replicates: 20}
    """,
    "personas/lisa.agent.json":
      "{\"type\": \"TinyPerson\",\n \"persona\": {\"name\": \"Lisa\", \"age\": 28}}",
    "personas/oscar.agent.json": "{\"type\": \"TinyPerson\", \"persona\": {\"name\": \"Oscar\"}}",
    "others/nora.yaml": "persona: {name: Nora}\ntools: [word-procesor]\n",
    "old.fragment.yaml": "type: fragment\npersona:\n  age: 61\n",
  ]

  private static let messages = """
    study.yaml:2:7: error: 'seed': expected a whole number, found a text
      seed: seven
            ^

    study.yaml:3:12: error: no plugin provides the llm 'opnai'
      llm: {use: opnai, model: gpt-5-mini}
                 ^
      hint: did you mean 'openai'?

    study.yaml:7:5: error: unknown key 'memry'
          memry: episodic
          ^
      hint: did you mean 'memory'?

    study.yaml:8:14: error: cannot read 'personas/oskar.agent.json': no such file
        - persona: personas/oskar.agent.json
                   ^
      hint: did you mean 'oscar.agent.json'?

    study.yaml:12:5: error: unknown key 'as'
          as: thought
          ^
      hint: did you mean 'at'?

    study.yaml:14:10: error: 'timeline.2.ask': the key 'text' is missing
        - ask: {to: all, txt: Really?}
               ^

    study.yaml:14:20: error: unknown key 'txt'
        - ask: {to: all, txt: Really?}
                         ^
      hint: did you mean 'text'?

    study.yaml:15:1: error: 'cost' is not available yet
      cost: {replicates: 20}
      ^

    others/nora.yaml:2:9: error: no plugin provides the tool 'word-procesor'
      tools: [word-procesor]
              ^
      hint: did you mean 'word-processor'?

    old.fragment.yaml:3:8: error: 'age' is '61' in old.fragment.yaml, but '28' in personas/lisa.agent.json, line 2
        age: 61
             ^
      hint: decide it in the study: 'with: {age: …}'

    """

  @Test func allMistakesOfAStudyAreShownTogether() throws {
    let folder = try StudyFolder(Self.wrongStudy)
    let report = folder.check()
    #expect(report.plan == nil)
    #expect(report.rendered().replacing(folder.path + "/", with: "") == Self.messages)
  }

  @Test func settingsAreShownAsTheyWereTyped() throws {
    let folder = try StudyFolder([
      "study.yaml": "agents: [{persona: {name: A}}]\ntimeline: [{run: 1}]"
    ])
    let golden = """
      --set:1:6: error: 'seed': expected a whole number, found a text
        seed=x
             ^

      --set:2:1: error: unknown key 'agnets'
        agnets.as=B
        ^
        hint: did you mean 'agents'?

      --set:3:8: error: 'agents' has no element '1'
        agents.1.as=B
               ^
        hint: write 0 or *

      """
    #expect(folder.check(["seed=x", "agnets.as=B", "agents.1.as=B"]).rendered() == golden)
  }

  @Test func noMessageShowsASecret() throws {
    let folder = try StudyFolder([
      "study.yaml": """
      llm: {use: openai, api_key: sk-leaked-1, modle: x}
      llms:
        other:
          use: openai
          api_key: ${env:KEY}
          headers: {Authorization: Bearer sk-leaked-2, X-Api-Key: {$secret: openai, prefix: "k "}}
      agents: [{persona: {name: A, secret: in love, password: none}, with: {token: x}}]
      timeline: [{run: 1}]
      extract: [{objective: o, fields: {secret: string}}]
      """
    ])
    let report = folder.check(
      ["llm.api-key=sk-leaked-3"], environment: ["KEY": "sk-leaked-4"])
    let text = report.rendered().replacing(folder.path + "/", with: "")
    #expect(!text.contains("leaked"))
    let hint =
      "write {$secret: NAME}, and keep the key in the environment variable that the plugin names"
    #expect(
      text
        == """
        study.yaml:1:29: error: 'api_key' may not stand in a study
          hint: \(hint)

        study.yaml:1:42: error: unknown key 'modle'
          hint: did you mean 'model'?

        study.yaml:5:14: error: 'api_key' may not stand in a study
          hint: \(hint)

        study.yaml:6:30: error: 'Authorization' may not stand in a study
          hint: \(hint)

        --set:1:1: error: unknown key 'api-key'
          hint: did you mean 'api_key'?

        --set:1:13: error: 'api-key' may not stand in a study
          hint: \(hint)

        """.replacing("--set:1:1:", with: "--set:1:5:"))
  }
}
