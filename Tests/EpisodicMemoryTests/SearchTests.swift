import Testing
import TinyTroupeJSON

@Suite("Searching memory")
struct SearchTests {
  private static let sayings = [
    "The clock has stopped.", "Gazpacho is best in August, cold and sharp.",
    "I would pay three euros for gazpacho in a bottle.", "The bottle was green.",
    "Der Zug nach Köln fällt heute aus.", "冷たいスープが好きです。",
  ]

  private func search(_ text: String, limit: Int? = nil) async throws -> JSON {
    let stage = try MemoryStage()
    try await stage.live(Self.sayings.indices) { Self.sayings[$0] }
    var query: JSONObject = ["mode": "search", "text": .string(text)]
    query["limit"] = limit.map { .integer(Int64($0)) }
    return try await stage.invoke("query", .object(query))
  }

  @Test("C25: an episodic memory can be searched, and what fits best comes first")
  func c25Search() async throws {
    #expect(ids(try await search("gazpacho bottle")) == [2, 3, 1])
  }

  @Test("scores fall, and say how well each fits")
  func scores() async throws {
    let items = try #require(try await search("gazpacho bottle")["items"]?.array)
    let scores = items.compactMap { $0["score"]?.double }
    #expect(scores.count == 3)
    #expect(scores == scores.sorted(by: >))
    #expect(scores.allSatisfy { $0 > 0 })
  }

  @Test("case, punctuation and scripts without spaces are no hindrance")
  func scripts() async throws {
    #expect(ids(try await search("KÖLN!")) == [4])
    #expect(ids(try await search("スープ")) == [5])
  }

  @Test("who said it counts as well, and the later of two equals comes first")
  func names() async throws {
    let found = ids(try await search("Oscar", limit: 2))
    #expect(found.count == 2)
    let stage = try MemoryStage()
    try await stage.live(0..<3) { _ in "the same" }
    #expect(
      ids(try await stage.invoke("query", ["mode": "search", "text": "same"])) == [2, 1, 0])
  }

  @Test("nothing in common, or nothing asked for, finds nothing")
  func nothing() async throws {
    #expect(ids(try await search("umbrella")) == [])
    #expect(ids(try await search("")) == [])
    #expect(ids(try await search("?!")) == [])
  }

  @Test("equal memories give equal answers")
  func determinism() async throws {
    #expect(
      try await search("gazpacho bottle clock") == (try await search("gazpacho bottle clock")))
  }
}
