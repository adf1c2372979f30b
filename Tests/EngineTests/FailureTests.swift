import Testing
import TinyTroupeJSON
import TinyTroupeKernel

@testable import TinyTroupe

@Suite("When a turn fails")
struct FailureTests {
  private let troupe: Troupe

  init() throws { troupe = try Troupe() }

  private static let names = ["Ana", "Ben"]
  /// Ben fails in his first turn, after he has shared something.
  private static let script = [
    Troupe.failure("Ben", turn: 1, contains: "shared it"),
    Troupe.line("Ben", turn: 1, ("SHARE", "", "")),
    Troupe.line(nil, ("TALK", "", "Hello.")),
  ]

  private func run(
    _ policy: ErrorPolicy, _ script: [JSON] = script, steps: Int = 2
  ) async throws -> Record {
    try await troupe.run(
      troupe.plan(
        Self.names, script, timeline: [.run(steps: steps)], tools: [Troupe.puppet],
        onError: policy))
  }

  /// The values that a run has at its end.
  private func board(_ record: Record) throws -> [UInt8]? {
    let values = try RunReader.open(RunFolder(path: record.outcome.folder)).restoreValues()
    return values.get(
      StoreSpace(scope: .shared, namespace: "org.example.puppet/puppet"), Array("board".utf8))
  }

  /// Where the failed turns asked the model first.
  private func attempts(_ record: Record) throws -> [String] {
    let turns = try record.calls.filter { $0.agent == "Ben" && $0.step == 1 }
      .map { $0.path.split(separator: "/").prefix(3).joined(separator: "/") }
    return turns.reduce(into: []) { if $0.last != $1 { $0.append($1) } }
  }

  @Test("'stop' ends the run with what was committed before")
  func stop() async throws {
    let record = try await run(.stop)
    guard case .failed(let who, let step, let error)? = record.outcome.failure else {
      Issue.record("the run must stop: \(String(describing: record.outcome.failure))")
      return
    }
    #expect(who == "Ben" && step == 1 && error.code == .invalid)
    #expect(record.lines == ["0 run-started", "0 agent-joined Ana", "0 agent-joined Ben"])
    #expect(try attempts(record) == ["1/Ben/agent.act"])
    #expect(try board(record) == nil)
  }

  @Test("'skip' records the failure, keeps nothing that the turn wrote, and goes on")
  func skip() async throws {
    let record = try await run(.skip)
    #expect(record.outcome.failure == nil)
    #expect(
      record.lines.filter { $0.hasPrefix("1 ") } == [
        "1 step-started", "1 action Ana TALK", "1 action Ana DONE", "1 agent-failed Ben",
        "1 delivered Ana", "1 step-finished",
      ])
    #expect(record.events(.agentFailed).first?.payload["code"] == -1)
    #expect(record.events(.toolPerformed).isEmpty)
    #expect(try board(record) == nil)
  }

  @Test("who failed perceives in the next turn what was waiting")
  func waiting() async throws {
    let greeting = TimelineEntry.stimulus(StimulusEntry(content: "Good morning."), step: nil)
    let script = [
      Troupe.failure("Ben", turn: 1, contains: "07:00"), Troupe.line(nil, ("THINK", "", "Hm.")),
    ]
    var plan = try troupe.plan(
      Self.names, script, timeline: [greeting, .run(steps: 2)], onError: .skip)
    let seven = CivilTime(year: 2026, month: 1, day: 5, hour: 7).nanoseconds
    plan.environment.clock = SimulatedClock(start: seven, step: .nanoseconds(3600 * 1_000_000_000))
    let record = try await troupe.run(plan)
    #expect(record.events(.agentFailed).map(\.step) == [1])
    let second = try #require(try record.calls.first { $0.agent == "Ben" && $0.step == 2 })
    #expect(try record.prompt(second.path).contains("Good morning."))
  }

  @Test("'retry' redoes the turn under paths of its own, then stops")
  func retry() async throws {
    let record = try await run(.retry(2))
    guard case .failed(let who, _, _)? = record.outcome.failure else {
      Issue.record("the run must stop")
      return
    }
    #expect(who == "Ben")
    #expect(try attempts(record) == ["1/Ben/agent.act", "1/Ben/agent.act~2", "1/Ben/agent.act~3"])
    #expect(try board(record) == nil)
  }

  @Test("a retried turn that succeeds is a turn like any other")
  func retried() async throws {
    var plan = try troupe.plan(["Ana"], onError: .retry(2))
    let shy = ComponentPlan(
      kind: "llm", plugin: "org.example.puppet", name: "shy", config: ["failures": 2])
    plan.models = ["default": ModelPlan(component: shy, attempts: 1)]
    let record = try await troupe.run(plan)
    #expect(record.outcome.failure == nil)
    #expect(record.events(.agentFailed).isEmpty)
    #expect(record.events(.action).count == 1)
    let paths = try record.calls.map(\.path)
    #expect(paths.count == 3 && paths.last?.hasPrefix("1/Ana/agent.act~3/") == true)
  }

  @Test("an interrupted step is as if it had never begun, whatever on_error says")
  func interrupted() async throws {
    let plan = try troupe.plan(
      Self.names, [Troupe.failure(nil, code: "cancelled")], onError: .skip)
    let troupe = troupe
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try await troupe.run(plan)
    }
    let record = try await task.value
    #expect(record.outcome.failure == .interrupted)
    #expect(record.lines.allSatisfy { $0.hasPrefix("0 ") })
  }

  @Test("errors say what, where and what to do, and have an exit status")
  func errors() {
    let error = PluginError(.unavailable, "No answer.", plugin: "p", path: "1/Ana/agent.act")
    let failed = RunError.failed(who: "Ana", step: 1, error)
    #expect(failed.description == "Step 1: Ana: No answer.")
    let defect = RunError.failed(
      who: "Ana", step: 1, PluginError(.internal, "Oops.", plugin: "p", path: "1/Ana/agent.act"))
    #expect(defect.description.hasPrefix("Step 1: Ana: Oops.\n  in p, call 1/Ana/agent.act"))
    #expect(failed.exitStatus == 69)
    #expect(RunError.failed(who: "Ana", step: 1, PluginError(.internal, "x")).exitStatus == 70)
    #expect(RunError.interrupted.exitStatus == 75)
    #expect(RunError.storage("full").description == "The run could not be written: full")
  }
}
