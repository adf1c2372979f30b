import EpisodicMemory
import Recollection
import Testing
import TinyTroupeFakeHost
import TinyTroupeJSON
import TinyTroupePluginKit

@Suite("The window into memory")
struct WindowTests {
  @Test("the recent part grows to twice its size and is then cut, never slid")
  func growth() {
    let omitted = (0...20).map { RecallWindow(prefix: 2, recent: 3, count: $0).omitted }
    #expect(omitted == [0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 3, 3, 6, 6, 6, 9, 9, 9, 12, 12, 12])
  }

  @Test("prefix, gap and recent part cover everything", arguments: 0...200)
  func coverage(count: Int) {
    let window = RecallWindow(prefix: 10, recent: 20, count: count)
    #expect(window.prefix.count + window.omitted + window.recent.count == count)
    #expect(window.recent.count <= 40)
    #expect(window.omitted == 0 || window.recent.count > 20)
  }

  @Test("by default ten first and up to forty recent items are told")
  func defaults() async throws {
    let stage = try MemoryStage()
    try await stage.live(0..<50)
    #expect(ids(try await stage.recall()) == Array(0..<50))
    try await stage.live([50])
    let answer = try await stage.recall()
    #expect(ids(answer) == Array(0..<10) + Array(30...50))
    #expect(answer["prefix"] == 10)
    #expect(answer["omitted"] == 20)
    #expect(answer["start"] == 30)
  }

  @Test("C22: a prefix of 2 and 3 recent ones of 9 items leave 3 out, and the last one is there")
  func c22PrefixAndLookback() async throws {
    let stage = try MemoryStage(prefix: 2, recent: 3)
    try await stage.live(0..<9)
    let answer = try await stage.recall()
    #expect(ids(answer) == [0, 1, 5, 6, 7, 8])
    #expect(answer["prefix"] == 2)
    #expect(answer["omitted"] == 3)
    #expect(answer["start"] == 5)
    #expect(answer["partial"] == nil)
  }

  @Test("an empty memory has an empty window")
  func empty() async throws {
    let stage = try MemoryStage()
    #expect(try await stage.recall() == ["items": [], "omitted": 0, "prefix": 0])
  }

  @Test("items are those of the contract, without what only the log knows")
  func items() async throws {
    let stage = try MemoryStage()
    try await stage.live([7]) { _ in "Good \"morning\",\nLisa" }
    #expect(
      try await stage.recall()["items"] == [
        [
          "id": 7, "kind": "stimulus", "type": "CONVERSATION",
          "content": "Good \"morning\",\nLisa", "source": "Oscar", "time": "2026-01-05T09:00:00",
        ]
      ])
  }

  @Test("a caller gets only what is new, until the window is cut, whoever holds the instance")
  func partial() async throws {
    let stage = try MemoryStage(prefix: 2, recent: 3)
    var mirror: [Int] = []
    var known: (after: Int?, start: Int?) = (nil, nil)
    var partials = 0
    for id in stride(from: 10, to: 200, by: 3) {
      try await stage.live([id, id + 1])
      if id % 2 == 0 { try stage.forgetInstance() }
      let answer = try await stage.recall(after: known.after, start: known.start)
      if answer["partial"] == true {
        mirror += ids(answer)
        partials += 1
      } else {
        mirror = ids(answer)
      }
      #expect(mirror == ids(try await stage.recall()))
      known = (mirror.last, answer["start"]?.integer)
    }
    #expect(partials > 15)
    #expect(stage.host.misbehaviours == [])
  }

  @Test("a caller who names another start, or an event that is not told, gets the whole window")
  func unknownPlace() async throws {
    let stage = try MemoryStage(prefix: 2, recent: 3)
    try await stage.live(0..<9)
    #expect(try await stage.recall(after: 8, start: 5)["partial"] == true)
    #expect(try await stage.recall(after: 8, start: 4)["partial"] == nil)
    #expect(try await stage.recall(after: 3, start: 5)["partial"] == nil)
    #expect(try await stage.recall(after: 99, start: 5)["partial"] == nil)
  }

  @Test("only new texts are read from the log")
  func reads() async throws {
    let stage = try MemoryStage()
    try await stage.live(0..<20)
    _ = try await stage.recall()
    try await stage.live(20..<23)
    let answer = try await stage.recall(after: 19, start: 10)
    #expect(ids(answer) == [20, 21, 22])
    #expect(stage.reads == [Array(0..<20), [20, 21, 22]])
  }

  @Test("an event that the log lacks is missing, and counts for nothing")
  func missing() async throws {
    let stage = try MemoryStage(prefix: 2, recent: 3)
    try await stage.live(0..<9)
    stage.lose(1)
    let answer = try await stage.recall()
    #expect(ids(answer) == [0, 5, 6, 7, 8])
    #expect(answer["prefix"] == 1)
  }

  @Test(
    "a size that makes no sense is refused",
    arguments: [
      (["prefix": -1], "'window.prefix' must be a whole number from 0 to 1000."),
      (["prefix": "ten"], "'window.prefix' must be a whole number from 0 to 1000."),
      (["recent": 0], "'window.recent' must be a whole number from 1 to 1000."),
    ] as [(JSON, String)])
  func sizes(window: JSON, message: String) {
    #expect {
      try FakeHost().create(EpisodicMemory.self, config: ["window": window])
    } throws: {
      ($0 as? PluginFailure)?.message == message
    }
  }
}
