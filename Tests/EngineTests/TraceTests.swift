import Testing
import TinyTroupeJSON
import TinyTroupeKernel

@testable import TinyTroupe

@Suite("The trace of a run")
struct TraceTests {
  private static let names = ["Ana", "Ben", "Cleo", "Dan", "Eva", "Finn"]

  private func hash(
    seed: UInt64 = 1, concurrency: Int = 64, order: EnvironmentPlan.Order = .simultaneous,
    environment: [String: String] = [:]
  ) async throws -> String {
    var troupe = try Troupe()
    troupe.environment = environment
    let replies = Self.names.enumerated().map { number, name in
      Troupe.line(
        name, ("THINK", "", "I am \(name)."), ("COUNT", "", #"{"by":1}"#),
        ("TALK", Self.names[(number + 1) % Self.names.count], "Hello from \(name)."))
    }
    var plan = try troupe.plan(
      Self.names, replies, order: order,
      timeline: [.stimulus(StimulusEntry(content: "Begin."), step: nil), .run(steps: 3)],
      tools: [Troupe.puppet], seed: seed)
    plan.models["default"] = Troupe.scripted(replies, concurrency: concurrency)
    let record = try await troupe.run(plan)
    #expect(record.outcome.failure == nil)
    #expect(record.events(.toolPerformed).count >= 3 * Self.names.count)
    return record.outcome.traceHash
  }

  @Test("is the same again", arguments: [EnvironmentPlan.Order.simultaneous, .sequential])
  func repeated(order: EnvironmentPlan.Order) async throws {
    #expect(try await hash(order: order) == hash(order: order))
  }

  @Test("doesn't depend on how many calls are in flight", arguments: [1, 2, 8])
  func concurrency(places: Int) async throws {
    #expect(try await hash(concurrency: places) == hash(concurrency: 64))
  }

  @Test(
    "doesn't depend on instances that are destroyed between calls",
    arguments: [EnvironmentPlan.Order.simultaneous, .sequential])
  func forgetting(order: EnvironmentPlan.Order) async throws {
    let plain = try await hash(order: order)
    for _ in 0..<3 {
      #expect(try await hash(order: order, environment: ["TINYTROUPE_CHECK": "1"]) == plain)
    }
  }

  @Test("depends on the seed where something is drawn")
  func seeds() async throws {
    #expect(try await hash(seed: 1, order: .sequential) != hash(seed: 2, order: .sequential))
  }

  @Test("two people who are alike are asked for separately")
  func twins() async throws {
    let troupe = try Troupe()
    var plan = try troupe.plan(["Ana", "Ana 2"], world: ["everyone_accessible": false])
    plan.agents[1].persona = plan.agents[0].persona
    let calls = try await troupe.run(plan).calls
    #expect(Set(calls.map(\.requestHash)).count == 1)
    #expect(Set(calls.map(\.agent)) == ["Ana", "Ana 2"])
  }
}
