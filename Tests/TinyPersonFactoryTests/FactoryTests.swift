import Synchronization
import Testing
import TinyTroupeFakeHost
import TinyTroupeJSON
import TinyTroupePluginKit

@testable import TinyPersonFactory

/// A factory whose model a test has written.
final class Workshop: Sendable {
  private final class Sent: Sendable {
    let requests = Mutex<[(envelope: JSON, messages: JSON)]>([])
  }
  private let sent: Sent
  private let host: FakeHost

  init(says reply: JSON, finish: String = "stop") {
    let sent = Sent()
    self.sent = sent
    host = FakeHost(services: [
      "tt.llm/1": { _, envelope, body in
        sent.requests.withLock { $0.append((envelope, (try? JSON(parsing: body)) ?? .null)) }
        return FakeAnswer(["content": .string(reply.text), "finish": .string(finish)])
      }
    ])
  }

  var envelope: JSON { sent.requests.withLock { $0.last?.envelope ?? .null } }
  var prompt: String {
    sent.requests.withLock { $0.last?.messages[1]?["content"]?.string ?? "" }
  }

  func generate(_ request: JSON, config: JSON = [:]) async throws -> JSON {
    let factory = try host.create(TinyPersonFactory.self, config: config)
    return try await factory.invoke("generate", request).get()
  }
}

@Suite("TinyPersonFactory")
struct FactoryTests {
  private static let reply: JSON = [
    "minibio": "A vet who eats in her car.",
    "persona": [
      "name": "Ita Roche", "age": 34, "gender": "", "beliefs": ["a", "a", "b"], "skills": [],
      "health": .null,
    ],
  ]

  @Test("a person is written, without what is empty or said twice")
  func person() async throws {
    let workshop = Workshop(says: Self.reply)
    let found = try await workshop.generate(["sample": [:]])
    #expect(found["persona"] == ["name": "Ita Roche", "age": 34, "beliefs": ["a", "b"]])
    #expect(found["minibio"] == "A vet who eats in her car.")
    #expect(workshop.envelope["purpose"] == "generate")
    #expect(
      workshop.envelope["max_output_tokens"] == 6000 && workshop.envelope["temperature"] == nil)
  }

  @Test(
    "C60 everything that is asked for stands in the prompt, at any temperature",
    arguments: [0, 0.7, 1.5])
  func prompt(temperature: Double) async throws {
    let workshop = Workshop(says: Self.reply)
    _ = try await workshop.generate(
      [
        "sample": ["age": 34, "occupation.title": "vice-president of a bank"],
        "context": "Customers of <one> bank.", "particulars": "Hates \"queues\".",
        "taken": ["Ada Byrne"], "others": ["A retired driver."], "refused": "It was a twin.",
        "language": "Irish",
      ], config: ["temperature": .number(temperature)])
    for words in [
      "- age: 34\n- occupation.title: vice-president of a bank\n", "Customers of <one> bank.",
      "Hates \"queues\".", "These are taken: Ada Byrne.", "- A retired driver.", "It was a twin.",
    ] { #expect(workshop.prompt.contains(words), "\(workshop.prompt)") }
    #expect(workshop.envelope["temperature"]?.double == temperature)
    #expect(workshop.envelope["about"]?["persona"]?["age"] == 34)
  }

  @Test("a name that is given stays")
  func name() async throws {
    let workshop = Workshop(says: Self.reply)
    let found = try await workshop.generate(["sample": [:], "name": "Bea Ó Sé"])
    #expect(found["persona"]?["name"] == "Bea Ó Sé")
    #expect(workshop.prompt.contains("The person's name is Bea Ó Sé."))
    #expect(!workshop.prompt.contains("Find a full name"))
  }

  @Test("a reply without a person, or one that is cut off, says so")
  func failures() async throws {
    await #expect(throws: PluginFailure.self) {
      try await Workshop(says: ["people": []]).generate(["sample": [:]])
    }
    await #expect(throws: PluginFailure.self) {
      try await Workshop(says: Self.reply, finish: "length").generate(["sample": [:]])
    }
    await #expect(throws: PluginFailure.self) { try await Workshop(says: Self.reply).generate([:]) }
  }
}
