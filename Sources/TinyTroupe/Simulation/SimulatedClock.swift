/// Simulated time: nanoseconds since 1970-01-01T00:00 in a calendar without time zones or leap seconds.
public struct SimulatedClock: Sendable, Equatable {
  /// How far a step moves the clock.
  public enum Step: Sendable, Equatable {
    /// Seconds, minutes, hours, days, weeks.
    case nanoseconds(Int64)
    /// Calendar months; the day is kept, or the last day of a shorter month taken.
    case months(Int)
  }

  /// The time of the first step.
  public let start: Int64
  /// The distance between steps.
  public let step: Step

  /// Makes a clock.
  public init(start: Int64, step: Step) {
    self.start = start
    self.step = step
  }

  /// The clock of a study that names none: 2026-01-01T09:00, an hour a step.
  public static let standard = SimulatedClock(
    start: CivilTime(year: 2026, month: 1, day: 1, hour: 9).nanoseconds,
    step: .nanoseconds(3600 * 1_000_000_000))

  /// The time of a step, counted from 1.
  public func time(ofStep number: Int) -> Int64 {
    switch step {
    case .nanoseconds(let distance): Self.sum(start, of: Int64(max(number, 1) - 1), times: distance)
    case .months(let months):
      CivilTime(start)
        .adding(months: Int(Self.sum(0, of: Int64(max(number, 1) - 1), times: Int64(months))))
        .nanoseconds
    }
  }

  /// A clock that would leave the range of its numbers stands still at their end.
  private static func sum(_ start: Int64, of count: Int64, times distance: Int64) -> Int64 {
    let end: Int64 = distance < 0 ? .min : .max
    let (way, isTooLong) = count.multipliedReportingOverflow(by: distance)
    if isTooLong { return end }
    let (sum, isTooLate) = start.addingReportingOverflow(way)
    return isTooLate ? end : sum
  }
}

/// A date and a time of day in the proleptic Gregorian calendar.
///
/// Conversions follow Howard Hinnant's "chrono-compatible low-level date algorithms".
public struct CivilTime: Sendable, Equatable {
  /// The parts.
  public var year, month, day, hour, minute, second: Int

  /// Makes a time from its parts.
  public init(year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0) {
    self.year = year
    self.month = month
    self.day = day
    self.hour = hour
    self.minute = minute
    self.second = second
  }

  /// Takes nanoseconds since 1970-01-01T00:00 apart.
  public init(_ nanoseconds: Int64) {
    let seconds = Self.floorDivide(nanoseconds, 1_000_000_000)
    let days = Self.floorDivide(seconds, 86_400)
    let rest = Int(seconds - days * 86_400)
    let shifted = Int(days) + 719_468
    let era = Int(Self.floorDivide(Int64(shifted), 146_097))
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    self.init(
      year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month: month,
      day: dayOfYear - (153 * monthFromMarch + 2) / 5 + 1, hour: rest / 3600,
      minute: rest / 60 % 60, second: rest % 60)
  }

  /// Years that lie as a whole within the nanoseconds of 64 bits.
  private static let years = 1678...2261

  /// Reads `YYYY-MM-DD`, `YYYY-MM-DDTHH:MM` or `YYYY-MM-DDTHH:MM:SS`; nil for anything else, and for
  /// years before 1678 or after 2261.
  public init?(_ text: String) {
    let halves = text.split(separator: "T", maxSplits: 1, omittingEmptySubsequences: false)
    guard let date = Self.numbers(halves[0], "-", digits: [4, 2, 2]) else { return nil }
    var clock = [0, 0, 0]
    if halves.count == 2 {
      let read =
        Self.numbers(halves[1], ":", digits: [2, 2, 2])
        ?? Self.numbers(halves[1], ":", digits: [2, 2])
      guard let read else { return nil }
      clock = read + Array(repeating: 0, count: 3 - read.count)
    }
    guard Self.years.contains(date[0]), (1...12).contains(date[1]),
      (1...Self.days(inMonth: date[1], of: date[0])).contains(date[2]), clock[0] < 24,
      clock[1] < 60,
      clock[2] < 60
    else { return nil }
    self.init(
      year: date[0], month: date[1], day: date[2], hour: clock[0], minute: clock[1],
      second: clock[2])
  }

  /// Numbers of so many decimal digits each.
  private static func numbers(
    _ text: Substring, _ separator: Character, digits: [Int]
  ) -> [Int]? {
    let parts = text.split(separator: separator, omittingEmptySubsequences: false)
    guard parts.map(\.utf8.count) == digits,
      parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } })
    else { return nil }
    return parts.compactMap { Int($0) }
  }

  /// Nanoseconds since 1970-01-01T00:00; the first or the last there is when it lies too far away.
  public var nanoseconds: Int64 {
    let year = month <= 2 ? year - 1 : year
    let era = Int(Self.floorDivide(Int64(year), 400))
    let yearOfEra = year - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    let days = Int64(era * 146_097 + dayOfEra - 719_468)
    let seconds = days * 86_400 + Int64(hour * 3600 + minute * 60 + second)
    let (nanoseconds, isTooFar) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    return isTooFar ? (seconds < 0 ? .min : .max) : nanoseconds
  }

  /// The same time of day some months later, on the last day of a month that is too short.
  public func adding(months: Int) -> CivilTime {
    // Far beyond every time that there is, and far from the end of the numbers.
    let index = year * 12 + month - 1 + min(max(months, -100_000), 100_000)
    let year = Int(Self.floorDivide(Int64(index), 12))
    let month = index - year * 12 + 1
    return CivilTime(
      year: year, month: month, day: min(day, Self.days(inMonth: month, of: year)), hour: hour,
      minute: minute, second: second)
  }

  private static func days(inMonth month: Int, of year: Int) -> Int {
    switch month {
    case 4, 6, 9, 11: 30
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    default: 31
    }
  }

  private static func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
    let quotient = value / divisor
    return value % divisor < 0 ? quotient - 1 : quotient
  }
}

// MARK: - CustomStringConvertible

extension CivilTime: CustomStringConvertible {
  /// `YYYY-MM-DDTHH:MM:SS`.
  public var description: String {
    "\(pad(year, 4))-\(pad(month, 2))-\(pad(day, 2))T\(pad(hour, 2)):\(pad(minute, 2)):\(pad(second, 2))"
  }

  private func pad(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
