import Almanac
import Testing
import TinyTroupeFakeHost
import TinyTroupeJSON
import TinyTroupePluginKit

@Suite("The almanac")
struct AlmanacTests {
  /// A store that holds one note, on the 6th of January 2026.
  private static let store: FakeService = { op, request, _ in
    guard op == "get" else { return FakeAnswer([:]) }
    let isThere = request["keys"]?[0] == "note/2026-01-06"
    return FakeAnswer(
      ["found": [.bool(isThere)], "lengths": [isThere ? 4 : 0]],
      body: isThere ? Array("Fair".utf8) : [])
  }

  private func perform(_ request: JSON, config: JSON = [:]) async throws -> Outcome {
    try await FakeHost.run(
      Almanac.self, config: config, op: "perform", request: request,
      services: ["tt.store/1": Self.store])
  }

  @Test("a day has a weekday, a number, a moon and notes")
  func lookUp() async throws {
    let outcome = try await perform(["type": "LOOK_UP_DAY", "time": "2026-01-05T09:00:00"])
    #expect(
      outcome.result?["text"]
        == "2026-01-05 is a Monday, day 5 of the year. The moon is waning. Noted for the day after: Fair"
    )
    let eve = try await perform(["type": "LOOK_UP_DAY", "input": ["date": "2024-12-31"]])
    #expect(eve.result?["data"] == ["weekday": "Tuesday", "number": 366])
  }

  @Test("a note is written under its day")
  func note() async throws {
    let host = FakeHost(services: ["tt.store/1": Self.store])
    let almanac = try host.create(Almanac.self)
    let request: JSON = ["type": "NOTE_DAY", "input": ["date": "2026-02-28", "note": "Ball"]]
    #expect(try await almanac.invoke("perform", request).get()["text"] == "Noted for 2026-02-28.")
    #expect(
      host.transcript.contains(
        .nested(
          call: "tool.perform", service: "tt.store/1", op: "put",
          request: ["scope": "agent", "keys": ["note/2026-02-28"], "lengths": [4]],
          body: Array("Ball".utf8), label: "")))
    #expect(host.misbehaviours == [])
  }

  @Test(
    "what is no date is refused", arguments: ["2026-02-29", "tomorrow", "", "2026-13-01", "0-1-1"])
  func noDate(text: String) async throws {
    let error = await #expect(throws: PluginFailure.self) {
      try await perform(["type": "LOOK_UP_DAY", "input": ["date": .string(text)]])
    }
    #expect(error?.message == "'\(text)' is no date. Write it as 2026-01-31.")
  }

  @Test("the week has seven days in every language")
  func weekdays() async throws {
    let error = #expect(throws: PluginFailure.self) {
      try FakeHost().create(Almanac.self, config: ["weekdays": ["lundi"]])
    }
    #expect(error?.message == "'weekdays' must be a list of seven names, Monday first.")
  }
}
