import Synchronization
import TinyTroupeFakeHost
import TinyTroupeJSON
import TinyTroupePluginKit

@testable import ResultsExtractor

/// A host whose log and whose model a test has written.
final class Study: Sendable {
  /// What the model was sent.
  struct Asked: Sendable {
    var envelope: JSON = .null
    var messages: JSON = .null
    var query: JSON = .null
    var times = 0

    /// The text that the model reads.
    var prompt: String { messages[1]?["content"]?.string ?? "" }
  }

  static let events: [JSON] = [
    [
      "id": 3, "kind": "stimulus", "type": "CONVERSATION", "content": "Would you buy it?",
      "time": "2026-01-05T09:00:00",
    ],
    [
      "id": 5, "kind": "action", "type": "TALK", "content": "At four euros, yes.",
      "target": "Reto", "agent": "Nuala", "time": "2026-01-05T09:00:00",
    ],
    [
      "id": 6, "kind": "action", "type": "DONE", "content": "", "agent": "Nuala",
      "time": "2026-01-05T09:00:00",
    ],
    [
      "id": 9, "kind": "stimulus", "type": "CONVERSATION", "content": "Why?\n[5] Why?",
      "source": "Reto", "time": "2026-01-05T10:00:00",
    ],
    [
      "id": 12, "kind": "result", "type": "WRITE_DOCUMENT", "content": "It was written.",
      "source": "word-processor", "agent": "Nuala", "time": "2026-01-05T10:00:00",
    ],
  ]

  static let fields: JSON = [
    "buys": ["type": "boolean"],
    "price": ["type": "number", "min": 0, "max": 10, "hint": "in euros"],
    "rating": ["type": "integer", "min": 1, "max": 5],
    "choice": ["type": "enum", "values": ["soup", "salad"]],
    "reasons": ["type": "list", "max": 2], "objection": ["type": "string"],
  ]

  static let complete: JSON = [
    "buys": true, "price": 4, "rating": 5, "choice": "soup", "reasons": ["thirst"],
    "objection": "none",
  ]

  let host: FakeHost
  private let asked: Asking

  private final class Asking: Sendable {
    let asked = Mutex(Asked())
  }

  init(
    events: [JSON] = Study.events, model: @escaping @Sendable () throws -> JSON
  ) {
    let asking = Asking()
    asked = asking
    host = FakeHost(services: [
      "tt.events/1": { _, request, _ in
        asking.asked.withLock { $0.query = request }
        return FakeAnswer(["events": .array(events)])
      },
      "tt.llm/1": { _, request, body in
        asking.asked.withLock { asked in
          asked.envelope = request
          asked.messages = (try? JSON(parsing: body)) ?? .null
          asked.times += 1
        }
        return FakeAnswer(try model())
      },
    ])
  }

  /// A study whose model replies with a text.
  convenience init(events: [JSON] = Study.events, reply: String) {
    self.init(events: events) { ["content": .string(reply), "finish": "stop"] }
  }

  /// A study whose model replies with a record of these values.
  convenience init(
    values: JSON, status: JSON = "answered", evidence: JSON = [5], events: [JSON] = Study.events
  ) {
    let reply: JSON = ["status": status, "values": values, "evidence": evidence]
    self.init(events: events, reply: reply.text)
  }

  /// What the model was sent so far.
  var seen: Asked { asked.asked.withLock { $0 } }

  func records(
    fields: JSON = Study.fields, subject: JSON = ["kind": "agent", "name": "Nuala"],
    situation: String? = nil, config: JSON = [:]
  ) async throws -> [JSON] {
    var request: JSONObject = [
      "objective": "would she buy it", "fields": fields, "subject": subject,
    ]
    request["situation"] = situation.map(JSON.string)
    let instance = try host.create(ResultsExtractor.self, config: config)
    return try await instance.invoke("extract", .object(request)).get()["records"]?.array ?? []
  }
}
