import EpisodicMemory
import Testing
import TinyTroupeJSON
import TinyTroupePluginKit

@Suite("What memory keeps")
struct KeepingTests {
  @Test("C20: what is remembered adds up, and writing never asks for consolidation")
  func c20Count() async throws {
    let stage = try MemoryStage()
    for id in 0..<30 { #expect(try await stage.live([id]) == [:]) }
    #expect(ids(try await stage.invoke("query", ["mode": "all"])) == Array(0..<30))
  }

  @Test("C21: all, or the last few, in order of experience")
  func c21LastItems() async throws {
    let stage = try MemoryStage()
    try await stage.live(0..<10)
    #expect(ids(try await stage.invoke("query", ["mode": "all"])) == Array(0..<10))
    #expect(ids(try await stage.invoke("query", ["mode": "all", "limit": 3])) == [7, 8, 9])
    #expect(ids(try await stage.invoke("query", ["mode": "all", "limit": 99])).count == 10)
  }

  @Test("C23: forgetting drops all, those before a number, or those named")
  func c23Forgetting() async throws {
    let stage = try MemoryStage()
    try await stage.live(0..<10)
    #expect(try await stage.invoke("forget", ["before": 3]) == ["forgotten": 3])
    #expect(ids(try await stage.invoke("query", ["mode": "all"])) == Array(3..<10))
    #expect(try await stage.invoke("forget", ["ids": [8, 9, 77]]) == ["forgotten": 2])
    #expect(ids(try await stage.invoke("query", ["mode": "all"])) == Array(3..<8))
    #expect(try await stage.invoke("forget", [:]) == ["forgotten": 5])
    #expect(ids(try await stage.invoke("query", ["mode": "all"])) == [])
    #expect(try await stage.invoke("forget", [:]) == ["forgotten": 0])
  }

  @Test("after forgetting, a caller gets the whole window, not what is new")
  func forgettingSpoilsTheCaller() async throws {
    let stage = try MemoryStage()
    try await stage.live(0..<30)
    #expect(try await stage.recall(after: 29, start: 10)["partial"] == true)
    _ = try await stage.invoke("forget", ["ids": [12]])
    #expect(try await stage.recall(after: 29, start: 10)["partial"] == nil)
    try await stage.live([30])
    #expect(try await stage.recall(after: 29, start: 10)["partial"] == nil)
    try await stage.live([31])
    #expect(ids(try await stage.recall(after: 30, start: 10)) == [31])
  }

  @Test("a long life is kept in pages, and remembering rewrites only the end")
  func pages() async throws {
    let stage = try MemoryStage(prefix: 3, recent: 300)
    for start in stride(from: 0, to: 3000, by: 5) {
      try await stage.live((start..<(start + 5)).map { $0 * 7 })
    }
    #expect(stage.keys == ["head"] + (0..<11).map { "page/\($0)" }.sorted())
    #expect(stage.puts.allSatisfy { $0.keys.count <= 2 && $0.bytes < 700 })
    let all = ids(try await stage.invoke("query", ["mode": "all"]))
    #expect(all == (0..<3000).map { $0 * 7 })
    let recent = try await stage.recall()
    #expect(ids(recent).suffix(300) == all.suffix(300))
    #expect(recent["start"]?.integer == all[all.count - (ids(recent).count - 3)])
  }

  @Test("forgetting gives pages back")
  func forgottenPages() async throws {
    let stage = try MemoryStage()
    try await stage.live(0..<1000)
    #expect(try await stage.invoke("forget", ["before": 700]) == ["forgotten": 700])
    #expect(stage.keys == ["head", "page/0"])
    #expect(ids(try await stage.invoke("query", ["mode": "all"])) == Array(700..<1000))
  }

  @Test("numbers of any size and order come back")
  func odd() async throws {
    let stage = try MemoryStage()
    let numbers = [5, 3, 1 << 40, 0, Int.max, 9]
    try await stage.live(numbers)
    #expect(ids(try await stage.invoke("query", ["mode": "all"])) == numbers)
  }

  @Test("a damaged store is an error that names the key")
  func damage() async throws {
    let stage = try MemoryStage()
    try await stage.live(0..<300)
    stage.damage("page/0")
    await #expect {
      try await stage.invoke("query", ["mode": "all"])
    } throws: {
      ($0 as? PluginFailure)?.message
        == "The memory is damaged: the store's value at 'page/0' is none that this plugin wrote."
    }
  }

  @Test(
    "requests that make no sense are refused",
    arguments: [
      ("write", [:], "The memory was asked to write without 'events'."),
      ("write", ["events": [1, "x"]], "'events' must be a list of event numbers."),
      ("write", ["events": [-1]], "'events' must be a list of event numbers."),
      ("forget", ["ids": 3], "'ids' must be a list of event numbers."),
      ("query", ["mode": "all", "limit": 0], "'limit' must be a whole number from 1 on."),
      ("query", ["mode": "search"], "A search in memory needs 'text', what to look for."),
      (
        "query", ["mode": "dream"],
        "The memory knows the modes 'recent', 'search' and 'all', and was asked for 'dream'."
      ),
      ("consolidate", [:], "The memory 'episodic' has no operation 'consolidate'."),
    ] as [(String, JSON, String)])
  func refusals(op: String, request: JSON, message: String) async throws {
    let stage = try MemoryStage()
    await #expect {
      try await stage.invoke(op, request)
    } throws: {
      ($0 as? PluginFailure)?.message == message
    }
  }
}
