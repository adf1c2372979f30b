import Foundation
import Testing
import TinyTroupeJSON
import TinyTroupeKernel
import TinyTroupePopulation
import TinyTroupeYAML

@testable import TinyTroupe

@Suite("Generation")
struct GenerationTests {
  private let troupe: Troupe

  init() throws { troupe = try Troupe() }

  private func plan(
    _ count: Int, _ names: [String] = [], replies: [JSON] = [], demography: String? = nil,
    onError: ErrorPolicy = .stop, seed: UInt64 = 1
  ) throws -> SimulationPlan {
    var plan = try troupe.plan(names, replies, onError: onError, seed: seed)
    var generation = GenerationPlan(
      position: names.count, factory: try troupe.registry.standard("factory"), count: count,
      template: AgentPlan(
        name: "", persona: [:],
        component: try troupe.registry.standard("agent", config: ["prevent_repetition": false]),
        memory: try troupe.registry.standard("memory")))
    generation.context = "A small bank."
    generation.demography = try demography.map {
      try Demography(YAMLReader.read(Array($0.utf8), file: "town.yaml"))
    }
    plan.generations = [generation]
    return plan
  }

  /// A plan whose people are written by the model that costs nothing.
  private func rehearsed(
    _ count: Int, _ names: [String] = [], demography: String? = nil, seed: UInt64 = 1
  ) throws -> SimulationPlan {
    var plan = try plan(count, names, demography: demography, seed: seed)
    plan.models = ["default": ModelPlan(component: try troupe.registry.standard("llm"))]
    return plan
  }

  /// A whole reply; what is empty in it does not get into the persona.
  private static func person(_ name: String, _ belief: String = "") -> JSON {
    let traits = [
      "openness", "conscientiousness", "extraversion", "agreeableness", "neuroticism",
    ]
    let persona: JSON = [
      "name": .string(name), "age": 41, "gender": "", "nationality": "", "residence": "",
      "education": "", "occupation": ["title": "", "organization": "", "description": ""],
      "style": "",
      "personality": [
        "traits": [], "big_five": .object(JSONObject(traits.map { ($0, .string("")) })),
      ], "preferences": ["interests": [], "likes": [], "dislikes": []],
      "beliefs": [.string(belief.isEmpty ? name : belief)], "long_term_goals": [], "skills": [],
      "behaviors": ["general": []], "health": "", "relationships": [], "other_facts": [],
    ]
    return ["minibio": .string("The one called \(name)."), "persona": persona]
  }

  private static func line(_ person: JSON, contains: String? = nil) -> JSON {
    var when: JSONObject = ["purpose": "generate"]
    when["contains"] = contains.map { .string($0) }
    return ["when": .object(when), "json": person]
  }

  private func names(_ record: Record) -> [String] {
    record.events(.agentGenerated).compactMap(\.agent)
  }

  // MARK: Conformance

