import Testing
import TinyTroupeJSON
import TinyTroupeKernel

@testable import TinyTroupe

/// One study under each of the memories.
@Suite("Memories that a study can choose")
struct MemoryTests {
  private let troupe: Troupe

  init() throws { troupe = try Troupe() }

  /// Ana and Ben talk; each turn leaves four or five things to remember.
  private func run(
    _ memory: String, _ config: JSON = [:], steps: Int = 8, condense: JSON? = nil,
    onError: ErrorPolicy = .stop, check: Bool = false, lookUp: String? = nil
  ) async throws -> Record {
    var troupe = troupe
    if check { troupe.environment = ["TINYTROUPE_CHECK": "1"] }
    var replies = [
      Troupe.line(
        "Ana", ("THINK", "", "The rye is late."), ("TALK", "Ben", "When does the rye come?")),
      Troupe.line("Ben", ("TALK", "Ana", "The rye comes on Tuesday, I promise.")),
    ]
    if let lookUp {
      replies.insert(Troupe.line("Ana", turn: steps, ("RECALL", "", lookUp)), at: 0)
    }
    var plan = try troupe.plan(
      ["Ana", "Ben"], replies, timeline: [.run(steps: steps)], onError: onError)
    plan.models["keeper"] = ModelPlan(
      component: ComponentPlan(
        kind: "llm", plugin: "org.tinytroupe.scripted", name: "scripted",
        config: ["default": condense ?? ["json": Self.condensed]]))
    plan.models["meaning"] = ModelPlan(
      component: ComponentPlan(kind: "llm", plugin: "org.tinytroupe.rehearsal", name: "rehearsal"))
    plan.purposes = ["consolidate": "keeper", "embed": "meaning"]
    for index in plan.agents.indices {
      plan.agents[index].memory = ComponentPlan(
        kind: "memory", plugin: "org.tinytroupe.\(memory)-memory", name: memory, config: config)
    }
    return try await troupe.run(plan)
  }

  private static let condensed: JSON = [
    "episodes": [
      ["summary": "Ben promised rye for Tuesday.", "importance": 9, "events": [7, 8]]
    ],
    "insights": [["text": "Ben keeps his word.", "importance": 10, "evidence": [8, 99_999]]],
    "digest": "Ben promised you rye for Tuesday.",
  ]

  private func prompts(_ record: Record) throws -> [String] {
    try record.calls.filter { $0.agent == "Ana" && $0.purpose == "act" }
      .sorted { $0.step < $1.step }.map { try record.prompt($0.path) }
  }

  @Test(
    "each remembers, survives instances that are destroyed, and gives the same run twice",
    arguments: ["episodic", "semantic", "reflective"])
  func each(memory: String) async throws {
    let config: JSON =
      memory == "semantic"
      ? ["embeddings": true] : memory == "reflective" ? ["every": 10] : ["window": ["recent": 5]]
    let record = try await run(memory, config, lookUp: "rye Tuesday")
    #expect(record.outcome.failure == nil, "\(String(describing: record.outcome.failure))")
    let last = try #require(try prompts(record).last)
    #expect(last.contains("The rye comes on Tuesday"))
    let again = try await run(memory, config, check: true, lookUp: "rye Tuesday")
    #expect(again.outcome.traceHash == record.outcome.traceHash)
  }

  @Test("C27: the reflective memory condenses in bursts, and its digest stands before the past")
  func bursts() async throws {
    let record = try await run("reflective", ["every": 20], steps: 12)
    #expect(record.outcome.failure == nil, "\(String(describing: record.outcome.failure))")
    let condensing = try record.calls.filter { $0.purpose == "consolidate" && $0.agent == "Ana" }
    #expect((1...4).contains(condensing.count), "not each turn: \(condensing.count)")
    let prompts = try prompts(record)
    let first = prompts.firstIndex { $0.contains("What you remember of the time before:") } ?? 0
    #expect(first > 2)
    #expect(prompts[first].contains("Ben promised you rye for Tuesday."))
    // Between two bursts each prompt begins as the one before it.
    let stable = zip(prompts[first...], prompts[first...].dropFirst()).filter { earlier, later in
      later.utf8.starts(with: earlier.utf8.prefix(earlier.utf8.count / 2))
    }
    #expect(stable.count >= 2)
  }

  @Test("a model that fails while it condenses costs nothing but that")
  func failing() async throws {
    let record = try await run(
      "reflective", ["every": 10], condense: ["error": ["code": "invalid", "message": "Tired."]])
    #expect(record.outcome.failure == nil, "\(String(describing: record.outcome.failure))")
    #expect(try record.calls.contains { $0.purpose == "consolidate" && $0.status != 0 })
    #expect(
      try prompts(record).allSatisfy { !$0.contains("What you remember of the time before:") })
  }

  @Test("a reply that makes no sense is not kept")
  func nonsense() async throws {
    let record = try await run(
      "reflective", ["every": 10],
      condense: ["json": ["episodes": [], "insights": [], "digest": ""]])
    #expect(record.outcome.failure == nil, "\(String(describing: record.outcome.failure))")
    #expect(
      try prompts(record).allSatisfy { !$0.contains("What you remember of the time before:") })
  }
}
