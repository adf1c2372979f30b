import Testing
import TinyTroupeJSON
import TinyTroupeKernel

@testable import TinyTroupe

@Suite("Interventions and conditions")
struct InterventionTests {
  private let troupe: Troupe

  init() throws { troupe = try Troupe() }

  private func rule(
    _ when: RunCondition, _ recurrence: InterventionPlan.Recurrence = .once, until: Int? = nil,
    says: String = "It rains."
  ) -> InterventionPlan {
    InterventionPlan(
      name: "rain", when: when, recurrence: recurrence, until: until,
      effects: [StimulusEntry(content: says)])
  }

  private func run(
    _ rules: [InterventionPlan], _ replies: [JSON] = [], stop: RunCondition? = nil, steps: Int = 6,
    order: EnvironmentPlan.Order = .simultaneous
  ) async throws -> Record {
    var plan = try troupe.plan(
      ["Ana", "Ben"], replies, order: order, timeline: [.run(steps: steps)])
    plan.interventions = rules
    plan.stop = stop
    return try await troupe.run(plan)
  }

  private func steps(_ record: Record) -> [Int] { record.events(.interventionFired).map(\.step) }

  @Test(
    "C89 a rule fires when its condition holds, and people perceive what it does",
    arguments: [EnvironmentPlan.Order.simultaneous, .sequential])
  func fires(order: EnvironmentPlan.Order) async throws {
    let talk = Troupe.line("Ana", ("TALK", "", "Sorry, no."))
    let record = try await run(
      [rule(try RunCondition("said(\"SORRY\") and count(TALK) >= 3"))], [talk], order: order)
    #expect(record.outcome.failure == nil)
    #expect(steps(record) == [4])
    let rain = try #require(record.events(.stimulus).first { $0.payload["content"] == "It rains." })
    #expect(rain.step == 4)
    let call = try record.calls.last { $0.step == 4 }
    #expect(try record.prompt(try #require(call).path).contains("It rains."))
  }

  @Test("once, with a cool-down, and until a step")
  func recurrence() async throws {
    let always = try RunCondition("true")
    #expect(try await steps(run([rule(always)])) == [1])
    #expect(try await steps(run([rule(always, .cooldown(0))])) == [1, 2, 3, 4, 5, 6])
    #expect(try await steps(run([rule(always, .cooldown(2))])) == [1, 4])
    #expect(try await steps(run([rule(always, .cooldown(0), until: 2)])) == [1, 2])
  }

  @Test("what has fired stays fired when a run goes on")
  func resumed() throws {
    var position = RunPosition()
    position.fired = ["rain": 3, "snow": 1]
    let point = JSON.object(position.json)
    #expect(point["fired"] == ["rain": 3, "snow": 1])
  }

  private func verdict(_ score: Int, value: Bool) -> JSON {
    [
      "when": ["purpose": "judge"],
      "json": [
        "reasoning": "r", "justification": "j", "value": .bool(value),
        "score": .integer(Int64(score)), "confidence": 1, "evidence": [],
      ],
    ]
  }

  @Test("C89 the judge decides claims, and is not asked before the expression holds")
  func claims() async throws {
    let claim = RunCondition.Claim("Ana is bored.", of: "Ana")
    func condition(_ claim: RunCondition.Claim) throws -> RunCondition {
      RunCondition(try RunCondition("step >= 4").expression, claim: claim, text: claim.text)
    }
    let record = try await run([rule(try condition(claim))], [verdict(7, value: true)])
    #expect(record.outcome.failure == nil)
    #expect(steps(record) == [4])
    let asked = try record.calls.filter { $0.purpose == "judge" }
    #expect(asked.map(\.path) == ["4/Ana/judge.judge:rain/tt.llm.complete:#0"])
    for (bounds, fires) in [(6.0, true), (7.0, false)] {
      let claim = RunCondition.Claim("x", above: bounds)
      let record = try await run([rule(try condition(claim))], [verdict(7, value: false)])
      #expect(!steps(record).isEmpty == fires)
    }
    let low = RunCondition.Claim("x", below: 8)
    #expect(try await steps(run([rule(try condition(low))], [verdict(7, value: false)])) == [4])
  }

