import Synchronization
import Testing
import TinyTroupeFakeHost
import TinyTroupeJSON
import TinyTroupePluginKit

@testable import TinyPersonValidator

@Suite("Interviews")
struct InterviewTests {
  /// What the interviewer says, and what was sent to it and to the person.
  private final class Room: Sendable {
    let replies: Mutex<[JSON]>
    let prompts = Mutex<[JSON]>([])
    let questions = Mutex<[JSON]>([])

    init(_ replies: [JSON]) { self.replies = Mutex(replies) }
  }

  private static func reply(_ question: String, _ score: Int, complete: Bool = false) -> JSON {
    [
      "question": .string(question), "score": .integer(Int64(score)), "justification": "So far.",
      "is_complete": .bool(complete),
    ]
  }

  private func validate(
    _ room: Room, config: JSON = [:], fields: JSON = ["score": ["type": "integer"]],
    subject: JSON = ["kind": "agent", "name": "Ana", "persona": ["job": "banker"]]
  ) async throws -> JSON {
    let host = FakeHost(services: [
      "tt.llm/1": { _, _, body in
        room.prompts.withLock { $0.append((try? JSON(parsing: body)) ?? .null) }
        let reply = room.replies.withLock { $0.isEmpty ? .null : $0.removeFirst() }
        return FakeAnswer(["content": .string(reply.text), "finish": "stop"])
      },
      "tt.people/1": { _, request, _ in
        room.questions.withLock { $0.append(request) }
        return FakeAnswer(["status": "answered", "text": "At nine, with the rates."])
      },
    ])
    let validator = try host.create(TinyPersonValidator.self, config: config)
    let result = try await validator.invoke(
      "extract", ["objective": "a banker", "fields": fields, "subject": subject]
    ).get()
    return result["records"]?[0] ?? .null
  }

  @Test(
    "C80: questions go to a copy of the person, with what was said before, and a score comes of it")
  func interview() async throws {
    let room = Room([
      Self.reply("How does your day begin?", 5), Self.reply("And then?", 7),
      Self.reply("", 8, complete: true),
    ])
    let fields: JSON = [
      "score": ["type": "integer"], "questions": ["type": "integer"],
      "transcript": ["type": "string"],
    ]
    let record = try await validate(room, fields: fields)
    #expect(record["status"] == "answered" && record["values"]?["score"] == 8)
    #expect(record["values"]?["questions"] == 2)
    #expect(record["values"]?["transcript"]?.string?.contains("— And then?\nAt nine") == true)
    let asked = room.questions.withLock { $0 }
    #expect(asked.map { $0["text"] } == ["How does your day begin?", "And then?"])
    #expect(
      asked.last?["earlier"] == [
        ["question": "How does your day begin?", "answer": "At nine, with the rates."]
      ])
    let first = room.prompts.withLock { $0.first?[0]?["content"]?.string } ?? ""
    #expect(first.contains("a banker") && first.contains("\"job\":\"banker\""))
  }

  @Test("no more questions are asked than allowed, and the last answer counts")
  func limit() async throws {
    let room = Room([Self.reply("One?", 3), Self.reply("Two?", 4), Self.reply("Three?", 6)])
    let record = try await validate(room, config: ["max_questions": 2, "include_persona": false])
    #expect(record["values"]?["score"] == 6)
    #expect(room.questions.withLock { $0.count } == 2)
    #expect(room.prompts.withLock { $0.first?[0]?["content"]?.string?.contains("job") } == false)
  }

  @Test("an interviewer that makes no sense fails the interview, not the run")
  func hostile() async throws {
    #expect(try await validate(Room([["score": 12]]))["status"] == "failed")
    #expect(try await validate(Room([]))["status"] == "failed")
  }

  @Test("what cannot be asked for is refused")
  func refused() async throws {
    await #expect(throws: (any Error).self) {
      try await validate(Room([]), fields: ["age": ["type": "integer"]])
    }
    await #expect(throws: (any Error).self) {
      try await validate(Room([]), subject: ["kind": "world"])
    }
  }
}
