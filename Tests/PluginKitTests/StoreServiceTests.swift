import Testing
import TinyTroupeFakeHost
import TinyTroupeJSON
import TinyTroupePluginKit

@Suite("Typed requests to the store")
struct StoreServiceTests {
  private func ask<Answer: Sendable>(
    _ request: ServiceRequest<Answer>, answering answer: FakeAnswer = FakeAnswer([:]),
    _ check: @escaping @Sendable (Answer) -> Void
  ) async throws -> (outcome: Outcome, asked: TranscriptEntry?) {
    let host = FakeHost(services: ["tt.store/1": { _, _, _ in answer }])
    let outcome = try await Probe.outcome(on: host) { _, call in
      check(try await call.send(request))
      return Response(.null)
    }
    return (outcome, host.transcript.first)
  }

  private func nested(_ op: String, _ request: JSON, body: [UInt8] = []) -> TranscriptEntry {
    .nested(
      call: "probe.probe", service: "tt.store/1", op: op, request: request, body: body, label: "")
  }

  @Test("values are read by key; a missing one is nil and an empty one is not")
  func get() async throws {
    let answer = FakeAnswer(
      ["found": [true, false, true, true], "lengths": [2, 0, 0, 1]], body: [1, 2, 3])
    let result = try await ask(.storeGet(["a", "b", "c", "d"]), answering: answer) {
      #expect($0 == [[1, 2], nil, [], [3]])
    }
    #expect(result.outcome.status == 0)
    #expect(result.asked == nested("get", ["scope": "agent", "keys": ["a", "b", "c", "d"]]))
  }

  @Test("values are written one after the other with their lengths")
  func put() async throws {
    let values = [StoredValue(key: "a", value: [1, 2]), StoredValue(key: "b", value: [3])]
    let result = try await ask(.storePut(values, in: .shared)) { _ in }
    #expect(result.outcome.status == 0)
    #expect(
      result.asked
        == nested(
          "put", ["scope": "shared", "keys": ["a", "b"], "lengths": [2, 1]], body: [1, 2, 3]))
  }

  @Test("keys are removed")
  func delete() async throws {
    let result = try await ask(.storeDelete(["a"])) { _ in }
    #expect(result.asked == nested("delete", ["scope": "agent", "keys": ["a"]]))
  }

  @Test("a scan gives pairs, and leaves out what was not asked for")
  func scan() async throws {
    let answer = FakeAnswer(["keys": ["p/1", "p/2"], "lengths": [1, 1]], body: [8, 9])
    let result = try await ask(.storeScan(prefix: "p/"), answering: answer) {
      #expect($0 == [StoredValue(key: "p/1", value: [8]), StoredValue(key: "p/2", value: [9])])
    }
    #expect(result.asked == nested("scan", ["scope": "agent", "prefix": "p/"]))
    let limited = try await ask(
      .storeScan(prefix: "", after: "p/1", limit: 5), answering: answer
    ) { _ in }
    #expect(
      limited.asked
        == nested("scan", ["scope": "agent", "prefix": "", "after": "p/1", "limit": 5]))
  }

  @Test(
    "lengths that do not fit the bytes are refused",
    arguments: [
      ["found": [true], "lengths": [4]], ["found": [true], "lengths": [-1]],
      ["found": [true], "lengths": []], ["found": [], "lengths": [1]],
      ["found": [true], "lengths": ["x"]],
      ["found": [true], "lengths": [9_223_372_036_854_775_807]],
    ] as [JSON])
  func mismatch(result: JSON) async throws {
    let answer = FakeAnswer(result, body: [1, 2, 3])
    let outcome = try await ask(.storeGet(["a"]), answering: answer) { _ in }.outcome
    #expect(
      outcome.failure?.message
        == "The answer of 'tt.store/1' has values that do not fit their lengths.")
  }
}
