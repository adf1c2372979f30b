import Testing
import TinyTroupeJSON

@testable import TinyTroupe
@testable import TinyTroupeKernel

@Suite("Services, asked by a plugin")
struct ServiceTests {
  private let caller: Caller

  init() async throws {
    caller = try await Caller()
  }

  @Test("what a call put, it gets, scans and deletes")
  func store() async throws {
    try await caller.ask("tt.store/1 put", #"{"keys":["a","b","c"],"lengths":[1,0,2]}"#, "xyz")
    let got = try await caller.ask("tt.store/1 get", #"{"keys":["c","nothing","b"]}"#)
    #expect(try got.json() == ["found": [true, false, true], "lengths": [2, 0, 0]])
    #expect(got.body == Array("yz".utf8))
    try await caller.ask("tt.store/1 delete", #"{"keys":["c"]}"#)
    let all = try await caller.ask("tt.store/1 scan", #"{"prefix":""}"#)
    #expect(try all.json() == ["keys": ["a", "b"], "lengths": [1, 0]])
    let rest = try await caller.ask("tt.store/1 scan", #"{"prefix":"","after":"a","limit":1}"#)
    #expect(try rest.json()["keys"] == ["b"])
    let none = try await caller.ask("tt.store/1 scan", #"{"limit":-1}"#)
    #expect(try none.json()["keys"] == [])
  }

  @Test("a person's values and those of all are apart")
  func scopes() async throws {
    try await caller.ask("tt.store/1 put", #"{"scope":"agent","keys":["k"]}"#, "mine")
    try await caller.ask("tt.store/1 put", #"{"scope":"shared","keys":["k"]}"#, "ours")
    #expect(
      try await caller.ask("tt.store/1 get", #"{"scope":"shared","keys":["k"]}"#).body
        == Array("ours".utf8))
    #expect(try await caller.ask("tt.store/1 get", #"{"keys":["k"]}"#).body == Array("mine".utf8))
    #expect(caller.scope.writes.writes.map(\.space.scope) == [.agent(0), .shared])
    #expect(Set(caller.scope.writes.writes.map(\.space.namespace)) == ["org.example.puppet/puppet"])
  }

  @Test(
    "a store request that makes no sense is refused with a sentence",
    arguments: [
      (
        "put", #"{"keys":["a"],"lengths":[2]}"#,
        "tt.store put: the lengths do not add up to the body's 3 bytes."
      ),
      (
        "put", #"{"keys":["a","b"]}"#,
        "tt.store put: the lengths do not add up to the body's 3 bytes."
      ),
      (
        "put", #"{"keys":["a","b"],"lengths":[-1,4]}"#,
        "tt.store put: the lengths do not add up to the body's 3 bytes."
      ),
      (
        "put", #"{"keys":["a","b"],"lengths":[9223372036854775807,9223372036854775807]}"#,
        "tt.store put: the lengths do not add up to the body's 3 bytes."
      ),
      (
        "put", #"{"keys":["a"],"lengths":["x",3]}"#,
        "tt.store put: the lengths do not add up to the body's 3 bytes."
      ),
      ("put", "{}", "tt.store: 'keys' is missing."),
      ("get", #"{"keys":[1]}"#, "tt.store: every key must be a text."),
      (
        "get", #"{"keys":[],"scope":"world"}"#,
        "tt.store: 'world' is no scope. Use 'agent' or 'shared'."
      ),
      ("take", #"{"keys":[]}"#, "tt.store has no operation 'take'."),
    ])
  func storeRefusals(op: String, request: String, sentence: String) async throws {
    #expect(await caller.refusal("tt.store/1 \(op)", request, "xyz") == sentence)
    #expect(caller.scope.writes.writes.isEmpty)
  }

  @Test("a call that serves nobody has no values of its own")
  func worldStore() async throws {
    let world = try await Caller(isWorld: true)
    #expect(
      await world.refusal("tt.store/1 get", #"{"keys":[]}"#)
        == "tt.store: the scope 'agent' needs a call that serves a person.")
    #expect(
      await world.refusal("tt.memory/1 query") == "tt.memory needs a call that serves a person.")
    #expect(await world.refusal("tt.tools/1 list") == "tt.tools needs a call that serves a person.")
  }

  @Test("a person reads its own experience, and nothing else by any way of asking")
  func events() async throws {
    caller.happen()
    let own = try await caller.ask("tt.events/1 query", #"{"agent":"Lisa"}"#).json()["events"]
    #expect(
      own?.array?.compactMap { $0["content"]?.string } == ["to all", "mine", "heard", "tool says"])
    #expect(
      await caller.refusal("tt.events/1 query", #"{"world":true}"#)
        == "tt.events: a person cannot read the whole world.")
    let byID = try await caller.ask("tt.events/1 query", #"{"ids":[0,1,2,3,4,5,-1,99]}"#)
    #expect(try byID.json()["events"] == own)
  }

  @Test("C24: an experience is cut to the last ones, those after a number, and kinds of things")
  func selection() async throws {
    caller.happen()
    func ids(_ request: String) async throws -> [Int] {
      let reply = try await caller.ask("tt.events/1 query", request).json()
      return (reply["events"]?.array ?? []).compactMap { $0["id"]?.integer }
    }
    #expect(try await ids(#"{"limit":2}"#) == [4, 5])
    #expect(try await ids(#"{"limit":0}"#) == [])
    #expect(try await ids(#"{"limit":-1}"#) == [])
    #expect(try await ids(#"{"after":1}"#) == [4, 5])
    #expect(try await ids(#"{"types":["TALK"],"limit":1}"#) == [1])
  }

  @Test("the world reads everything, each thing with its author")
  func worldEvents() async throws {
    let world = try await Caller(isWorld: true)
    world.happen()
    let reply = try await world.ask("tt.events/1 query", #"{"world":true}"#).json()["events"]
    #expect(reply?.array?.compactMap { $0["id"]?.integer } == [0, 1, 2, 3, 4, 5])
    #expect(reply?.array?[2]["source"] == "Oscar")
    #expect(
      await world.refusal("tt.events/1 query") == "tt.events query needs 'ids', 'agent' or 'world'."
    )
  }

  @Test("tools can't be used by a call that was given none")
  func toolsElsewhere() async throws {
    #expect(
      await caller.refusal("tt.tools/1 perform", #"{"type":"SHARE","content":""}"#)
        == "Tools can be used during a person's turn only.")
  }
}
