import Testing
import TinyTroupeJSON
import TinyTroupeKernel

@testable import TinyTroupe

@Suite("Copies of people")
struct ForkTests {
  private let troupe: Troupe

  init() throws { troupe = try Troupe() }

  private static func reply(_ question: String, complete: Bool) -> JSON {
    [
      "question": .string(question), "score": 7, "justification": "j",
      "is_complete": .bool(complete),
    ]
  }

  private func run(validated: Bool) async throws -> Record {
    let replies: [JSON] = [
      [
        "when": ["purpose": "judge", "contains": "You answered"],
        "json": Self.reply("", complete: true),
      ],
      [
        "when": ["purpose": "judge", "contains": "I like rye."],
        "json": Self.reply("", complete: true),
      ],
      ["when": ["purpose": "judge"], "json": Self.reply("What do you like?", complete: false)],
      Troupe.line(nil, contains: "What do you like?", ("TALK", "", "I like rye.")),
      Troupe.line("Ana", ("TALK", "Ben", "Good morning.")),
    ]
    var plan = try troupe.plan(["Ana", "Ben"], replies, timeline: [.run(steps: 2)])
    if validated {
      plan.extracts = [
        ExtractPlan(
          component: ComponentPlan(
            kind: "extractor", plugin: "org.tinytroupe.validator", name: "validator"),
          objective: "somebody who likes rye",
          fields: ["score": ["type": "integer"], "questions": ["type": "integer"]])
      ]
    }
    return try await troupe.run(plan)
  }

  @Test("an interview with a copy gives a score and changes nothing of the person")
  func interview() async throws {
    let record = try await run(validated: true)
    #expect(record.outcome.failure == nil, "\(String(describing: record.outcome.failure))")
    let table = try #require(record.watcher.tables.first)
    #expect(table.rows.map(\.values) == [[7, 1], [7, 1]])
    let plain = try await run(validated: false)
    let acts = { (record: Record) in
      record.events.filter { $0.kind == .action || $0.kind == .delivered }.map(\.payload)
    }
    #expect(acts(record) == acts(plain), "nothing of the interview is in the record")
    let asked = try record.calls.filter { $0.path.contains("tt.people.ask") }
    #expect(asked.count == 2)
    #expect(asked.allSatisfy { $0.purpose == "act" && $0.agent != nil })
    #expect(try record.prompt(asked[0].path).contains("Good morning."), "a copy knows its past")
  }
}
