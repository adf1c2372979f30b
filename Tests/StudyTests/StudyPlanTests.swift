import Foundation
import Testing
import TinyTroupe
import TinyTroupeJSON
import TinyTroupeYAML

/// What a study that is right becomes.
@Suite struct StudyPlanTests {
  private let people = [
    "lisa.agent.yaml": "type: person\npersona: {name: Lisa Carter, age: 28, beliefs: [a]}",
    "oscar.agent.json": #"{"type": "TinyPerson", "persona": {"name": "Oscar", "age": null}}"#,
    "loud.fragment.yaml": "type: fragment\npersona: {beliefs: [b, a], age: 61}",
  ]

  private func plan(_ study: String, _ settings: [String] = []) throws -> SimulationPlan {
    let folder = try StudyFolder(people.merging(["study.yaml": study]) { $1 })
    let report = folder.check(settings)
    #expect(folder.lines(report.diagnostics) == [])
    return try #require(report.plan)
  }

  private static let wholeStudy = """
    name: gazpacho
    seed: 7
    language: Spanish
    llm: {use: openai, model: m, concurrency: 8, attempts: 2, api_key: {$secret: openai}}
    llms: {judge: {use: org.test.openai/openai, model: n}}
    purposes: {extract: judge}
    agents:
      - persona: lisa.agent.yaml
        memory: {use: episodic, window: {recent: 5}}
        tools: [word-processor, {use: files, folders: [./b]}]
        llm: judge
      - {persona: oscar.agent.json, as: Oscar 2, with: {age: 61}, llm: {use: openai, model: o}}
    environment:
      {use: tiny-world, everyone_accessible: true, order: sequential,
       clock: {start: 2026-01-05T09:00, step: 30m}}
    timeline:
      - broadcast: Hello.
      - broadcast: {text: A bell., as: social}
      - say: {to: Oscar 2, as: thought, text: Hm.}
      - {say: {to: [Lisa Carter, Oscar 2], text: Both.}, step: 2}
      - {broadcast: Late., at: 2026-01-05T10:10}
      - run: {steps: 4}
      - checkpoint: rated
      - run: 2
    extract:
      - use: results
        objective: the objection
        situation: a focus group
        fields: {objection: string, rating: {type: integer, min: 1, max: 5, hint: h}}
        columns: [persona.age]
        to: objections.csv
      - {objective: o, fields: {f: boolean}, from: world}
    on_error: {retry: 2}
    """

  @Test func everyPartOfAStudyReachesThePlan() throws {
    let plan = try plan(Self.wholeStudy)
    #expect(plan.name == "gazpacho")
    #expect(plan.seed == 7)
    #expect(plan.language == "Spanish")
    #expect(plan.onError == .retry(2))
    #expect(plan.purposes == ["extract": "judge"])
    checkModels(plan)
    checkPeople(plan)
    checkWorld(plan)
    #expect(plan.extracts[0].component.name == "results")
    #expect(plan.extracts[0].fields["objection"] == ["type": "string"])
    #expect(plan.extracts[0].fields["rating"]?["max"] == 5)
    #expect(plan.extracts[0].columns == ["persona.age"])
    #expect(plan.extracts[0].to == "objections.csv")
    #expect(plan.extracts[1].source == .world)
    #expect(plan.study["name"] == "gazpacho")
  }

