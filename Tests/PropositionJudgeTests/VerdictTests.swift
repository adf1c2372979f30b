import Synchronization
import Testing
import TinyTroupeFakeHost
import TinyTroupeJSON
import TinyTroupePluginKit

@testable import PropositionJudge

/// A judge whose record and whose model a test has written.
final class Court: Sendable {
  private final class Script: Sendable {
    let sent = Mutex<[(envelope: JSON, messages: JSON)]>([])
    let left: Mutex<[JSON]>

    init(_ replies: [JSON]) { left = Mutex(replies) }
  }

  private let script: Script
  private let host: FakeHost

  static let record: [JSON] = [
    [
      "id": 3, "kind": "stimulus", "type": "CONVERSATION", "content": "Would you buy it?",
      "time": "2026-01-05T09:00:00",
    ],
    [
      "id": 5, "kind": "action", "type": "TALK", "content": "Never.", "agent": "Nuala",
      "time": "2026-01-05T09:00:00",
    ],
  ]

  init(_ events: [JSON] = record, says replies: JSON...) {
    let script = Script(replies)
    self.script = script
    host = FakeHost(services: [
      "tt.events/1": { _, _, _ in FakeAnswer(["events": .array(events)]) },
      "tt.llm/1": { _, envelope, body in
        script.sent.withLock { $0.append((envelope, (try? JSON(parsing: body)) ?? .null)) }
        let reply = script.left.withLock { $0.isEmpty ? .null : $0.removeFirst() }
        return FakeAnswer(["content": .string(reply.text), "finish": "stop"])
      },
    ])
  }

  var calls: [(envelope: JSON, messages: JSON)] { script.sent.withLock { $0 } }
  var prompt: String { calls.last?.messages[1]?["content"]?.string ?? "" }

  func judge(_ request: JSONObject) async throws -> JSON {
    var request = request
    if request["subject"] == nil {
      request["subject"] = ["kind": "agent", "name": "Nuala", "persona": ["likes": "chess"]]
    }
    let judge = try host.create(PropositionJudge.self, config: [:])
    return try await judge.invoke("judge", .object(request)).get()
  }
}

@Suite("Propositions")
struct VerdictTests {
  private static let verdict: JSON = [
    "reasoning": "She said so.", "justification": "She says never.", "value": true, "score": 8,
    "confidence": 0.9, "evidence": [5, 77],
  ]

  @Test("C88 a claim in words is judged by the record, and evidence must be in it")
  func words() async throws {
    let court = Court(says: Self.verdict)
    let found = try await court.judge(["claim": "Nuala refuses."])
    #expect(found["value"] == true && found["score"] == 8 && found["confidence"] == 0.9)
    #expect(found["evidence"] == [5])
    #expect(
      court.prompt.contains("[5] does TALK: Never.") && court.prompt.contains("Nuala refuses."))
    #expect(!court.prompt.contains("chess"), "a claim in words goes by the record alone")
    #expect(court.calls.first?.envelope["purpose"] == "judge")
  }

  @Test("claims with a name bring their words, and the persona where they need it")
  func named() async throws {
    let court = Court(says: Self.verdict)
    _ = try await court.judge(["claim": "persona-adherence"])
    #expect(court.prompt.contains("agrees with its persona") && court.prompt.contains("chess"))
    #expect(Proposition.known.count == 13)
  }

  @Test("C88 the world is judged as a whole")
  func world() async throws {
    let court = Court(says: Self.verdict)
    _ = try await court.judge(["claim": "convergence", "subject": ["kind": "world"]])
    #expect(court.prompt.contains("What happened in the world:"))
    #expect(court.prompt.contains("[5] Nuala does TALK"))
  }

  @Test("claims about what is about to be done need it")
  func action() async throws {
    let court = Court(says: Self.verdict)
    _ = try await court.judge(["claim": "action-fluency", "action": "TALK: As I said, never."])
    #expect(court.prompt.contains("As I said, never."))
    await #expect(throws: (any Error).self) {
      try await court.judge(["claim": "action-fluency"])
    }
  }

  @Test("a doubted verdict is thought over, and the second one counts")
  func doubleCheck() async throws {
    var second = Self.verdict.object ?? [:]
    second["score"] = 3
    let court = Court(says: Self.verdict, .object(second))
    let found = try await court.judge(["claim": "Nuala refuses.", "double_check": true])
    #expect(found["score"] == 3 && court.calls.count == 2)
  }

  @Test("a reply that is no verdict is none", arguments: ["nothing", [:], ["score": 12]] as [JSON])
  func hostile(reply: JSON) async throws {
    let found = try await Court(says: reply).judge(["claim": "x"])
    #expect(found["value"]?.isNull == true && found["score"]?.isNull == true)
  }

  @Test("C88 quiet-recently is counted without a model")
  func quiet() async throws {
    func done(_ hour: Int, _ type: String) -> JSON {
      [
        "id": .integer(Int64(hour)), "kind": "action", "type": .string(type), "content": "",
        "agent": "Nuala", "time": .string("2026-01-05T0\(hour):00:00"),
      ]
    }
    let quiet = Court([done(1, "TALK"), done(2, "DONE"), done(3, "DONE")])
    #expect(try await quiet.judge(["claim": "quiet-recently"])["score"] == 9)
    let busy = Court([done(1, "DONE"), done(2, "TALK"), done(2, "DONE"), done(3, "DONE")])
    #expect(try await busy.judge(["claim": "quiet-recently"])["value"] == false)
    #expect(quiet.calls.isEmpty && busy.calls.isEmpty)
  }
}
