import Synchronization
import Testing
import TinyTroupeJSON

@testable import TinyTroupeKernel

/// Answers `query` at once, by what it was asked.
///
/// A `complete` stays in flight until what it is there for has happened: labelled `x` until one labelled `y`
/// has come, without a label until it is asked to stop.
final class EchoService: Service {
  private let hasSeenY = Atomic<Bool>(false)

  func answer(_ request: ServiceRequest) -> ServiceAnswer {
    if request.op == "query" {
      return .now(
        .success(Reply(["path": .string(request.path), "asked": .string(request.label)])))
    }
    if request.label == "y" { hasSeenY.store(true, ordering: .releasing) }
    return .later { _ throws(PluginError) in
      while !Task.isCancelled, self.isHeld(request.label) {
        try? await Task.sleep(for: .milliseconds(1))
      }
      return Reply(["content": "hello"])
    }
  }

  private func isHeld(_ label: String) -> Bool {
    label.isEmpty || label == "x" && !hasSeenY.load(ordering: .acquiring)
  }
}

@Suite struct InvocationTests {
  static let services = ServiceRegistry([
    "tt.memory/1": EchoService(), "tt.llm/1": EchoService(),
  ])

  private func invoke(_ op: String, _ json: JSON = [:], path: String = #function) async throws
    -> Reply
  {
    _ = LogCollector.shared
    let plugin = try await Self.plugin.value
    let instance = try await plugin.makeInstance(
      of: plugin.components[0], config: ["a": ["b": [1, 2]]], in: PluginFixture.root())
    return try await instance.invoke(
      op, json: json.bytes, in: PluginFixture.root(path, services: Self.services))
  }

  private static let plugin = Task { try await PluginFixture.load(isSerial: false) }

  @Test func aBlockingOperationAnswers() async throws {
    #expect(try await invoke("echo", ["x": [1, "ü"]]).json() == ["x": [1, "ü"]])
  }

  @Test(
    "An answer may come later, or before invoke has returned", arguments: ["pending", "at-once"])
  func pending(op: String) async throws {
    #expect(try await !invoke(op).result.isEmpty)
  }

  @Test func anErrorKeepsItsCodeTextAndDetails() async throws {
    let error = await #expect(throws: PluginError.self) { try await invoke("fail", path: "1/p") }
    #expect(error?.code == .notFound)
    #expect(error?.message == "no such thing")
    #expect(error?.detail == ["hint": "look elsewhere"])
    #expect(error?.description == "no such thing (plugin org.example.probe) [1/p]")
  }

  @Test(
    "What breaks the contract is an error with a sentence",
    arguments: [
      ("silent", "The plugin ended its call without a result."),
      (
        "bad-json",
        "The plugin emitted what is no chunk: expected a key in double quotes at byte 1."
      ),
      ("no-chunk", "The plugin emitted what is no chunk: 'answer' is no kind of chunk at byte 1."),
      ("throw", "The plugin threw an exception: as requested"),
      ("throw-int", "The plugin threw an exception: an exception that is not a std::exception"),
      ("no-reason", "The plugin failed without saying why (status -6)."),
      ("leave-child", "The plugin ended its call while calls beneath it were in flight."),
      ("ask-and-throw", "The plugin threw an exception in a reply: thrown in done"),
    ])
  func broken(op: String, message: String) async throws {
    let error = await #expect(throws: PluginError.self) { try await invoke(op) }
    #expect(error?.message == message)
  }

  @Test func textThatIsNotUTF8IsFoundWhenTheResultIsRead() async throws {
    let reply = try await invoke("bad-utf8")
    #expect(throws: JSONError.self) { try reply.json() }
  }

  @Test(
    "Misbehaviour is logged with its call and never ends the process",
    arguments: [
      ("two-results", "emitted a second result"),
      ("elsewhere", "emitted from a thread that its call was not lent"),
      ("complete-and-ok", "completed its call twice"),
    ])
  func misbehaviour(op: String, complaint: String) async throws {
    let path = "1/misbehaviour/\(op)"
    _ = try await invoke(op, path: path)
    try await eventually {
      LogCollector.shared.lines(at: path).contains { $0.message == complaint }
    }
    #expect(LogCollector.shared.lines(at: path).allSatisfy { $0.level == .pluginMisbehaving })
  }

  @Test(
    "What comes after the end is recognised by its generation",
    arguments: [
      ("double-complete", "completed a call that had ended"),
      ("late-emit", "emitted a call that had ended"),
    ])
  func late(op: String, complaint: String) async throws {
    #expect(try await invoke(op).json() == "late")
    try await eventually { !LogCollector.shared.lines(containing: complaint).isEmpty }
  }

  @Test func aNestedCallHasAPathOfItsOwn() async throws {
    let reply = try await invoke("ask", path: "3/Lisa/tool.perform")
    #expect(try reply.json()["path"] == "3/Lisa/tool.perform/tt.memory.query:a%2Fb#0")
  }

  @Test func twinsInFlightNeedLabels() async throws {
    #expect(try await invoke("twins").json() == [0, -8, 0])
  }

  @Test func aBlockingServiceCallNeedsTheThreadOfItsCall() async throws {
    #expect(try await invoke("call-elsewhere").json() == -8)
  }

  @Test func typedServicesDependOnTheCallAlone() async throws {
    let first = try await invoke("typed", path: "1/a")
    #expect(try await invoke("typed", path: "1/a") == first)
    #expect(try await invoke("typed", path: "1/b").json()["rng"] != first.json()["rng"])
    #expect(try first.json()["now"] == 1000)
    #expect(try first.json()["config"] == [1, 2])
  }

  @Test func aCancelledTaskStopsItsCall() async throws {
    let task = Task { try await invoke("wait") }
    try await Task.sleep(for: .milliseconds(20))
    task.cancel()
    let error = await #expect(throws: PluginError.self) { try await task.value }
    #expect(error?.code == .cancelled)
  }

  @Test(
    "A configuration that the plugin refuses says why",
    arguments: [
      ("refuse", "the key 'refuse' is not to my taste"),
      ("explode", "Creating the instance threw an exception: bang"),
      ("nothing", "The plugin made no instance (create gave NULL)."),
    ])
  func refusedConfig(key: String, message: String) async throws {
    let plugin = try await Self.plugin.value
    let error = await #expect(throws: PluginError.self) {
      try await plugin.makeInstance(
        of: plugin.components[0], config: [key: 1], in: PluginFixture.root())
    }
    #expect(error?.message == message)
  }

