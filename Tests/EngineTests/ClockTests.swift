import Testing

@testable import TinyTroupe

@Suite("Simulated time")
struct ClockTests {
  @Test(
    "a date and its nanoseconds are the same instant",
    arguments: [
      ("1970-01-01T00:00:00", 0), ("1969-12-31T23:59:59", -1), ("2000-02-29T12:00:00", 951_825_600),
      ("2026-01-05T09:00:00", 1_767_603_600), ("1900-03-01T00:00:00", -2_203_891_200),
      ("2100-02-28T23:59:59", 4_107_542_399), ("2261-12-31T23:59:59", 9_214_646_399),
    ] as [(String, Int64)])
  func instants(text: String, seconds: Int64) throws {
    let time = try #require(CivilTime(text))
    #expect(time.nanoseconds == seconds * 1_000_000_000)
    #expect(CivilTime(seconds * 1_000_000_000) == time)
    #expect(time.description == text)
  }

  @Test("every day of 400 years comes back from its nanoseconds and follows the one before")
  func days() {
    let day: Int64 = 86_400 * 1_000_000_000
    var previous = CivilTime(year: 1799, month: 12, day: 31)
    for number in 0..<146_097 {
      let time = CivilTime(previous.nanoseconds + day)
      let follows =
        (time.year, time.month, time.day) == (previous.year, previous.month, previous.day + 1)
        || (time.year, time.month, time.day) == (previous.year, previous.month + 1, 1)
        || (time.year, time.month, time.day) == (previous.year + 1, 1, 1)
      guard follows, time.nanoseconds == previous.nanoseconds + day else {
        Issue.record("day \(number): \(time) after \(previous)")
        return
      }
      previous = time
    }
    #expect(previous == CivilTime(year: 2199, month: 12, day: 31))
  }

  @Test("fractions of a second are cut off, also before 1970")
  func fractions() {
    #expect(CivilTime(1_999_999_999).description == "1970-01-01T00:00:01")
    #expect(CivilTime(-1).description == "1969-12-31T23:59:59")
    #expect(CivilTime(Int64.min).description == "1677-09-21T00:12:43")
    #expect(CivilTime(Int64.max).description == "2262-04-11T23:47:16")
  }

  @Test(
    "what is no time is refused",
    arguments: [
      "", "2026", "2026-01", "2026-13-01", "2026-00-01", "2026-01-00", "2026-04-31", "2025-02-29",
      "1900-02-29", "2026-01-05T24:00", "2026-01-05T09:60", "2026-01-05T09:00:60", "2026-01-05T09",
      "2026-01-05T", "2026-01-05T09:00:00:00", "2026-01-05 09:00", "2026-01-05T09:00Z",
      "-2026-01-05",
      "2026-01-+5", "+2026-01-05", "2026-1-5", "26-01-05", "2026-01-05T9:00", "２０２６-01-05",
      "1600-01-01", "2263-01-01", "9999-12-31",
    ])
  func refusals(text: String) {
    #expect(CivilTime(text) == nil)
  }

  @Test("a time may be given to the day, the minute or the second")
  func precision() {
    #expect(CivilTime("2026-01-05") == CivilTime(year: 2026, month: 1, day: 5))
    #expect(
      CivilTime("2026-01-05T09:30") == CivilTime(year: 2026, month: 1, day: 5, hour: 9, minute: 30))
  }

  @Test("months later is the same day, or the last day of a shorter month")
  func months() {
    let end = CivilTime(year: 2024, month: 1, day: 31, hour: 9)
    #expect(end.adding(months: 1).description == "2024-02-29T09:00:00")
    #expect(end.adding(months: 13).description == "2025-02-28T09:00:00")
    #expect(end.adding(months: 11).description == "2024-12-31T09:00:00")
    #expect(end.adding(months: -2).description == "2023-11-30T09:00:00")
  }

  @Test("steps are counted from 1, and before the first step it is the first step's time")
  func steps() {
    let clock = SimulatedClock.standard
    #expect(CivilTime(clock.time(ofStep: 0)).description == "2026-01-01T09:00:00")
    #expect(CivilTime(clock.time(ofStep: 1)).description == "2026-01-01T09:00:00")
    #expect(CivilTime(clock.time(ofStep: 25)).description == "2026-01-02T09:00:00")
  }

  @Test("steps of a month keep the first day's number where the month has it")
  func monthlySteps() {
    let start = CivilTime(year: 2026, month: 1, day: 31).nanoseconds
    let clock = SimulatedClock(start: start, step: .months(1))
    let days = (1...4).map { CivilTime(clock.time(ofStep: $0)).day }
    #expect(days == [31, 28, 31, 30])
  }

  @Test("a clock that would run past the last representable time stands there")
  func overflow() {
    let start = CivilTime(year: 2026, month: 1, day: 1).nanoseconds
    let week = SimulatedClock(start: start, step: .nanoseconds(7 * 86_400 * 1_000_000_000))
    #expect(week.time(ofStep: 1_000_000) == Int64.max)
    let decade = SimulatedClock(start: start, step: .months(120))
    #expect(CivilTime(decade.time(ofStep: 1_000_000)).year == 2262)
  }
}
