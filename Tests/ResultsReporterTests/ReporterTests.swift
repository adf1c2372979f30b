import Synchronization
import Testing
import TinyTroupeFakeHost
import TinyTroupeJSON
import TinyTroupePluginKit

@testable import ResultsReporter

@Suite("Reports")
struct ReporterTests {
  /// What was sent to the services.
  private final class Seen: Sendable {
    let prompts = Mutex<[JSON]>([])
    let questions = Mutex<[JSON]>([])
    let queries = Mutex<[JSON]>([])

    var prompt: String { prompts.withLock { $0.last?[1]?["content"]?.string ?? "" } }
  }

  private let seen = Seen()

  private static func event(_ id: Int64, _ agent: String, _ text: String) -> JSON {
    [
      "id": .integer(id), "kind": "action", "type": "TALK", "content": .string(text),
      "agent": .string(agent), "time": "2026-01-05T09:00:00",
    ]
  }

  private func write(
    _ config: JSON = [:], _ more: JSONObject = [:], reply: String = "Dear to both [3, 5] [99].",
    finish: String = "stop"
  ) async throws -> JSON {
    let seen = seen
    let host = FakeHost(services: [
      "tt.events/1": { _, request, _ in
        seen.queries.withLock { $0.append(request) }
        let all = [Self.event(3, "Ana", "Too dear."), Self.event(5, "Ben", "Dear.")]
        let name = request["agent"]
        return FakeAnswer([
          "events": .array(name == nil ? all : all.filter { $0["agent"] == name })
        ])
      },
      "tt.people/1": { _, request, _ in
        seen.questions.withLock { $0.append(request) }
        return FakeAnswer([
          "status": "answered", "text": .string("I am \(request["name"]?.string ?? "").\nYes."),
        ])
      },
      "tt.llm/1": { _, _, body in
        seen.prompts.withLock { $0.append((try? JSON(parsing: body)) ?? .null) }
        return FakeAnswer(["content": .string(reply), "finish": .string(finish)])
      },
    ])
    let reporter = try host.create(ResultsReporter.self, config: config)
    var request: JSONObject = [
      "title": "Prices", "everyone": true,
      "people": [
        ["name": "Ana", "persona": ["age": 30, "occupation": ["title": "baker"]]],
        ["name": "Ben", "persona": [:]],
      ],
    ]
    for member in more { request[member.key] = member.value }
    return try await reporter.invoke("write", .object(request)).get()
  }

  @Test("C74: from what happened, with the numbers that the text cites as evidence")
  func interactions() async throws {
    let result = try await write(["requirements": "One page."], ["task": "who finds it dear"])
    #expect(result["content"] == "# Prices\n\nDear to both [3, 5] [99].\n")
    #expect(result["evidence"] == [3, 5])
    #expect(seen.prompt.contains("- Ana, 30 years old, baker\n- Ben\n"))
    #expect(seen.prompt.contains("[3] Ana does TALK: Too dear.\n[5] Ben does TALK: Dear."))
    #expect(
      seen.prompt.contains("It should tell: who finds it dear\nHow it should be: One page.\n"))
    #expect(seen.queries.withLock { $0 } == [["world": true]])
  }

  @Test("of some people, only what they lived through is read")
  func some() async throws {
    _ = try await write([:], ["everyone": false, "people": [["name": "Ben"]]])
    #expect(seen.queries.withLock { $0 } == [["agent": "Ben"]])
    #expect(!seen.prompt.contains("Too dear."))
  }

  @Test("C74: from questions to copies of the people, whose answers stand in their order")
  func questions() async throws {
    _ = try await write(["questions": ["Would you buy it?"], "include_people": false])
    #expect(
      seen.prompt.contains(
        "The people were asked: Would you buy it?\n- Ana: I am Ana. Yes.\n- Ben: I am Ben. Yes.\n"))
    #expect(!seen.prompt.contains("<record>") && !seen.prompt.contains("baker"))
    #expect(seen.questions.withLock { $0.count } == 2)
    #expect(seen.queries.withLock { $0.isEmpty })
  }

  @Test("C74: from data, tables and texts")
  func data() async throws {
    _ = try await write(
      [:],
      [
        "tables": [["name": "p.csv", "columns": ["agent", "why"], "rows": [["Ana", "a|b"]]]],
        "texts": [["name": "before.md", "content": "It was dear."]],
      ])
    #expect(
      seen.prompt.contains(
        "The table p.csv:\n\n| agent | why |\n| --- | --- |\n| Ana | a\\|b |\n"))
    #expect(seen.prompt.contains("<text>\nIt was dear.\n</text>"))
    #expect(!seen.prompt.contains("<record>"))
  }

  @Test("a report that does not come to its end is none")
  func cut() async {
    await #expect {
      _ = try await write(finish: "length")
    } throws: {
      "\($0)".contains("The report 'Prices' did not come to its end (length)")
    }
    await #expect {
      _ = try await write(["questions": [3]])
    } throws: {
      "\($0)".contains("findings: 'questions' must be a list of texts, not 3.")
    }
  }
}
