import Testing
import TinyTroupeFakeHost
import TinyTroupeJSON
import TinyTroupePluginKit

@Suite("How components answer")
struct StyleTests {
  @Test("an async component runs on a thread of the kit and answers with its body")
  func pending() async throws {
    let host = FakeHost()
    let echo = try host.create(Echo.self, config: ["greeting": "good day"])
    let outcome = await echo.invoke("perform", ["type": "X"], body: [1, 2, 3])
    let result = try outcome.get()
    #expect(result["text"] == "good day")
    #expect(result["given"] == ["type": "X"])
    #expect(result["thread"]?.string?.hasPrefix("tt-kit-") == true)
    #expect(outcome.body == [3, 2, 1])
    #expect(host.misbehaviours == [])
  }

  @Test("a blocking component runs on the thread that the host lent")
  func blocking() async throws {
    let host = FakeHost()
    let echo = try host.create(BlockingEcho.self)
    let outcome = await echo.invoke("perform", ["type": "X"], body: [1, 2])
    #expect(try outcome.get()["thread"] == "tt-fake-worker")
    #expect(outcome.body == [2, 1])
    #expect(try await echo.invoke("describe").get() == ["actions": []])
    #expect(host.misbehaviours == [])
  }

  @Test("deltas come in order, with their bytes, before usage and result")
  func streaming() async throws {
    let host = FakeHost()
    let outcome = await (try host.create(Echo.self)).invoke("describe")
    #expect(outcome.deltas == (1...3).map { FakeDelta(["part": .integer($0)], body: [UInt8($0)]) })
    #expect(outcome.usage == ["tokens": 7])
    #expect(
      host.transcript == [
        .emit(call: "tool.describe", chunk: ["delta": ["part": 1]], body: [1]),
        .emit(call: "tool.describe", chunk: ["delta": ["part": 2]], body: [2]),
        .emit(call: "tool.describe", chunk: ["delta": ["part": 3]], body: [3]),
        .emit(call: "tool.describe", chunk: ["usage": ["tokens": 7]], body: []),
        .emit(call: "tool.describe", chunk: ["result": ["actions": []]], body: []),
        .end(call: "tool.describe", status: 0),
      ])
  }

  @Test("a blocking memory consolidates in pending style and does the rest on the host's thread")
  func mixed() async throws {
    let host = FakeHost()
    let memory = try host.create(Diary.self)
    #expect(try await memory.invoke("write").get()["thread"] == "tt-fake-worker")
    let consolidated = try await memory.invoke("consolidate").get()
    #expect(consolidated["thread"]?.string?.hasPrefix("tt-kit-") == true)
    #expect(host.misbehaviours == [])
  }

  @Test("a thousand calls in flight on one instance all end")
  func many() async throws {
    let host = FakeHost()
    let echo = try host.create(Echo.self)
    let calls = (0..<1000).map { echo.start("perform", ["number": .integer($0)]) }
    for (number, call) in calls.enumerated() {
      let outcome = await call.outcome()
      #expect(try outcome.get()["given"]?["number"]?.integer == number)
    }
    #expect(host.misbehaviours == [])
  }

  @Test("a response's result is written once, whichever way it is made")
  func responses() {
    let made = [
      Response(["a": 1]), Response(resultBytes: Array(#"{"a":1}"#.utf8)),
      Response { $0.object { $0.member("a", 1) } },
    ]
    for response in made {
      #expect(String(decoding: response.resultBytes, as: UTF8.self) == #"{"a":1}"#)
    }
  }
}

/// Remembers nothing but the thread it ran on.
struct Diary: BlockingMemory {
  static let identity = Identity(plugin: "org.example.diary", version: "1.0.0", name: "diary")

  init(config: JSON) throws {}

  private var here: Response { Response(["thread": .string(threadName())]) }

  func write(_ request: Request, _ call: Call) throws -> Response { here }
  func query(_ request: Request, _ call: Call) throws -> Response { here }
  func forget(_ request: Request, _ call: Call) throws -> Response { here }
  func consolidate(_ request: Request, _ call: Call) async throws -> Response { here }
}
