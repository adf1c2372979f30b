import Foundation
import Testing
import TinyTroupeJSON

/// The commands that look at studies, runs and plugins, and what an unknown name gets.
@Suite struct CommandTests {
  private func stageWithRun() async throws -> Stage {
    let stage = try Stage([
      "study.yaml": """
      name: walk
      agents: [{persona: anna.yaml}]
      environment: {use: tiny-world}
      timeline: [{broadcast: Shall we go for a walk?}, {run: 1}]
      """
    ])
    let ended = try await stage.run("run", "study.yaml", "--format", "quiet")
    try #require(ended.status == 0, "\(ended.error)")
    return stage
  }

  private func expectUsage(
    _ ended: Ended, _ message: String, location: SourceLocation = #_sourceLocation
  ) {
    #expect(ended.status == 64, sourceLocation: location)
    #expect(ended.error == message + "\n", sourceLocation: location)
    #expect(ended.output.isEmpty, sourceLocation: location)
  }

  @Test func aRunCanBeLookedAtFromAllSides() async throws {
    let stage = try await stageWithRun()
    let runs = try await stage.run("runs")
    #expect(runs.status == 0)
    #expect(stage.plain(runs.output).contains("walk-TIME  finished  1      1"))
    let events = try await stage.events()
    #expect(events.first?["event"] == "run-started")
    #expect(events.last?["event"] == "run-finished")
    let actions = try await stage.run("events", "latest", "--agent", "Anna", "--kind", "action")
    #expect(actions.output.contains("DONE"))
    #expect(!actions.output.contains("step-started"))
    let calls = try await stage.run("calls")
    #expect(calls.output.contains("1/Anna/agent.act/tt.llm.complete:#0  act"))
    let call = try await stage.run("calls", "--path", "1/Anna/agent.act/tt.llm.complete:#0")
    #expect(call.status == 0)
    #expect(call.output.contains("── request\n") && call.output.contains("── reply\n"))
    #expect(call.output.contains("── system\n"))
    let shown = try await stage.run("show")
    #expect(shown.output.hasPrefix("walk · 1 person · 1 step · rehearsal\nRehearsal: "))
  }

  @Test func pluginsCanBeListedAndLookedAt() async throws {
    let stage = try Stage()
    let list = try await stage.run("plugin", "list", environment: ["COLUMNS": "120"])
    #expect(list.status == 0)
    for name in ["tiny-person (default)", "tiny-world (default)", "word-processor", "openai"] {
      #expect(list.output.contains(name))
    }
    let info = try await stage.run("plugin", "info", "openai")
    #expect(info.status == 0)
    #expect(info.output.hasPrefix("id           org.tinytroupe.openai\n"))
    #expect(info.output.contains("secret       openai, from OPENAI_API_KEY\n"))
    #expect(info.output.hasSuffix("loads        yes\n"))
  }

  @Test func studiesCanBeCheckedAndTheirSchemaIsJSON() async throws {
    let stage = try Stage(["study.yaml": "agents: [{persona: anna.yaml}]\ntimeline: [{run: 1}]\n"])
    let check = try await stage.run("check", "study.yaml")
    #expect(check.status == 0)
    #expect(check.output == "study.yaml: good. 1 person: Anna.\n")
    #expect(stage.files(of: "").isEmpty)
    let schema = try await stage.run("schema")
    #expect(schema.status == 0)
    #expect(try JSON(parsing: schema.output)["title"] == "TinyTroupe study")
  }

  @Test func unknownNamesGetAHint() async throws {
    let stage = try await stageWithRun()
    expectUsage(
      try await stage.run("show", "wlak"),
      "There is no run at STAGE/runs/wlak. `tinytroupe runs` lists those that there are.")
    expectUsage(
      try await stage.run("calls", "--path", "1/Anna"),
      "The run has no call '1/Anna'. See: tinytroupe calls")
    expectUsage(
      try await stage.run("events", "--agent", "Ana"),
      "Nobody in this run is called 'Ana'. There are: Anna")
    expectUsage(
      try await stage.run("plugin", "info", "opnai"),
      "No plugin or component is called 'opnai'. Did you mean 'openai'? See: tinytroupe plugin list"
    )
    expectUsage(
      try await stage.run("chat", "anna.yaml", "--llm", "opena"),
      "No model backend is called 'opena'. Did you mean 'openai'?")
    let kind = try await stage.run("events", "--kind", "actoin")
    #expect(kind.status == 64)
    #expect(kind.error.hasPrefix("'actoin' is no kind of event. There are: run-started, "))
    let command = try await stage.run("rnu")
    #expect(command.status == 64)
    #expect(command.error.contains("See 'tinytroupe --help' for more information."))
  }