  private func checkModels(_ plan: SimulationPlan) {
    #expect(plan.models.keys.sorted() == ["agents.1.llm", "default", "judge"])
    #expect(plan.models["default"]?.concurrency == 8)
    #expect(plan.models["default"]?.attempts == 2)
    #expect(
      plan.models["default"]?.component
        == ComponentPlan(
          kind: "llm", plugin: "org.test.openai", name: "openai",
          config: ["model": "m", "api_key": ["$secret": "openai"]]))
    #expect(plan.models["judge"]?.component.config == ["model": "n"])
    #expect(plan.models["judge"]?.concurrency == 64)
  }

  private func checkPeople(_ plan: SimulationPlan) {
    #expect(plan.agents.map(\.name) == ["Lisa Carter", "Oscar 2"])
    #expect(plan.agents.map(\.model) == ["judge", "agents.1.llm"])
    #expect(plan.agents[0].persona == ["name": "Lisa Carter", "age": 28, "beliefs": ["a"]])
    #expect(plan.agents[1].persona == ["name": "Oscar 2", "age": 61])
    #expect(plan.agents[0].component.name == "tiny-person")
    #expect(plan.agents[0].memory.config == ["window": ["recent": 5]])
    #expect(plan.agents[1].memory.name == "episodic")
    #expect(plan.agents[0].tools.map(\.name) == ["word-processor", "files"])
    #expect(plan.agents[0].tools[1].config == ["folders": ["./b"]])
  }

  private func checkWorld(_ plan: SimulationPlan) {
    #expect(plan.environment.component.config == ["everyone_accessible": true])
    #expect(plan.environment.order == .sequential)
    #expect(CivilTime(plan.environment.clock.start).description == "2026-01-05T09:00:00")
    #expect(plan.environment.clock.step == .nanoseconds(1_800_000_000_000))
    #expect(
      plan.timeline == [
        .stimulus(StimulusEntry(content: "Hello."), step: nil),
        .stimulus(StimulusEntry(form: "social", content: "A bell."), step: nil),
        .stimulus(StimulusEntry(to: ["Oscar 2"], form: "thought", content: "Hm."), step: nil),
        .stimulus(StimulusEntry(to: ["Lisa Carter", "Oscar 2"], content: "Both."), step: 2),
        .stimulus(StimulusEntry(content: "Late."), step: 4),
        .run(steps: 4), .checkpoint("rated"), .run(steps: 2),
      ])
  }

  @Test func whatAStudyLeavesOpenIsFilledWithDefaults() throws {
    let plan = try plan("agents: [{persona: {name: A}}]\ntimeline: [{run: 1}]")
    #expect(plan.name == "study")
    #expect(plan.seed == 1)
    #expect(plan.onError == .stop)
    #expect(plan.models["default"]?.component.name == "rehearsal")
    #expect(plan.environment.component.name == "tiny-world")
    #expect(plan.environment.clock == .standard)
  }

  @Test func fragmentsAreMergedAndOverridesDecideConflicts() throws {
    let plan = try plan(
      """
      agents: [{persona: lisa.agent.yaml, fragments: [loud.fragment.yaml], with: {age: 30}}]
      timeline: [{run: 1}]
      """)
    #expect(
      plan.agents[0].persona == ["name": "Lisa Carter", "age": 30, "beliefs": ["a", "b"]])
  }

  @Test func aPopulationIsAFolderInTheOrderOfItsFiles() throws {
    let folder = try StudyFolder([
      "study.yaml":
        "agents: [{population: people, with: {mood: calm}}]\ntimeline: [{run: 1}]",
      "people/b.agent.json": #"{"type": "TinyPerson", "persona": {"name": "First"}}"#,
      "people/c.agent.yaml": "name: Second",
      "people/notes.txt": "nobody",
    ])
    let report = folder.check()
    #expect(folder.lines(report.diagnostics) == [])
    #expect(report.plan?.agents.map(\.name) == ["First", "Second"])
    #expect(report.plan?.agents[1].persona == ["name": "Second", "mood": "calm"])
  }

  @Test func settingsReachThePlan() throws {
    let plan = try plan(
      "llm: {use: openai}\nagents: [{persona: {name: A}}]\ntimeline: [{run: 1}]",
      ["llm.model=b", "agents.0.persona=lisa.agent.yaml", "timeline.0.run=3"])
    #expect(plan.models["default"]?.component.config == ["model": "b"])
    #expect(plan.agents[0].name == "Lisa Carter")
    #expect(plan.timeline == [.run(steps: 3)])
  }

  @Test(
    "A step of the clock can have any unit",
    arguments: [
      ("45s", .nanoseconds(45_000_000_000)), ("2d", .nanoseconds(172_800_000_000_000)),
      ("1w", .nanoseconds(604_800_000_000_000)), ("3mo", .months(3)),
    ] as [(String, SimulatedClock.Step)])
  func clockSteps(text: String, step: SimulatedClock.Step) throws {
    let study = """
      agents: [{persona: {name: A}}]
      environment: {clock: {step: \(text)}}
      timeline: [{run: 1}]
      """
    #expect(try plan(study).environment.clock.step == step)
  }

  private static let examples =
    ["config.yaml"]
    + [
      "first-chat", "price-interview", "roll-rating", "price-debate", "validate-people",
      "roll-experiment", "price-report", "quay-network",
      "market-town", "open-house",
    ].map {
      "examples/studies/\($0).yaml"
    }

  @Test("The project's own studies are right", arguments: examples)
  func ownStudies(name: String) {
    let project = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")
    let file = project.appending(path: name).standardizedFileURL.path
    let report = StudyChecker(catalog: FixedCatalog()).check(StudySource(reading: file))
    #expect(report.rendered() == "")
    #expect(report.plan != nil)
  }
}