  @Test("C60 a vice-president of a bank is written from a context, and lives in the world")
  func context() async throws {
    let record = try await troupe.run(
      plan(1, replies: [Self.line(Self.person("Ada Byrne"), contains: "A small bank.")]))
    #expect(record.outcome.failure == nil)
    #expect(
      record.lines.prefix(4) == [
        "0 run-started", "0 agent-generated Ada Byrne", "0 population-generated",
        "0 agent-joined Ada Byrne",
      ])
    let persona = try #require(record.events(.agentGenerated).first).payload["persona"]
    #expect(persona == ["name": "Ada Byrne", "age": 41, "beliefs": ["Ada Byrne"]])
  }

  @Test("C61 exactly as many people are made as are asked for, beside those that are given")
  func counts() async throws {
    let record = try await troupe.run(rehearsed(5, ["Ana"]))
    #expect(record.outcome.failure == nil)
    #expect(names(record).count == 5)
    #expect(record.events(.agentJoined).compactMap(\.agent) == ["Ana"] + names(record))
  }

  @Test("C62 a demography of nobody, or with quotas that nobody can fill, is refused before a call")
  func impossible() async throws {
    for demography in ["age: {old: 0}", "quotas: {age: {old: 3}}"] {
      let record = try await troupe.run(plan(2, demography: demography))
      guard case .preparation(let words)? = record.outcome.failure else {
        Issue.record("\(String(describing: record.outcome.failure))")
        continue
      }
      #expect(words.hasPrefix("town.yaml:1:"))
      #expect(record.outcome.usage.calls == 0)
    }
  }

  @Test("C63 no two people have one name, whatever the model calls them")
  func unique() async throws {
    let record = try await troupe.run(
      plan(4, ["Ada Byrne"], replies: [Self.line(Self.person("ada byrne"))]))
    #expect(
      names(record) == ["ada A. byrne", "ada B. byrne", "ada C. byrne", "ada D. byrne"])
    #expect(
      record.events(.agentGenerated).allSatisfy { $0.payload["wished_name"] == "ada byrne" })
    let large = names(try await troupe.run(rehearsed(300)))
    #expect(Set(large.map { $0.lowercased() }).count == 300)
  }

  @Test("C64 thirty people have ages, genders and sectors in the shares that were asked for")
  func shares() async throws {
    let demography = """
      age: {18-34: 30, 35-64: 50, 65+: 20}
      gender: {female: 1, male: 1}
      occupation.title: {nurse: 1, clerk: 1, cook: 1}
      """
    let record = try await troupe.run(rehearsed(30, demography: demography))
    let people = record.events(.agentGenerated).map(\.payload)
    let ages = people.compactMap { $0["persona"]?["age"]?.integer }
    #expect(ages.count { (18...34).contains($0) } == 9)
    #expect(ages.count { (35...64).contains($0) } == 15)
    #expect(ages.count { $0 >= 65 } == 6)
    #expect(Set(ages).count > 10)
    #expect(people.count { $0["persona"]?["gender"] == "female" } == 15)
    for job in ["nurse", "clerk", "cook"] {
      #expect(people.count { $0["persona"]?.at("occupation.title") == .string(job) } == 10)
    }
    let report = try #require(record.events(.populationGenerated).first).payload
    #expect(report["shortfall"] == 0 && report["effective_n"]?.double == 30)
  }

  // MARK: What a model writes

  @Test("what is sampled stands in the persona, whatever the model wrote")
  func overrides() async throws {
    var plan = try plan(
      1, replies: [Self.line(Self.person("Ada"))],
      demography: "age: {\"40\": 1}\noccupation.title: {nurse: 1}")
    plan.generations[0].overrides = ["town": "Cork"]
    let record = try await troupe.run(plan)
    let persona = try #require(record.events(.agentGenerated).first).payload["persona"]
    #expect(
      persona == [
        "name": "Ada", "age": 40, "beliefs": ["Ada"], "occupation": ["title": "nurse"],
        "town": "Cork",
      ])
  }

  @Test("names that are given out are the only ones, in an order of the seed")
  func given() async throws {
    var plan = try plan(3, replies: [Self.line(Self.person("Somebody"))])
    plan.generations[0].names = ["Ada", "Bea", "Cem", "Dov", "Eve"]
    plan.generations[0].attempts = 1
    let first = names(try await troupe.run(plan))
    #expect(Set(first).count == 3 && Set(first).isSubset(of: plan.generations[0].names))
    #expect(names(try await troupe.run(plan)) == first)
  }

  @Test("a twin is written again and told why; one that stays is kept and marked")
  func twins() async throws {
    let again = Self.line(Self.person("Cem", "Quite another view."), contains: "all but the same")
    let same = Self.line(Self.person("Ada", "Bread should be dark."), contains: "The person's name")
    var plan = try plan(2, replies: [again, same])
    plan.generations[0].names = ["Ada", "Bea"]
    let record = try await troupe.run(plan)
    let people = record.events(.agentGenerated).map(\.payload)
    #expect(
      people.map { $0["persona"]?["beliefs"] } == [
        ["Bread should be dark."], ["Quite another view."],
      ])
    #expect(people.allSatisfy { $0["twin_of"] == nil })
    plan.models = ["default": Troupe.scripted([same])]
    let twins = try await troupe.run(plan).events(.agentGenerated)
    #expect(twins.map { $0.payload["twin_of"]?.string } == [nil, twins[0].agent])
  }

  @Test("a model that fails stops the run, or leaves a gap that the report tells")
  func failures() async throws {
    let failure: JSON = [
      "when": ["purpose": "generate", "contains": "- sex: male"],
      "error": ["code": "invalid", "message": "No."],
    ]
    let replies = [failure, Self.line(Self.person("Ada"))]
    let stopped = try await troupe.run(
      plan(2, replies: replies, demography: "sex: {female: 1, male: 1}"))
    #expect(stopped.outcome.failure != nil && stopped.outcome.folder.contains("/runs/"))
    let skipped = try await troupe.run(
      plan(2, replies: replies, demography: "sex: {female: 1, male: 1}", onError: .skip))
    #expect(skipped.outcome.failure == nil && names(skipped) == ["Ada"])
    let report = try #require(skipped.events(.populationGenerated).first).payload
    #expect(report["wanted"] == 2 && report["got"] == 1 && report["shortfall"] == 1)
  }

  @Test("a timeline that speaks to nobody is told who is there")
  func stranger() async throws {
    var plan = try plan(1, replies: [Self.line(Self.person("Ada"))])
    plan.timeline = [.stimulus(StimulusEntry(to: ["Bea"], content: "Hi"), step: nil)]
    let record = try await troupe.run(plan)
    #expect(
      record.outcome.failure
        == .preparation(
          "The timeline speaks to 'Bea', whom nobody is called. There are: Ada. Say 'all', or give names out with 'names:'."
        ))
  }

  // MARK: The record

  @Test("the same seed makes the same people, in any order of completion; another makes others")
  func seeds() async throws {
    let first = try await troupe.run(rehearsed(40, demography: "gender: {female: 1, male: 2}"))
    let second = try await troupe.run(rehearsed(40, demography: "gender: {female: 1, male: 2}"))
    let other = try await troupe.run(
      rehearsed(40, demography: "gender: {female: 1, male: 2}", seed: 9))
    #expect(first.outcome.traceHash == second.outcome.traceHash)
    #expect(names(first) != names(other))
  }

  @Test("people come back from the log: a replay sends nothing, a resumed run writes nobody again")
  func replays() async throws {
    let plan = try rehearsed(12, ["Ana"])
    let made = try await troupe.run(plan)
    var preparation = RunPreparation(
      registry: troupe.registry, runsFolder: troupe.scratch.path + "/runs",
      observer: SilentObserver(), environment: [:])
    preparation.origin = .replayed(folder: made.outcome.folder)
    let replay = try await preparation.run(plan)
    #expect(replay.failure == nil && replay.traceHash == made.outcome.traceHash)

    let stop = StopRequest()
    stop.request()
    preparation.origin = .new
    preparation.stop = stop
    let stopped = try await preparation.run(plan)
    #expect(stopped.failure == .interrupted)
    preparation.stop = StopRequest()
    preparation.origin = .resumed(folder: stopped.folder)
    let whole = try await preparation.run(plan)
    #expect(whole.failure == nil && whole.traceHash == made.outcome.traceHash)
  }

  @Test("the run's folder has a file for each person, with where it comes from, and the coverage")
  func files() async throws {
    let record = try await troupe.run(
      plan(1, replies: [Self.line(Self.person("Ada"))], demography: "gender: {female: 1}"))
    #expect(
      record.files == ["people/Ada.agent.json", "people/coverage.csv", "people/coverage.json"])
    let file = try JSON(parsing: try #require(record.file("people/Ada.agent.json")))
    #expect(file["type"] == "TinyPerson" && file["persona"]?["gender"] == "female")
    let origin = try #require(file["provenance"])
    #expect(origin["seed"] == 1 && origin["backend"] == "scripted" && origin["number"] == 1)
    #expect(origin["factory"] == "org.tinytroupe.factory/tiny-person-factory")
    #expect(origin["sample"] == ["gender": "female"] && origin["minibio"] == "The one called Ada.")
    #expect(
      record.file("people/coverage.csv")
        == "attribute,category,share,target,quota,got,shortfall\ngender,female,1.0,1.0,1,1,0\n")
  }

  @Test("instances may be forgotten between any two calls")
  func forgetting() async throws {
    var forgetful = troupe
    forgetful.environment["TINYTROUPE_CHECK"] = "1"
    let plan = try rehearsed(12)
    let (one, other) = (try await troupe.run(plan), try await forgetful.run(plan))
    #expect(one.outcome.traceHash == other.outcome.traceHash)
  }
}
