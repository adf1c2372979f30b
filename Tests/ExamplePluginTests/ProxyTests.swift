import Foundation
import Synchronization
import Testing
import TinyTroupeJSON

@testable import TinyTroupeKernel

/// A plugin in a process of its own is the same plugin.
@Suite struct ProxyTests {
  private typealias Outcome = Result<Reply, PluginError>

  private func outcome(
    _ instance: Instance, _ op: String, _ json: JSON = [:], body: [UInt8] = [], path: String = "1/a"
  ) async -> Outcome {
    let oracle = Oracle()
    let services: [String: any Service] = ["tt.memory/1": oracle, "tt.llm/1": oracle]
    do throws(PluginError) {
      return .success(
        try await instance.invoke(op, json: json.bytes, body: body, in: root(path, services)))
    } catch {
      // Who failed where is said of a failed call, and not of a reply that threw; here it adds nothing.
      return .failure(PluginError(error.code, error.message, detail: error.detail))
    }
  }

  @Test func itSaysOfItselfWhatTheRealOneSays() async throws {
    for plugin in [try await Proxied.dice.value, try await Proxied.scripted.value] {
      #expect(plugin.isolated.id == plugin.direct.id)
      #expect(plugin.isolated.version == plugin.direct.version)
      #expect(plugin.isolated.components.map(\.name) == plugin.direct.components.map(\.name))
      #expect(plugin.isolated.components.map(\.kind) == plugin.direct.components.map(\.kind))
      #expect(plugin.isolated.digest != plugin.direct.digest)
    }
  }

  @Test func diceFallTheSame() async throws {
    let dice = try await Proxied.dice.value.instances(config: ["sides": 20])
    for step in 1...20 {
      let request: JSON = ["type": "ROLL_DICE", "input": ["count": 10]]
      let fallen = await outcome(dice.isolated, "perform", request, path: "\(step)/a")
      #expect(await outcome(dice.direct, "perform", request, path: "\(step)/a") == fallen)
      #expect(try fallen.get().json()["data"]?["rolls"]?.array?.count == 10)
    }
  }

