import Testing

@testable import TinyTroupe

@Suite("When steps are")
struct StepTimesTests {
  private static let hour = SimulatedClock.Step.nanoseconds(3600 * 1_000_000_000)
  private static let day = SimulatedClock.Step.nanoseconds(86_400 * 1_000_000_000)

  private func times(
    _ timeline: [TimelineEntry], start: String = "2026-01-30T09:00",
    step: SimulatedClock.Step = hour
  ) throws -> StepTimes {
    let start = try #require(CivilTime(start)).nanoseconds
    return StepTimes(SimulatedClock(start: start, step: step), timeline)
  }

  private func shown(_ times: StepTimes) -> [String] {
    (1...max(times.total, 1)).map { CivilTime(times.time(ofStep: $0)).description }
  }

  @Test("C46: runs move the clock by their own distance, and skips by theirs")
  func distances() throws {
    let times = try times([
      .run(steps: 2), .skip(Self.day), .run(steps: 2, every: Self.day),
      .run(steps: 2, every: .months(1)), .skip(.months(1)), .skip(Self.hour), .run(steps: 1),
    ])
    #expect(
      shown(times) == [
        "2026-01-30T09:00:00", "2026-01-30T10:00:00", "2026-02-01T10:00:00",
        "2026-02-02T10:00:00", "2026-03-02T10:00:00", "2026-04-02T10:00:00",
        "2026-05-02T12:00:00",
      ])
  }

  @Test("without other distances, the steps are those of the clock, however they are divided")
  func plain() throws {
    let clock = SimulatedClock(
      start: try #require(CivilTime("2026-01-31T09:00")).nanoseconds, step: .months(1))
    let times = StepTimes(clock, [.run(steps: 2), .checkpoint("c"), .run(steps: 3)])
    #expect((1...5).map(times.time) == (1...5).map(clock.time))
    #expect(CivilTime(times.time(ofStep: 3)).description == "2026-03-31T09:00:00")
  }

  @Test("between steps it is as late as the skips before have made it")
  func between() throws {
    let times = try times([.skip(Self.day), .run(steps: 1), .skip(Self.day), .skip(Self.hour)])
    func now(_ step: Int, _ entries: Int) -> String {
      CivilTime(times.time(ofStep: step, entriesDone: entries)).description
    }
    #expect(now(0, 1) == "2026-01-31T09:00:00")
    #expect(now(1, 1) == "2026-01-31T09:00:00")
    #expect(now(1, 2) == "2026-01-31T09:00:00")
    #expect(now(1, 3) == "2026-02-01T09:00:00")
    #expect(now(1, 4) == "2026-02-01T10:00:00")
  }

  @Test("a time is found in the step that is not before it")
  func found() throws {
    let times = try times([.run(steps: 2), .run(steps: 2, every: Self.day)])
    func step(_ text: String) throws -> Int? {
      times.step(notBefore: try #require(CivilTime(text)).nanoseconds)
    }
    #expect(try step("2026-01-30T09:30") == 2)
    #expect(try step("2026-01-30T11:00") == 3)
    #expect(try step("2026-02-01T10:00") == 4)
    #expect(try step("2026-02-01T10:01") == nil && step("2026-01-30T08:59") == nil)
  }

  @Test("a timeline of many runs costs no more than it must, and never leaves its numbers")
  func long() throws {
    let entries = (0..<2000).flatMap { number -> [TimelineEntry] in
      [.run(steps: 500, every: number % 2 == 0 ? Self.hour : Self.day), .skip(.months(100_000))]
    }
    #expect(try times(entries).time(ofStep: 1_000_000) > 0)
  }
}
