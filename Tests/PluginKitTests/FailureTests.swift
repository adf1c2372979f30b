import Testing
import TinyTroupeFakeHost
import TinyTroupeJSON
import TinyTroupePluginKit

@Suite("How components fail")
struct FailureTests {
  static let everyCode: [(PluginFailure.Code, Int32)] = [
    (.invalid, -1), (.notFound, -2), (.unsupported, -3), (.cancelled, -4), (.deadline, -5),
    (.unavailable, -6), (.exhausted, -7), (.state, -8), (.internal, -9),
  ]

  @Test("a failure keeps its code, text and detail in both styles", arguments: everyCode)
  func codes(code: PluginFailure.Code, status: Int32) async throws {
    let failure = PluginFailure(code, "It did not work.", detail: ["retry_after_ms": 20])
    let outcomes = [
      try await Probe.outcome { _, _ in throw failure },
      try await BlockingProbe.outcome { _, _ in throw failure },
    ]
    for outcome in outcomes {
      #expect(outcome.status == status)
      #expect(outcome.failure?.code == code)
      #expect(outcome.failure?.message == "It did not work.")
      #expect(outcome.failure?.detail == ["retry_after_ms": 20])
    }
  }

  @Test("any other error is internal and keeps its description")
  func otherErrors() async throws {
    struct Odd: Error, CustomStringConvertible {
      let description = "an odd thing"
    }
    let odd = try await Probe.outcome { _, _ in throw Odd() }
    #expect(odd.failure?.code == .internal)
    #expect(odd.failure?.message == "an odd thing")
    let cancelled = try await Probe.outcome { _, _ in throw CancellationError() }
    #expect(cancelled.failure?.code == .cancelled)
  }

  @Test(
    "an unknown operation is refused by name",
    arguments: [
      (Echo.self as any Component.Type, "tool 'echo'"), (BlockingEcho.self, "tool 'blocking'"),
      (Diary.self, "memory 'diary'"),
    ])
  func unknownOperation(component: any Component.Type, name: String) async throws {
    let instance = try FakeHost().create(component)
    let outcome = await instance.invoke("juggle")
    #expect(outcome.failure?.code == .unsupported)
    #expect(outcome.failure?.message == "The \(name) has no operation 'juggle'.")
  }

  @Test("an operation that a kind leaves open is refused unless implemented")
  func openOperation() async throws {
    struct Plain: Agent {
      static let identity = Identity(plugin: "org.example.plain", version: "1", name: "plain")
      init(config: JSON) throws {}
      func act(_ request: Request, _ call: Call) async throws -> Response { Response([:]) }
    }
    let outcome = await (try FakeHost().create(Plain.self)).invoke("describe")
    #expect(outcome.failure?.message == "The agent 'plain' has no operation 'describe'.")
  }

  @Test("a request that is no JSON is refused with the place of the mistake")
  func invalidRequest() async throws {
    for component in [Echo.self as any Component.Type, BlockingEcho.self] {
      let instance = try FakeHost().create(component)
      let outcome = await instance.start("perform", bytes: Array(#"{"a":"#.utf8)).outcome()
      #expect(outcome.failure?.code == .invalid)
      #expect(
        outcome.failure?.message
          == "The request is not valid JSON: the document ends too early at byte 5.")
    }
  }

  @Test("a configuration error keeps its text and path")
  func invalidConfiguration() throws {
    let error = #expect(throws: PluginFailure.self) {
      try FakeHost().create(Echo.self, config: ["greeting": 7])
    }
    #expect(error?.code == .invalid)
    #expect(error?.message == "'greeting' must be a text, not a whole number.")
    #expect(error?.detail == ["path": "greeting"])
  }

  @Test("a configuration that is no JSON is refused, and none at all is an empty one")
  func configurationBytes() throws {
    let plugin = try FakeHost().load(PluginExport.table(Echo.self))
    let error = #expect(throws: PluginFailure.self) {
      try plugin.create("echo", configBytes: [0x7B, 0xFF])
    }
    #expect(
      error?.message
        == "The configuration is not valid JSON: expected a key in double quotes at byte 1.")
    _ = try plugin.create("echo", configBytes: [])
  }

  @Test("an operation whose name is not UTF-8 is refused")
  func operationName() async throws {
    let echo = try FakeHost().create(Echo.self)
    let outcome = await echo.start(opBytes: [0xFF], bytes: []).outcome()
    #expect(outcome.failure?.message == "The operation's name is not UTF-8.")
  }
}