  @Test func aConfigurationIsRefusedInTheSameWords() async throws {
    let dice = try await Proxied.dice.value.isolated
    let error = await #expect(throws: PluginError.self) {
      try await dice.makeInstance(of: dice.components[0], config: ["sides": 1], in: root("create"))
    }
    #expect(error?.message == "'sides' must be a whole number from 2 to 1000, not 1.")
  }

  @Test(
    "Whether it keeps the rules or breaks them, the outcome is the same",
    arguments: [
      "echo", "pending", "at-once", "fail", "silent", "bad-json", "bad-utf8", "no-chunk",
      "two-results",
      "throw", "throw-int", "no-reason", "unknown", "ask", "ask-and-throw", "twins",
      "call-elsewhere",
      "leave-child", "typed", "elsewhere", "complete-and-ok", "double-complete", "late-emit",
    ])
  func parity(op: String) async throws {
    let probe = try await Proxied.probe.value.instances(config: ["a": ["b": [1, 2]]])
    let isolated = await outcome(probe.isolated, op, ["x": [1, "ü"]], path: "1/\(op)")
    #expect(await outcome(probe.direct, op, ["x": [1, "ü"]], path: "1/\(op)") == isolated)
  }

  @Test(
    "What fails while an instance is made says the same",
    arguments: ["refuse", "explode", "nothing"])
  func creation(key: String) async throws {
    let probe = try await Proxied.probe.value
    var messages: [String] = []
    for plugin in [probe.direct, probe.isolated] {
      let error = await #expect(throws: PluginError.self) {
        try await plugin.makeInstance(
          of: plugin.components[0], config: [key: 1], in: root("create"))
      }
      messages.append(error?.description ?? "")
    }
    #expect(messages[0] == messages[1])
  }

  @Test func aModelAnswersManyAtOnce() async throws {
    let replies: [JSON] = (0..<200).map { number -> JSON in
      let when: JSON = ["contains": .string("<\(number)>")]
      guard number % 10 == 0 else { return ["when": when, "content": .string("reply \(number)")] }
      let detail: JSON = ["retry_after_ms": .integer(Int64(number))]
      let error: JSON = ["code": "exhausted", "message": "slow down", "detail": detail]
      return ["when": when, "error": error]
    }
    let model = try await Proxied.scripted.value.instances(config: ["replies": .array(replies)])
    let isolated = await askAll(model.isolated)
    #expect(await askAll(model.direct) == isolated)
    #expect(try isolated[7].get().json()["content"] == "reply 7")
    let error = #expect(throws: PluginError.self) { try isolated[10].get() }
    #expect(error?.code == .exhausted)
    #expect(error?.detail == ["retry_after_ms": 10])
  }

  private func askAll(_ model: Instance) async -> [Outcome] {
    await withTaskGroup(of: (Int, Outcome).self) { group in
      for number in 0..<200 {
        let body = Array(#"[{"role":"user","content":"<\#(number)>"}]"#.utf8)
        group.addTask {
          let request: JSON = ["purpose": "act", "max_output_tokens": 10]
          return (
            number, await outcome(model, "complete", request, body: body, path: "1/\(number)")
          )
        }
      }
      var outcomes: [(Int, Outcome)] = []
      for await outcome in group { outcomes.append(outcome) }
      return outcomes.sorted { $0.0 < $1.0 }.map { $0.1 }
    }
  }

  @Test func aMegabytePassesEitherWayAndThroughServices() async throws {
    let mirror = try await Proxied.mirror().instances()
    let body = (0..<(1 << 20)).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    let json: JSON = ["text": .string(String(repeating: "ü", count: 1 << 19))]
    let mirrored = try await outcome(mirror.isolated, "mirror", json, body: body).get()
    #expect(mirrored.body == body)
    #expect(try mirrored.json() == json)
    let asked = try await outcome(mirror.isolated, "ask", json, body: body).get()
    #expect(asked.body == body.reversed())
    #expect(try asked.json()["asked"] == json)
    #expect(await outcome(mirror.direct, "ask", json, body: body) == .success(asked))
  }

  @Test func manyMegabytesInBothDirectionsDoNotBlockEachOther() async throws {
    let mirror = try await Proxied.mirror().instances()
    let body = [UInt8](repeating: 7, count: 1 << 20)
    let sizes = await withTaskGroup(of: Int.self) { group in
      for number in 0..<32 {
        group.addTask {
          let op = number % 2 == 0 ? "mirror" : "ask"
          return
            (try? await outcome(mirror.isolated, op, body: body, path: "1/\(number)").get().body
            .count) ?? 0
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(sizes == [Int](repeating: 1 << 20, count: 32))
  }

  @Test func aSwiftPluginWithAsyncCodeKeepsItsNotes() async throws {
    let store: [String: any Service] = ["tt.store/1": Shelf()]
    let almanac = try await Proxied.almanac.value.instances().isolated
    let note = String(repeating: "figs ", count: 200_000)
    let input: JSON = ["date": "2026-01-06", "note": .string(note)]
    #expect(
      try await almanac.ask("perform", ["type": "NOTE_DAY", "input": input], store)["text"]
        == "Noted for 2026-01-06.")
    let found = try await almanac.ask(
      "perform", ["type": "LOOK_UP_DAY", "input": ["date": "2026-01-05"]], store)
    #expect(found["text"]?.string?.hasSuffix("Noted for the day after: " + note) == true)
  }

  @Test func theWordProcessorWritesTheSameDocuments() async throws {
    let processors = try await Proxied.wordProcessor.value.instances()
    let request: JSON = [
      "type": "WRITE_DOCUMENT", "time": "2026-01-05T09:00:00", "state_version": 0,
      "input": ["title": "Menu", "content": "# Soup", "author": "Nuala"],
    ]
    let isolated = try await outcome(processors.isolated, "perform", request).get()
    #expect(try await outcome(processors.direct, "perform", request).get() == isolated)
    #expect(try isolated.json()["data"]?["title"] == "Menu")
  }

  @Test func aCancelledTaskStopsItsCall() async throws {
    let probe = try await Proxied.probe.value.instances().isolated
    let task = Task { await outcome(probe, "wait") }
    try await Task.sleep(for: .milliseconds(20))
    task.cancel()
    let stopped = await task.value
    let error = #expect(throws: PluginError.self) { try stopped.get() }
    #expect(error?.code == .cancelled)
    #expect(error?.message == "stopped as asked")
  }

  @Test func aCallThatIsCancelledBeforeItsInvokeStopsToo() async throws {
    let probe = try await Proxied.probe.value.instances().isolated
    let task = Task { () -> Outcome in
      withUnsafeCurrentTask { $0?.cancel() }
      return await outcome(probe, "wait")
    }
    let stopped = await task.value
    let error = #expect(throws: PluginError.self) { try stopped.get() }
    #expect(error?.code == .cancelled)
  }
}

/// Answers from another thread with what it was asked, and the body turned around.
///
/// What must be in flight when something else happens stays so until then: a call labelled `x` until one
/// labelled `y` has come, a call without a label until it is asked to stop.
final class Oracle: Service {
  private let hasSeenY = Atomic<Bool>(false)

  func answer(_ request: ServiceRequest) -> ServiceAnswer {
    if request.label == "y" { hasSeenY.store(true, ordering: .releasing) }
    return .later { _ throws(PluginError) in
      await self.wait(request)
      guard let asked = try? JSON(parsing: request.json) else {
        throw PluginError(.invalid, "no JSON", detail: ["hint": "write some"])
      }
      return Reply(["path": .string(request.path), "asked": asked], body: request.body.reversed())
    }
  }

  private func wait(_ request: ServiceRequest) async {
    while !Task.isCancelled, isHeld(request.label) {
      try? await Task.sleep(for: .milliseconds(1))
    }
  }

  private func isHeld(_ label: String) -> Bool {
    label.isEmpty || label == "x" && !hasSeenY.load(ordering: .acquiring)
  }
}