  @Test func manyBlockedToolsThatAskABlockingMemoryDoNotDeadlock() async throws {
    let memory = try await PluginFixture.load(["PROBE_KIND=\"memory\""])
    let shared = try await memory.makeInstance(
      of: memory.components[0], config: [:], in: PluginFixture.root())
    let services = ServiceRegistry(["tt.memory/1": Forwarding(instance: shared)])
    let plugin = try await Self.plugin.value
    let answers = try await withThrowingTaskGroup(of: JSON.self) { group in
      for number in 0..<200 {
        group.addTask {
          let tool = try await plugin.makeInstance(
            of: plugin.components[0], config: [:], in: PluginFixture.root())
          return try await tool.invoke(
            "ask", json: JSON.object(["n": .integer(Int64(number))]).bytes,
            in: PluginFixture.root("1/\(number)/tool.perform", services: services)
          ).json()
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(answers.count == 200)
  }
}

/// Passes `query` on to an instance, as the engine does for memories.
private struct Forwarding: Service {
  let instance: Instance
  func answer(_ request: ServiceRequest) -> ServiceAnswer {
    .invoke(instance, op: "echo", json: request.json, body: [], then: nil)
  }
}

/// Waits for something that another thread does, at most two seconds.
func eventually(_ condition: () -> Bool) async throws {
  for _ in 0..<200 where !condition() { try await Task.sleep(for: .milliseconds(10)) }
  #expect(condition())
}
