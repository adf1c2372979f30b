import StubServer
import Testing
import TinyTroupeJSON

@testable import TinyTroupe
@testable import TinyTroupeKernel

/// One study against a server that answers when it likes.
@Suite("Whenever answers come, a run is the same")
struct DeterminismTests {
  /// When the server answers a request.
  enum Timing: Sendable, CaseIterable {
    case random
    /// Of the calls that a tool makes side by side, the last is answered first.
    case reversed
    /// Of the calls that a tool makes side by side, any is answered first.
    case shuffled

    func latency(of text: String) -> Duration {
      let strand = (0..<4).first { text.contains("strand-\($0)") }
      switch (self, strand) {
      case (.reversed, let strand?): return .milliseconds(8 * (4 - strand))
      case (.reversed, nil): return .zero
      default: return .milliseconds(Int.random(in: 0...20))
      }
    }
  }

  private static let names = ["Ana", "Ben", "Cleo", "Dan", "Eva", "Finn"]

  /// Says what depends on the request alone: a person asks a tool that asks four times, and talks.
  private static func server(_ timing: Timing) -> StubServer {
    StubServer(
      StubBehaviour(reply: { request in
        let text = String(decoding: request.body, as: UTF8.self)
        let content =
          text.contains("strand-")
          ? "The answer to \(text.utf8.reduce(0) { ($0 &* 31 &+ Int($1)) & 0xFFFF })."
          : Troupe.says([
            ("FAN", "", ""), ("TALK", names[text.utf8.count % names.count], "Hello."),
          ]).text
        return StubReply.content(content).after(timing.latency(of: text))
      }))
  }

  private func hash(
    _ timing: Timing, concurrency: Int = 64, order: EnvironmentPlan.Order = .simultaneous,
    environment: [String: String] = [:]
  ) async throws -> String {
    let server = Self.server(timing)
    let url = "http://127.0.0.1:\(try server.start())/v1"
    var troupe = try Troupe()
    troupe.environment = environment
    var plan = try troupe.plan(
      Self.names, order: order,
      timeline: [.stimulus(StimulusEntry(content: "Begin."), step: nil), .run(steps: 2)],
      tools: [Troupe.puppet])
    plan.models["default"] = ModelPlan(
      component: ComponentPlan(
        kind: "llm", plugin: "org.tinytroupe.openai", name: "openai",
        config: ["base_url": .string(url), "model": "stub-model-1"]), concurrency: concurrency)
    let record = try await troupe.run(plan)
    server.stop()
    #expect(record.outcome.failure == nil, "\(String(describing: record.outcome.failure))")
    let fanned = record.events(.toolPerformed)
    #expect(fanned.count >= 2 * Self.names.count)
    #expect(fanned.allSatisfy { $0.payload["data"]?.array?.count == 4 })
    // The server's address is in no event.
    return record.outcome.traceHash
  }

  @Test("on 1, 2, 8 or 64 calls at a time, however long each takes", .timeLimit(.minutes(4)))
  func concurrency() async throws {
    let expected = try await hash(.random)
    for places in [1, 2, 8, 64] {
      #expect(try await hash(.random, concurrency: places) == expected, "\(places) at a time")
    }
  }

  @Test(
    "also when a tool's own calls are answered the other way round, or shuffled",
    .timeLimit(.minutes(4)), arguments: [EnvironmentPlan.Order.simultaneous, .sequential])
  func nested(order: EnvironmentPlan.Order) async throws {
    let expected = try await hash(.random, order: order)
    #expect(try await hash(.reversed, order: order) == expected)
    for _ in 0..<2 { #expect(try await hash(.shuffled, order: order) == expected) }
  }

  @Test("also when instances are destroyed between calls", .timeLimit(.minutes(4)))
  func forgetting() async throws {
    let expected = try await hash(.reversed)
    let environment = ["TINYTROUPE_CHECK": "1"]
    #expect(try await hash(.shuffled, concurrency: 3, environment: environment) == expected)
  }
}
