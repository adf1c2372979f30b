import Testing
import TinyTroupeFakeHost
import TinyTroupeJSON
import TinyTroupePluginKit

@Suite("What a call offers")
struct CallTests {
  @Test("time is the host's")
  func clock() async throws {
    let host = FakeHost(now: 1_767_603_600_000_000_000)
    let outcome = try await Probe.outcome(on: host) { _, call in
      Response(.integer(try call.now))
    }
    #expect(try outcome.get() == 1_767_603_600_000_000_000)
  }

  @Test("random numbers follow the documented formula")
  func random() async throws {
    let host = FakeHost(seed: 7)
    let outcome = try await Probe.outcome(on: host) { _, call in
      let same = try call.random(stream: 2, index: 3) == call.random(stream: 2, index: 3)
      let other = try call.random(stream: 2, index: 4)
      return Response([
        "same": .bool(same), "bits": .string(String(try call.random(stream: 2, index: 3))),
        "other": .string(String(other)),
      ])
    }
    let expected = FakeRandom.bits(seed: 7, path: "probe.probe", stream: 2, index: 3)
    #expect(try outcome.get()["same"] == true)
    #expect(try outcome.get()["bits"] == .string(String(expected)))
    #expect(try outcome.get()["other"] != .string(String(expected)))
    #expect(FakeRandom.bits(seed: 0, path: "", stream: 0, index: 0) == 0xD0C1_8057_6C97_4054)
  }

  @Test("configuration is found by path, in whole at an empty one, and absence is no error")
  func config() async throws {
    let host = FakeHost()
    let instance = try Probe.instance(on: host, config: ["model": ["size": "small"]]) { _, call in
      Response([
        "size": try call.config("model.size") ?? .null, "all": try call.config() ?? .null,
        "none": .bool(try call.config("model.color") == nil),
      ])
    }
    let result = try await instance.invoke("probe").get()
    #expect(
      result == ["size": "small", "all": ["model": ["size": "small"]], "none": true])
  }

  @Test("log lines belong to their call and carry fields")
  func log() async throws {
    let host = FakeHost()
    _ = try await Probe.outcome(on: host) { _, call in
      call.log(.warning, "slow", fields: ["ms": 80])
      return Response(.null)
    }
    #expect(
      host.transcript.first
        == .log(call: "probe.probe", level: 2, message: "slow", fields: ["ms": 80]))
  }

  @Test("without the typed services, a call still logs and says which service is missing")
  func withheld() async throws {
    let typed: Set = ["tt.rng/1", "tt.clock/1", "tt.config/1", "tt.log/1"]
    let host = FakeHost(withholding: typed)
    let attempts: [@Sendable (Call) throws -> Void] = [
      { _ = try $0.random(index: 0) }, { _ = try $0.now }, { _ = try $0.config() },
    ]
    for (attempt, service) in zip(attempts, ["tt.rng/1", "tt.clock/1", "tt.config/1"]) {
      let outcome = try await Probe.outcome(on: host) { _, call in
        call.log(.info, "trying")
        try attempt(call)
        return Response(.null)
      }
      #expect(
        outcome.failure?.message
          == "The service '\(service)' is not available. List it under 'requires.services' in"
          + " plugin.yaml.")
    }
    #expect(
      host.transcript.first == .log(call: "", level: 1, message: "trying", fields: .null))
  }
}