  @Test("a run stops when its condition holds, after the step in which it did")
  func stops() async throws {
    let record = try await run([], stop: try RunCondition("quiet >= 2"))
    #expect(record.events(.stepFinished).map(\.step) == [1, 2])
    let talk = Troupe.line("Ben", turn: 2, ("TALK", "", "Enough!"))
    let ended = try await run([], [talk], stop: try RunCondition("said('enough', 'Ben')"))
    #expect(ended.events(.stepFinished).map(\.step) == [1, 2])
    #expect(ended.outcome.failure == nil)
  }

  @Test("a run with interventions is replayed to the same hash")
  func replay() async throws {
    let rules = [rule(try RunCondition("last(TALK) == 0"), .cooldown(1))]
    let first = try await run(rules, [Troupe.line("Ana", turn: 2, ("TALK", "", "Hm."))])
    let second = try await run(rules, [Troupe.line("Ana", turn: 2, ("TALK", "", "Hm."))])
    #expect(first.outcome.traceHash == second.outcome.traceHash)
    #expect(steps(first) == [1, 4, 6])
  }
}

@Suite("Expressions")
struct ExpressionTests {
  private func facts() -> RunFacts {
    let log = EventLog()
    var facts = RunFacts(for: [.fact(.said(words: "rain", person: "Ana"))])
    func act(_ step: Int, _ agent: String, _ type: String, _ content: String = "") {
      let action: JSON = ["type": .string(type), "content": .string(content)]
      log.append(
        Event(
          kind: .action, step: step, seq: log.count, timeNS: 0, agent: agent,
          payload: ["action": action]))
    }
    act(1, "Ana", "TALK", "Rain again.")
    act(1, "Ben", "TALK", "No rain.")
    act(2, "Ben", "THINK")
    act(2, "Ben", "DONE")
    facts.read(log)
    facts.step = 3
    facts.completed = 2
    facts.time = CivilTime("2026-01-05T14:30")?.nanoseconds ?? 0
    return facts
  }

  @Test(
    "say yes or no",
    arguments: [
      ("step == 3", true), ("step * 2 - 1 > 5", false), ("hour >= 14 and hour < 15", true),
      ("count(TALK) == 2", true), ("count(talk, \"Ben\") == 1", true), ("last(THINK) == 1", true),
      ("last(TALK) > 0", false), ("quiet == 1", true), ("silent(\"Ana\") == 1", true),
      ("silent('Zoe') == 2", true), ("said(\"RAIN\", \"Ana\")", true),
      ("not (quiet > 0) or false", false), ("not not true", true),
      ("time >= \"2026-01-05T14:00\"", true), ("time >= \"2026-01-06\"", false),
      ("1 + 2 * 3 == 7", true), ("-1 < 0", true), ("true or false and false", true),
    ] as [(String, Bool)])
  func values(text: String, holds: Bool) throws {
    #expect(try ExpressionParser.condition(text).holds(facts()) == holds)
  }

  @Test(
    "say what is wrong with them",
    arguments: [
      ("quite > 2", "'quite' is nothing that is known of a run"),
      ("quiet", "it does not say yes or no"), ("quiet >", "a condition is expected, not the end"),
      ("(quiet > 1", "')' is expected, not the end"),
      ("said(rain)", "a text in quotes is expected, not 'rain'"),
      ("said(\"rain)", "a text is not closed by \""),
      ("step > 1 step", "the end is expected, not 'step'"),
      ("time > \"noon\"", "'noon' is no time"), ("step > 1 & true", "'&' cannot be read here"),
      ("(step > 1) + 1 > 2", "a number is expected, not a condition"),
      ("1.2.3 > step", "'1.2.3' cannot be read here"),
      (String(repeating: "(", count: 90), "it is nested too deeply"),
      ("", "a condition is expected, not the end"),
    ] as [(String, String)])
  func mistakes(text: String, sentence: String) {
    do throws(ExpressionError) {
      _ = try ExpressionParser.condition(text)
      Issue.record("it was read")
    } catch {
      #expect(error.description == sentence)
    }
  }
}
