import Testing
import TinyTroupeFakeHost
import TinyTroupeJSON
import TinyTroupePluginKit

@Suite("Cancellation", .timeLimit(.minutes(4)))
struct CancellationTests {
  @Test("a suspended nested call is given up and the call ends as cancelled")
  func suspended() async throws {
    let host = FakeHost(services: ["tt.llm/1": { _, _, _ in .never }])
    let instance = try Probe.instance(on: host) { _, call in
      Response(try await call.send(.llm, "complete", [:]).result)
    }
    let call = instance.start("probe")
    await host.untilNested("complete")
    call.cancel()
    #expect(await call.outcome().failure?.code == .cancelled)
    #expect(
      host.transcript.contains(
        .answered(call: "probe.probe", service: "tt.llm/1", op: "complete", status: -4, label: "")))
    #expect(host.misbehaviours == [])
  }

  @Test("a nested call of a cancelled task is not started")
  func beforeStart() async throws {
    let host = FakeHost(services: ["tt.llm/1": { _, _, _ in FakeAnswer(1) }])
    let instance = try Probe.instance(on: host) { _, call in
      while !Task.isCancelled { await Task.yield() }
      return Response(try await call.send(.llm, "complete", [:]).result)
    }
    let call = instance.start("probe")
    call.cancel()
    #expect(await call.outcome().failure?.code == .cancelled)
    #expect(!host.transcript.contains { if case .nested = $0 { true } else { false } })
  }

  @Test("emitting to a cancelled call says that nobody takes it")
  func emitting() async throws {
    let instance = try Probe.instance { _, call in
      while true {
        try call.emit(delta: 1)
        await Task.yield()
      }
    }
    let call = instance.start("probe")
    call.cancel()
    let failure = await call.outcome().failure
    #expect(failure?.code == .cancelled)
    #expect(failure?.message == "Nobody takes the answer any more.")
  }

  @Test("a blocking component sees the cancellation, also while it waits for a service")
  func blocking() async throws {
    let host = FakeHost(services: ["tt.memory/1": { _, _, _ in .never }])
    let polling = try BlockingProbe.instance(on: host) { _, call in
      while true { try call.checkCancellation() }
    }
    let waiting = try BlockingProbe.instance(on: host) { _, call in
      Response(try call.sendAndWait(.memory, "query", [:]).result)
    }
    let calls = [polling.start("probe"), waiting.start("probe")]
    await host.untilNested("query")
    for call in calls { call.cancel() }
    for call in calls { #expect(await call.outcome().status == -4) }
    #expect(host.misbehaviours == [])
  }

  @Test("cancelling races with completion without harm, and destruction may follow at once")
  func racing() async throws {
    let host = FakeHost(services: ["tt.llm/1": { _, _, _ in FakeAnswer(1) }])
    for _ in 0..<500 {
      let instance = try Probe.instance(on: host) { _, call in
        Response(try await call.send(.llm, "complete", [:]).result)
      }
      let call = instance.start("probe")
      await Task.yield()
      call.cancel()
      let outcome = await call.outcome()
      #expect(outcome.status == 0 || outcome.status == -4)
      call.cancel()
    }
    #expect(host.misbehaviours == [])
  }
}