  @Test func chatHearsWhatStandardInputSays() async throws {
    let stage = try Stage()
    let ended = try await stage.run("chat", "anna.yaml", input: "Hello\nHow are you?\n")
    #expect(ended.status == 0)
    #expect(
      ended.error
        == "You talk with Anna. /help shows what else you can type.\n\nrun  STAGE/runs/chat-TIME\n")
    #expect(ended.output.hasPrefix("chat · 1 person · rehearsal\n"))
    let heard = try await stage.events().filter { $0["event"] == "stimulus" }
    #expect(heard.map { $0["content"] } == ["Hello", "How are you?"])
    let call = try await stage.run("calls", "--path", "2/Anna/agent.act/tt.llm.complete:#0")
    #expect(call.output.contains("Visitor says: How are you?"))
    #expect(call.output.contains("You can talk to: Visitor"), "The visitor can be answered.")
  }

  @Test func chatCommandsLookIntoPeopleAndKeepTheConversation() async throws {
    let stage = try Stage([
      "study.yaml": """
      agents: [{persona: anna.yaml, memory: semantic}, {persona: bert.yaml}]
      timeline: [{broadcast: Not in a chat.}, {run: 3}]
      """
    ])
    let input = """
      Where is the bread?
      /remember bread
      /remember moonlight
      /state
      /think Somebody has eaten it.
      /history
      /save talk.md
      /save talk.md
      /save
      /nonsense
      /quit
      Not said any more.
      """
    let ended = try await stage.run("chat", "--study", "study.yaml", input: input)
    #expect(ended.status == 0, "\(ended.error)")
    #expect(ended.error.contains("You talk with Anna, Bert."))
    #expect(!ended.output.contains("Not in a chat."))
    for words in [
      "Visitor · CONVERSATION · Where is the bread?", "score ", "lexical ",
      "Bert: nothing comes to mind.", "  goals: ", "Kept in \(stage.path)/talk.md.",
      "There is a file \(stage.path)/talk.md already; name another one.",
      "/save needs something behind it.", "'/nonsense' is no command.",
    ] { #expect(ended.output.contains(words), "\(words)") }
    #expect(ended.output.components(separatedBy: "Somebody has eaten it.").count > 1)
    let kept = try String(contentsOfFile: stage.path + "/talk.md", encoding: .utf8)
    #expect(kept.hasPrefix("# A conversation\n\n**Visitor**: Where is the bread?\n"))
    #expect(kept.contains("**Anna**: ") && kept.contains("*thought: Somebody has eaten it.*"))
    let heard = try await stage.events().filter { $0["event"] == "stimulus" }
    #expect(heard.map { $0["content"] } == ["Where is the bread?", "Somebody has eaten it."])
  }

  @Test func chatTakesPersonasOrAStudy() async throws {
    let stage = try Stage()
    for arguments in [["chat"], ["chat", "anna.yaml", "--study", "s.yaml"]] {
      let ended = try await Started(stage, arguments).end()
      #expect(ended.status == 64)
      #expect(ended.error.contains("Name persona files, or a study"), "\(ended.error)")
    }
    let set = try await stage.run("chat", "anna.yaml", "--set", "seed=2")
    #expect(set.status == 64 && set.error.contains("--set changes a study."))
  }

  @Test func chatNeedsAPersona() async throws {
    let ended = try await Stage().run("chat", "nobody.yaml")
    #expect(ended.status == 65)
    #expect(
      ended.error
        == "Cannot read the persona file nobody.yaml: no such file. Name one: tinytroupe chat PERSONA\n"
    )
    let twins = try await Stage().run("chat", "anna.yaml", "anna.yaml")
    #expect(twins.status == 64)
    #expect(twins.error == "Two people are called 'Anna'. Name one of them only.\n")
  }

  @Test func aChatThatFailsIsAFailedRun() async throws {
    let stage = try Stage()
    let ended = try await stage.run("chat", "anna.yaml", "--llm", "scripted", input: "Hello\n")
    #expect(ended.status == 69)
    #expect(ended.error.contains("Step 1: Anna: "))
    #expect(try await stage.run("runs").output.contains("  failed  "))
  }

  @Test func aFolderForRunsThatCannotBeMade() async throws {
    let stage = try Stage([
      "study.yaml": "agents: [{persona: anna.yaml}]\ntimeline: [{run: 1}]\n", "file": "",
    ])
    for command in [["run", "study.yaml"], ["chat", "anna.yaml"]] {
      let ended = try await stage.run(command[0], command[1], "--runs", "file/runs")
      #expect(ended.status == 70)
      #expect(
        ended.error == "The run could not be written: STAGE/file/runs cannot be used: Not a "
          + "directory. Check its permissions and the disk. To keep runs elsewhere: --runs FOLDER\n"
      )
      #expect(ended.output.isEmpty)
    }
  }
}
