import Synchronization
import Testing
import TinyTroupeFakeHost
import TinyTroupeJSON
import TinyTroupePluginKit
import TinyWordProcessor

@Suite("Making documents richer")
struct EnrichingTests {
  private static let original = "Soup, cold."

  private func write(config: JSON = ["enrich": true], _ enricher: @escaping FakeService)
    async throws -> JSON
  {
    let host = FakeHost(services: ["tt.enricher/1": enricher])
    let instance = try host.create(TinyWordProcessor.self, config: config)
    let result = try await instance.invoke(
      "perform",
      [
        "type": "WRITE_DOCUMENT",
        "input": ["title": "Menu", "content": .string(Self.original)],
      ]
    ).get()
    #expect(host.misbehaviours == [])
    return result
  }

  @Test("a document that becomes three times as long replaces the original")
  func richer() async throws {
    let asked = Mutex<JSON>(.null)
    let rich = String(repeating: "Soup! ", count: 6)
    let result = try await write(config: ["enrich": ["requirements": "Appetising."]]) {
      op, request, _ in
      asked.withLock { $0 = request }
      return FakeAnswer(op == "enrich" ? ["content": .string(rich)] : [:])
    }
    #expect(result["artifacts"]?[0]?["content"] == .string(rich))
    #expect(result["text"]?.string?.hasSuffix("documents/Menu.json.") == true)
    #expect(
      asked.withLock { $0 } == [
        "requirements": "Appetising.", "content": .string(Self.original),
        "content_type": "document", "context": "The document's title: Menu", "min_ratio": 3,
      ])
  }

  @Test(
    "a document that does not become longer stays as it was, and its writer is told",
    arguments: ["Soup, cold. Soup, cold. Soup, co", "", nil])
  func kept(content: String?) async throws {
    let result = try await write { _, _, _ in
      FakeAnswer(content.map { ["content": .string($0)] } ?? ["patch": [:]])
    }
    #expect(result["artifacts"]?[0]?["content"] == .string(Self.original))
    #expect(
      result["text"]?.string?.hasSuffix(
        " It stands as you wrote it, since making it richer did not work.") == true)
  }

  @Test("a document is not lost because the model failed on it")
  func failure() async throws {
    let result = try await write { _, _, _ in throw PluginFailure(.invalid, "Refused.") }
    #expect(result["artifacts"]?[0]?["content"] == .string(Self.original))
  }

  @Test("a used up budget ends the action, since it concerns everything that follows")
  func budget() async throws {
    await #expect {
      try await write { _, _, _ in throw PluginFailure(.exhausted, "The budget is used up.") }
    } throws: {
      ($0 as? PluginFailure)?.code == .exhausted
    }
  }

  @Test("without an enricher, a study that wants one is told")
  func missing() async throws {
    let instance = try FakeHost().create(TinyWordProcessor.self, config: ["enrich": true])
    let outcome = await instance.invoke(
      "perform", ["type": "WRITE_DOCUMENT", "input": ["title": "Menu", "content": "x"]])
    #expect(outcome.failure?.code == .notFound)
    #expect(outcome.failure?.message.contains("'tt.enricher/1'") == true)
  }
}
