import Synchronization
import Testing
import TinyTroupeFakeHost
import TinyTroupeJSON
import TinyTroupePluginKit

@testable import ResultsNormalizer

@Suite("Sorting texts into categories")
struct NormalizerTests {
  /// What a model replies, and what it was sent.
  private final class Model: Sendable {
    let replies: Mutex<[JSON]>
    let prompts = Mutex<[String]>([])

    init(_ replies: [JSON]) { self.replies = Mutex(replies) }
  }

  private static func reply(_ categories: (String, [Int])...) -> JSON {
    [
      "categories": .array(
        categories.map { name, members in
          ["name": .string(name), "members": .array(members.map { .integer(Int64($0)) })]
        })
    ]
  }

  private func sort(
    _ texts: [JSON], _ replies: [JSON], limit: Int = 3, config: JSONObject = [:],
    model: Model? = nil
  ) async throws -> [JSON] {
    let model = model ?? Model(replies)
    let host = FakeHost(services: [
      "tt.llm/1": { _, _, body in
        let prompt = (try? JSON(parsing: body))?[1]?["content"]?.string ?? ""
        model.prompts.withLock { $0.append(prompt) }
        let reply = model.replies.withLock { $0.isEmpty ? .null : $0.removeFirst() }
        return FakeAnswer(["content": .string(reply.text), "finish": "stop"])
      }
    ])
    var settings: JSONObject = ["column": "why", "categories": .integer(Int64(limit))]
    for member in config { settings[member.key] = member.value }
    let normalizer = try host.create(ResultsNormalizer.self, config: .object(settings))
    let result = try await normalizer.invoke(
      "extract",
      [
        "objective": "kinds of objections", "fields": ["kind": "string"],
        "subject": [
          "kind": "table",
          "table": [
            "name": "why.csv", "columns": ["agent", "why"],
            "rows": .array(texts.map { ["Ana", $0] }),
          ],
        ],
      ]
    ).get()
    return result["records"]?.array ?? []
  }

  private func kinds(_ records: [JSON]) -> [JSON?] { records.map { $0["values"]?["kind"] } }

  @Test("C73: each different text is sorted once, in order, with its commas")
  func once() async throws {
    let model = Model([Self.reply(("Price", [1]), ("Taste", [2]))])
    let records = try await sort(
      ["too dear, really", "bland", "too  dear, really", .null, ""], [], model: model)
    #expect(kinds(records) == ["Price", "Taste", "Price", .null, .null])
    #expect(
      records.map { $0["status"] } == ["answered", "answered", "answered", "missing", "missing"])
    #expect(records.map { $0["row"]?.integer } == [0, 1, 2, 3, 4])
    let prompts = model.prompts.withLock { $0 }
    #expect(prompts.count == 1)
    #expect(prompts[0].contains("\n1. too dear, really\n2. bland\n"))
    #expect(!prompts[0].contains("3."))
  }

  @Test("C73: of more categories than allowed the largest stay, and the rest is other")
  func cap() async throws {
    let texts: [JSON] = ["a", "b", "c", "d", "e"]
    let reply = Self.reply(("One", [1]), ("Two", [2, 3]), ("Three", [4]), ("Four", [5]))
    #expect(
      kinds(try await sort(texts, [reply])) == ["One", "Two", "Two", "Other", "Other"])
    #expect(
      kinds(try await sort(texts, [reply], limit: 1, config: ["other": "All"]))
        == ["All", "All", "All", "All", "All"])
    #expect(
      kinds(try await sort(texts, [reply], limit: 9)) == ["One", "Two", "Two", "Three", "Four"])
  }

  @Test("what a model leaves out, repeats or makes up does no harm")
  func hostile() async throws {
    let reply = Self.reply(("One", [1, 1, 7, -2]), (" ", [2]), ("Two", [1]), ("ONE", [3]))
    #expect(kinds(try await sort(["a", "b", "c"], [reply])) == ["One", "Other", "One"])
  }

  @Test("C73: names that are too long are cut where a sentence or a word ends")
  func longNames() async throws {
    let reply = Self.reply(
      ("Dear. Much too dear for what it is", [1]), ("somewhat bland and watery", [2]))
    #expect(
      kinds(try await sort(["a", "b"], [reply], config: ["max_length": 15]))
        == ["Dear", "somewhat…"])
  }

  @Test("many texts are sorted in parts, and later parts know the categories of earlier ones")
  func batches() async throws {
    let model = Model([
      Self.reply(("Price", [1]), ("Taste", [2])), Self.reply(("price", [1])),
    ])
    let records = try await sort(["a", "b", "c"], [], config: ["batch": 2], model: model)
    #expect(kinds(records) == ["Price", "Taste", "Price"])
    let prompts = model.prompts.withLock { $0 }
    #expect(prompts.count == 2 && prompts[1].contains("Categories so far:\n- Price\n- Taste\n"))
  }

  @Test("C73: a reply that cannot be used leaves the category unknown, and says so")
  func unusable() async throws {
    let records = try await sort(["a", "b"], ["nonsense"])
    #expect(kinds(records) == [.null, .null])
    #expect(records.map { $0["status"] } == ["failed", "failed"])
  }

  @Test("C73: what is no text cannot be sorted, and a column must be there")
  func mistakes() async {
    await #expect {
      _ = try await sort([3], [])
    } throws: {
      "\($0)".contains("only texts can be sorted, and row 1 of the column 'why' has 3")
    }
    await #expect {
      _ = try await sort(["a"], [], config: ["column": "what"])
    } throws: {
      "\($0)".contains("the table why.csv has no column 'what'. It has: agent, why")
    }
  }
}
