import Testing
import TinyTroupeJSON
import TinyTroupeKernel

@testable import TinyTroupe

@Suite("The loop")
struct LoopTests {
  private let troupe: Troupe

  init() throws { troupe = try Troupe() }

  private static let greeting = TimelineEntry.stimulus(
    StimulusEntry(content: "Good morning."), step: nil)

  @Test("two people and two steps give these events in this order")
  func golden() async throws {
    let replies = [
      Troupe.line("Lisa", turn: 1, ("THINK", "", "Hm."), ("TALK", "Oscar", "Hello Oscar.")),
      Troupe.line("Oscar", turn: 2, ("TALK", "Lisa", "Hello Lisa.")),
    ]
    let record = try await troupe.run(
      troupe.plan(
        ["Lisa", "Oscar"], replies, timeline: [Self.greeting, .run(steps: 2), .checkpoint("rated")])
    )
    #expect(record.outcome.failure == nil)
    #expect(
      record.lines == [
        "0 run-started", "0 agent-joined Lisa", "0 agent-joined Oscar", "1 step-started",
        "1 stimulus", "1 action Lisa THINK", "1 action Lisa TALK", "1 action Lisa DONE",
        "1 action Oscar DONE", "1 delivered Lisa", "1 step-finished", "2 step-started",
        "2 action Lisa DONE", "2 action Oscar TALK", "2 action Oscar DONE", "2 delivered Oscar",
        "2 step-finished", "2 checkpoint", "2 run-finished",
      ])
    #expect(record.events.map(\.seq) == Array(0..<record.events.count))
    #expect(record.events(.checkpoint).first?.payload == ["name": "rated"])
    let states = record.events(.action).filter { $0.payload["mental_state"] != nil }
    #expect(states.allSatisfy { $0.payload["action"]?["type"] == "DONE" } && states.count == 4)
  }

  @Test("acting together, nobody perceives what others say before the next step")
  func simultaneous() async throws {
    let replies = [Troupe.line(nil, turn: 1, ("TALK", "", "Have you heard?"))]
    let record = try await troupe.run(
      troupe.plan(["Lisa", "Oscar", "Ana"], replies, timeline: [Self.greeting, .run(steps: 2)]))
    for call in try record.calls.filter({ $0.step == 1 }) {
      #expect(try !record.prompt(call.path).contains("Have you heard?"))
    }
    let later = try record.calls.filter { $0.step == 2 }
    #expect(later.count == 3)
    for call in later { #expect(try record.prompt(call.path).contains("Have you heard?")) }
  }

  @Test("acting in turn, each perceives those before it, in an order drawn from the seed")
  func sequential() async throws {
    let names = ["Ana", "Ben", "Cleo", "Dan"]
    let replies = names.map { Troupe.line($0, ("TALK", "", "I am \($0).")) }
    func order(_ seed: UInt64) async throws -> [String] {
      let record = try await troupe.run(
        troupe.plan(names, replies, order: .sequential, seed: seed))
      let speakers = record.events(.action).filter { $0.payload["action"]?["type"] == "TALK" }
        .compactMap(\.agent)
      for (position, call) in try record.calls.enumerated() {
        let prompt = try record.prompt(call.path)
        let heard = names.filter { $0 != call.agent && prompt.contains("I am \($0).") }
        #expect(Set(heard) == Set(speakers[..<position]))
      }
      return speakers
    }
    var orders: Set<[String]> = []
    for seed in 1...5 as ClosedRange<UInt64> { orders.insert(try await order(seed)) }
    #expect(orders.count > 1)
    #expect(orders.allSatisfy { Set($0) == Set(names) })
    #expect(try await order(3) == order(3))
  }

  @Test("what is said to one person reaches that person alone")
  func say() async throws {
    let secret = StimulusEntry(to: ["Oscar"], form: "thought", content: "I forgot the key.")
    let record = try await troupe.run(
      troupe.plan(["Lisa", "Oscar"], [], timeline: [.stimulus(secret, step: nil), .run(steps: 1)]))
    for call in try record.calls {
      #expect(try record.prompt(call.path).contains("I forgot the key.") == (call.agent == "Oscar"))
    }
    #expect(record.events(.stimulus).map { $0.payload["to"] } == [["Oscar"]])
  }

  @Test("a pinned entry comes in its step, within a longer run, after what was due")
  func pinned() async throws {
    let record = try await troupe.run(
      troupe.plan(
        ["Lisa"], [],
        timeline: [
          .stimulus(StimulusEntry(content: "pinned"), step: 2), .run(steps: 1),
          .stimulus(StimulusEntry(content: "due"), step: nil), .run(steps: 2),
          .stimulus(StimulusEntry(content: "never"), step: nil),
        ]))
    let stimuli = record.events(.stimulus).map {
      "\($0.step) \($0.payload["content"]?.string ?? "")"
    }
    #expect(stimuli == ["2 due", "2 pinned"])
  }

  @Test("a world that has had enough ends the run")
  func finished() async throws {
    var plan = try troupe.plan(["Lisa"], [], timeline: [.run(steps: 5), .run(steps: 5)])
    plan.environment.component = ComponentPlan(
      kind: "environment", plugin: "org.example.puppet", name: "brief")
    let record = try await troupe.run(plan)
    #expect(record.outcome.steps == 1)
    #expect(record.outcome.failure == nil)
    #expect(record.kinds.suffix(2) == ["step-finished", "run-finished"])
  }

  @Test("one person alone, and a timeline without entries, are runs too")
  func least() async throws {
    let alone = try await troupe.run(
      troupe.plan(["Lisa"], [Troupe.line(nil, ("TALK", "", "Hello?"))]))
    #expect(alone.outcome.failure == nil)
    #expect(alone.events(.delivered).isEmpty)
    let empty = try await troupe.run(troupe.plan(["Lisa", "Oscar"], [], timeline: []))
    #expect(
      empty.lines == [
        "0 run-started", "0 agent-joined Lisa", "0 agent-joined Oscar", "0 run-finished",
      ])
    #expect(try empty.calls.isEmpty)
  }

  @Test("two people of one name are refused before anything runs")
  func twins() async throws {
    let error = await #expect(throws: RunError.self) {
      _ = try await troupe.run(troupe.plan(["Lisa", "Lisa"]))
    }
    #expect(
      error
        == .preparation("Two people are called 'Lisa'. Give one of them another name with 'as:'."))
  }

  @Test("200 people take two steps and all of them act in both, in canonical order")
  func crowd() async throws {
    let names = (0..<200).map { "Person \($0)" }
    let replies = [Troupe.line(nil, ("TALK", "Person 0", "Hello."))]
    let record = try await troupe.run(troupe.plan(names, replies, timeline: [.run(steps: 2)]))
    #expect(record.outcome.failure == nil)
    for step in 1...2 {
      let done = record.events(.action).filter {
        $0.step == step && $0.payload["action"]?["type"] == "DONE"
      }
      #expect(done.map(\.agent) == names)
    }
    #expect(try record.calls.count == 400)
  }
}
