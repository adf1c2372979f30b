import Foundation
import StubServer
import Testing
import TinyTroupeJSON

/// `tinytroupe people`, and studies whose people are generated.
@Suite struct PeopleCommandTests {
  private static let town = """
    attribute,category,share
    age * gender,18-34 * woman,20
    age * gender,18-34 * man,30
    age * gender,35-64 * woman,30
    age * gender,35-64 * man,20
    """

  private static let study = """
    name: town
    seed: 3
    agents:
      - persona: anna.yaml
      - generate: {count: 10, context: A small town., demography: town.csv}
    timeline: [{ask: {text: Well?, fields: {rating: {type: integer, min: 1, max: 5}}, table: r.csv}}]
    """

  private func files(_ stage: Stage, _ folder: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: "\(stage.path)/\(folder)")) ?? [])
      .sorted()
  }

  @Test func peopleOfAStudyBecomeAPopulation() async throws {
    let stage = try Stage(["study.yaml": Self.study, "town.csv": Self.town])
    let checked = try await stage.run("check", "study.yaml")
    #expect(checked.output == "study.yaml: good. 11 people: Anna, 10 to be generated.\n")
    let made = try await stage.run("people", "generate", "study.yaml", "--out", "town")
    #expect(made.status == 0, "\(made.error)")
    #expect(
      stage.plain(made.output) == """
        10 of 10 people, 0 missing in quotas, effective n 10.0.
        Rehearsal: no language model wrote them. They are for trying things out.
        STAGE/town

        """)
    let names = files(stage, "town")
    #expect(names.count == 12 && names.suffix(2) == ["coverage.csv", "coverage.json"])
    try stage.write("next.yaml", "agents: [{population: town}]\ntimeline: [{run: 1}]\n")
    #expect(
      try await stage.run("check", "next.yaml").output.hasPrefix("next.yaml: good. 10 people: "))
    let hints = try await stage.run("persona", "check", "town/\(names[0])")
    #expect(hints.status == 0 && hints.output.contains("good"), "\(hints.output)")
  }

  @Test func aRunHasThemInItsWorldAndItsFolder() async throws {
    let stage = try Stage(["study.yaml": Self.study, "town.csv": Self.town])
    let run = try await stage.run("run", "study.yaml", "--format", "jsonl")
    #expect(run.status == 0, "\(run.error)")
    #expect(try run.lines.count { $0["event"] == "agent-generated" } == 10)
    #expect(try run.lines.count { $0["event"] == "answered" } == 11)
    #expect(stage.files().count { $0.hasPrefix("results/people/REHEARSAL-") } == 12)
    let exported = try await stage.run("people", "export", "latest", "--out", "out")
    #expect(exported.status == 0 && files(stage, "out").count == 12)
    #expect(try await stage.run("people", "export", "latest", "--out", "out").status == 0)
    try stage.write("out/\(files(stage, "out")[0])", "mine")
    let refused = try await stage.run("people", "export", "latest", "--out", "out")
    #expect(refused.status == 64 && refused.error.contains("exists and holds something else"))
    let replay = try await stage.run("run", "--replay", "latest", "--format", "jsonl")
    #expect(replay.status == 0)
    #expect(try replay.lines.last?["trace_hash"] == run.lines.last?["trace_hash"])
    let fork = try await stage.run("run", "--fork", "latest@0", "--format", "jsonl")
    #expect(fork.status == 0, "\(fork.error)")
  }

  @Test func aFileWithTheWordsBehindGenerateIsEnough() async throws {
    let stage = try Stage([
      "spec.yaml": "count: 3\nseed: 2\nnames: [Ada, Bea, Cem]\ncontext: A bank.\n"
    ])
    let made = try await stage.run("people", "generate", "spec.yaml", "--out", "bank")
    #expect(made.status == 0 && made.error == "", "\(made.error)")
    #expect(
      files(stage, "bank") == [
        "Ada.agent.json", "Bea.agent.json", "Cem.agent.json", "coverage.json",
      ])
  }

  @Test func mistakesAreToldBeforeAnythingIsRun() async throws {
    let stage = try Stage([
      "study.yaml": Self.study, "town.csv": Self.town + "\nage,18-34,80\nage,35-64,20\n",
      "none.yaml": "agents: [{persona: anna.yaml}]\ntimeline: [{run: 1}]\n",
    ])
    let wrong = try await stage.run("people", "generate", "study.yaml", "--out", "town")
    #expect(wrong.status == 65 && wrong.error.contains("town.csv:6:"), "\(wrong.error)")
    #expect(files(stage, "town") == [] && stage.files().isEmpty)
    let nobody = try await stage.run("people", "generate", "none.yaml", "--out", "town")
    #expect(nobody.status == 65 && nobody.error.contains("The study generates nobody."))
    #expect(try await stage.run("people", "generate", "--out", "town").status == 64)
  }

  @Test("A generation that was killed goes on with whoever was paid for", .timeLimit(.minutes(2)))
  func kills() async throws {
    let reply = try #require(try Self.reply())
    func server(hanging: Int = 0) -> StubServer {
      StubServer(StubBehaviour(faults: [hanging: .hanging], content: { _ in reply }))
    }
    func spec(_ port: UInt16) -> String {
      """
      count: 20
      names: [\((1...20).map { "Person \($0)" }.joined(separator: ", "))]
      attempts: 1
      llm: {use: openai, model: m, base_url: "http://127.0.0.1:\(port)/v1", attempts: 1}
      """
    }
    let calm = server()
    let reference = try Stage(["spec.yaml": spec(try calm.start())])
    let undisturbed = try await reference.run("people", "generate", "spec.yaml", "--out", "out")
    calm.stop()
    #expect(undisturbed.status == 0 && calm.counters.requests == 20, "\(undisturbed.error)")
    for request in [3, 12, 20] {
      let server = server(hanging: request)
      let stage = try Stage(["spec.yaml": spec(try server.start())])
      let started = try Started(stage, ["people", "generate", "spec.yaml", "--out", "out"])
      await server.counters { $0.requests >= request }
      started.kill()
      _ = try await started.end()
      let resumed = try await stage.run("people", "generate", "--resume", "latest", "--out", "out")
      server.stop()
      #expect(resumed.status == 0, "\(resumed.error)")
      #expect(files(stage, "out") == files(reference, "out"))
      // Whoever was under way at the kill may be sent again: a wave has at most sixteen.
      #expect(server.counters.requests <= 36)
    }
  }

  /// A person as the factory's schema wants it.
  private static func reply() throws -> String? {
    let traits = [
      "openness", "conscientiousness", "extraversion", "agreeableness", "neuroticism",
    ]
    let persona: JSON = [
      "name": "Ada", "age": 41, "gender": "", "nationality": "", "residence": "", "education": "",
      "occupation": ["title": "", "organization": "", "description": ""], "style": "",
      "personality": [
        "traits": [], "big_five": .object(JSONObject(traits.map { ($0, .string("Low")) })),
      ], "preferences": ["interests": [], "likes": [], "dislikes": []], "beliefs": ["Bread."],
      "long_term_goals": [], "skills": [], "behaviors": ["general": []], "health": "",
      "relationships": [], "other_facts": [],
    ]
    return JSON.object(["minibio": "Somebody.", "persona": persona]).text
  }
}
