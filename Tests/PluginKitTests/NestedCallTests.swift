import Synchronization
import Testing
import TinyTroupeFakeHost
import TinyTroupeJSON
import TinyTroupePluginKit

@Suite("Nested calls")
struct NestedCallTests {
  /// A service that gives back what it was asked.
  static let mirror: FakeService = { op, request, body in
    FakeAnswer(["op": .string(op), "request": request], body: body, usage: ["calls": 1])
  }

  @Test("an async component gets result, body and usage")
  func suspending() async throws {
    let host = FakeHost(services: ["tt.llm/1": Self.mirror])
    let outcome = try await Probe.outcome(on: host) { _, call in
      let reply = try await call.send(.llm, "complete", ["a": 1], body: [9], label: "first")
      return Response(try reply.result, body: reply.body, usage: try reply.usage)
    }
    #expect(try outcome.get() == ["op": "complete", "request": ["a": 1]])
    #expect(outcome.body == [9])
    #expect(outcome.usage == ["calls": 1])
    #expect(
      host.transcript.prefix(2) == [
        .nested(
          call: "probe.probe", service: "tt.llm/1", op: "complete", request: ["a": 1], body: [9],
          label: "first"),
        .answered(
          call: "probe.probe", service: "tt.llm/1", op: "complete", status: 0, label: "first"),
      ])
    #expect(host.misbehaviours == [])
  }

  @Test("a blocking component waits on its own thread")
  func waiting() async throws {
    let answers = Mutex<[String]>([])
    let host = FakeHost(services: [
      "tt.memory/1": { op, request, body in
        answers.withLock { $0.append(threadName()) }
        return FakeAnswer(["items": []], deltas: [FakeDelta(1), FakeDelta(2)])
      }
    ])
    let outcome = try await BlockingProbe.outcome(on: host) { _, call in
      let deltas = Mutex<[JSON]>([])
      let reply = try call.sendAndWait(.memory, "query", Array("{}".utf8)) { delta in
        let json = try delta.json()
        deltas.withLock { $0.append(json) }
      }
      return Response(["reply": try reply.result, "deltas": .array(deltas.withLock { $0 })])
    }
    #expect(try outcome.get() == ["reply": ["items": []], "deltas": [1, 2]])
    #expect(answers.withLock { $0 } == ["tt-fake-worker"])
    #expect(host.misbehaviours == [])
  }

  @Test("a nested failure is thrown with code, text and detail, and passes on if not caught")
  func failing() async throws {
    let failure = PluginFailure(.exhausted, "Too many requests.", detail: ["retry_after_ms": 5])
    let host = FakeHost(services: ["tt.llm/1": { _, _, _ in throw failure }])
    let outcomes = [
      try await Probe.outcome(on: host) { _, call in
        Response(try await call.send(.llm, "complete", [:]).result)
      },
      try await BlockingProbe.outcome(on: host) { _, call in
        Response(try call.sendAndWait(.llm, "complete", [:]).result)
      },
    ]
    for outcome in outcomes {
      #expect(outcome.failure?.code == .exhausted)
      #expect(outcome.failure?.message == "Too many requests.")
      #expect(outcome.failure?.detail == ["retry_after_ms": 5])
    }
    #expect(host.misbehaviours == [])
  }

  @Test("deltas of a nested call are handed over in order with their bytes")
  func streaming() async throws {
    let pieces = (1...5).map { FakeDelta([:], body: [UInt8($0), 0]) }
    let host = FakeHost(services: ["tt.http/1": { _, _, _ in FakeAnswer([:], deltas: pieces) }])
    let outcome = try await Probe.outcome(on: host) { _, call in
      let bytes = Mutex<[UInt8]>([])
      _ = try await call.stream(.http, "request", Array("{}".utf8)) { delta in
        bytes.withLock { $0 += delta.body }
      }
      return Response(.null, body: bytes.withLock { $0 })
    }
    #expect(outcome.body == [1, 0, 2, 0, 3, 0, 4, 0, 5, 0])
  }

  @Test("an error of the delta handler ends the nested call with that error")
  func refusedDelta() async throws {
    let host = FakeHost(services: [
      "tt.http/1": { _, _, _ in FakeAnswer([:], deltas: [FakeDelta(1), FakeDelta(2)]) }
    ])
    let seen = Mutex(0)
    let outcome = try await Probe.outcome(on: host) { _, call in
      _ = try await call.stream(.http, "request", []) { _ in
        seen.withLock { $0 += 1 }
        throw PluginFailure(.invalid, "That is no event stream.")
      }
      return Response(.null)
    }
    #expect(outcome.failure?.message == "That is no event stream.")
    #expect(seen.withLock { $0 } == 1)
  }

  @Test("twins in flight need labels")
  func twins() async throws {
    let host = FakeHost(services: [
      "tt.llm/1": { op, _, _ in op == "embed" ? FakeAnswer(1) : .never }
    ])
    let outcome = try await Probe.outcome(on: host) { _, call in
      async let first = call.send(.llm, "embed", [:], label: "a")
      async let second = call.send(.llm, "embed", [:], label: "b")
      _ = try await (first, second)
      let hanging = Task { try await call.send(.llm, "complete", [:]) }
      await host.untilNested("complete")
      defer { hanging.cancel() }
      return Response(try await call.send(.llm, "complete", [:]).result)
    }
    #expect(outcome.failure?.code == .state)
    #expect(
      outcome.failure?.message
        == "The host refused to start 'complete'. Calls of one operation at a time need different"
        + " labels.")
    #expect(
      host.misbehaviours.first
        == .unlabelledTwin(call: "probe.probe", service: "tt.llm/1", op: "complete", label: ""))
  }

  @Test("a service that the host lacks is named, with what to do")
  func missing() async throws {
    let outcome = try await Probe.outcome { _, call in
      #expect(!call.offers(.http))
      return Response(try await call.send(.http, "request", [:]).result)
    }
    #expect(outcome.failure?.code == .notFound)
    #expect(
      outcome.failure?.message
        == "The service 'tt.http/1' is not available. List it under 'requires.services' in"
        + " plugin.yaml.")
  }

  @Test("waiting on a thread of the kit is refused with what to do instead")
  func wrongThread() async throws {
    let host = FakeHost(services: ["tt.llm/1": Self.mirror])
    let outcome = try await Probe.outcome(on: host) { _, call in
      Response(try call.sendAndWait(.llm, "complete", [:]).result)
    }
    #expect(outcome.failure?.code == .state)
    #expect(
      outcome.failure?.message
        == "'complete' may not wait here: use 'send', or call from the thread of a blocking"
        + " operation.")
  }
}
