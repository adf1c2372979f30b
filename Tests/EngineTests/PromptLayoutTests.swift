import Foundation
import Testing
import TinyTroupeJSON

@testable import TinyTroupe

/// What a provider's prefix cache needs: a prompt that begins as the last one did.
@Suite("Prompts of a run")
struct PromptLayoutTests {
  /// The prompts of a person, each as the bytes of its messages.
  private func prompts(
    _ troupe: Troupe, steps: Int, memory: JSON = [:]
  ) async throws -> [(step: Int, messages: [UInt8])] {
    let replies = [
      Troupe.line("Ana", ("THINK", "", "Bread."), ("TALK", "Ben", "Good morning, Ben.")),
      Troupe.line("Ben", ("TALK", "Ana", "Good morning, Ana.")),
    ]
    var plan = try troupe.plan(["Ana", "Ben"], replies, timeline: [.run(steps: steps)])
    for index in plan.agents.indices { plan.agents[index].memory.config = memory }
    let record = try await troupe.run(plan)
    #expect(record.outcome.failure == nil)
    return try record.calls.filter { $0.agent == "Ana" }.sorted { $0.step < $1.step }.map {
      ($0.step, try record.call($0.path)?.request.body ?? [])
    }
  }

  /// A prompt's bytes before its last message, which is the tail.
  private func past(_ messages: [UInt8]) throws -> [UInt8] {
    let last = try #require(
      try JSON(parsing: String(decoding: messages, as: UTF8.self)).array?.last)
    let text = String(decoding: messages, as: UTF8.self)
    let tail = try #require(text.range(of: last.text))
    #expect(tail.upperBound == text.index(before: text.endIndex), "the tail is the last message")
    return Array(text[..<tail.lowerBound].utf8)
  }

  @Test("begin as the last one did, to the byte, up to the tail")
  func prefix() async throws {
    let prompts = try await prompts(try Troupe(), steps: 6)
    #expect(prompts.count == 6)
    for (earlier, later) in zip(prompts, prompts.dropFirst()) {
      let past = try past(earlier.messages)
      #expect(past.count > 2000)
      #expect(later.messages.starts(with: past), "step \(later.step)")
    }
  }

  @Test("begin anew only where memory cuts its window back")
  func cuts() async throws {
    let window: JSON = ["window": ["prefix": 2, "recent": 5]]
    let prompts = try await prompts(try Troupe(), steps: 12, memory: window)
    var cuts: [Int] = []
    for (earlier, later) in zip(prompts, prompts.dropFirst())
    where !later.messages.starts(with: try past(earlier.messages)) { cuts.append(later.step) }
    // Four things happen to her in a step, and five to ten are told.
    #expect(cuts.count >= 3 && cuts.count <= 8, "\(cuts)")
  }

  @Test("share their rules between people")
  func rules() async throws {
    let troupe = try Troupe()
    let record = try await troupe.run(try troupe.plan(["Ana", "Ben"]))
    let first = try record.calls.map { try record.call($0.path)?.request.body ?? [] }
    let common = zip(first[0], first[1]).prefix { $0 == $1 }.count
    #expect(common > 2000)
  }
}
