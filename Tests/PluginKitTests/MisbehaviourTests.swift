import Testing
import TinyTroupeFakeHost
import TinyTroupeJSON
import TinyTroupePluginKit

@Suite("What the fake host reports")
struct MisbehaviourTests {
  static let cases: [(op: String, found: [Misbehaviour])] = [
    ("early-completion", []),
    ("second-completion", [.secondCompletion(call: "probe.second-completion")]),
    ("late-emit", [.lateEmit(call: "probe.late-emit")]),
    ("late-fail", [.lateFail(call: "probe.late-fail")]),
    (
      "stale-parent",
      [.staleParent(call: "probe.stale-parent", service: "tt.llm/1", op: "complete")]
    ),
    (
      "completion-without-pending",
      [.completionWithoutPending(call: "probe.completion-without-pending")]
    ),
    ("impossible-status", [.impossibleStatus(call: "probe.impossible-status", status: 5)]),
    ("missing-result", [.missingResult(call: "probe.missing-result")]),
    ("missing-text", [.missingText(call: "probe.missing-text", status: -1)]),
    ("no-json", [.malformedChunk(call: "probe.no-json", text: "nonsense")]),
    ("no-chunk", [.malformedChunk(call: "probe.no-chunk", text: #"{"other":1}"#)]),
    ("second-result", [.secondChunk(call: "probe.second-result", member: "result")]),
    ("children", [.childrenInFlight(call: "probe.children", count: 1)]),
  ]

  @Test("each broken rule is reported, and kept ones are not", arguments: cases)
  func reports(op: String, found: [Misbehaviour]) async throws {
    let host = FakeHost(services: ["tt.llm/1": { _, _, _ in .never }])
    let plugin = try host.load(BadPlugin.table)
    let outcome = await (try plugin.create("bad")).invoke(op)
    #expect(host.misbehaviours == found)
    #expect((outcome.status == 0) == (op != "missing-text"))
  }

  @Test("a create that fails without a text is reported")
  func create() throws {
    let host = FakeHost()
    let plugin = try host.load(BadPlugin.table)
    #expect(throws: PluginFailure.self) { try plugin.create("bad", config: ["a": 1]) }
    #expect(host.misbehaviours == [.missingText(call: "probe.create", status: -1)])
  }

  @Test("a component that a plugin does not have is named")
  func unknown() throws {
    let plugin = try FakeHost().load(BadPlugin.table)
    let error = #expect(throws: PluginFailure.self) { try plugin.create("good") }
    #expect(error?.message == "The plugin 'org.example.bad' has no component 'good'.")
  }

  @Test("one line runs one operation and throws what it failed with")
  func run() async throws {
    let outcome = try await FakeHost.run(Echo.self, op: "perform", request: ["type": "X"])
    #expect(outcome.result?["text"] == "hello")
    await #expect(throws: PluginFailure.self) {
      try await FakeHost.run(Echo.self, op: "juggle")
    }
  }
}
