import TinyTroupeJSON
import TinyTroupePluginKit

/// A day of the Gregorian calendar, between the years 1 and 9999.
struct Day: Sendable, CustomStringConvertible {
  private static let monthLengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

  private let year: Int
  private let month: Int
  private let day: Int

  /// Reads `YYYY-MM-DD`, with or without a time behind it.
  init(_ json: JSON) throws {
    let parts = (json.string ?? "").prefix { $0 != "T" }.split(separator: "-").map { Int($0) ?? 0 }
    guard parts.count == 3, (1...9999).contains(parts[0]), (1...12).contains(parts[1]),
      (1...Self.length(ofMonth: parts[1], in: parts[0])).contains(parts[2])
    else {
      throw PluginFailure(
        .invalid, "'\(json.string ?? json.text)' is no date. Write it as 2026-01-31.",
        detail: ["path": "date"])
    }
    (year, month, day) = (parts[0], parts[1], parts[2])
  }

  private init(year: Int, month: Int, day: Int) {
    (self.year, self.month, self.day) = (year, month, day)
  }

  /// The day after.
  var next: Day {
    if day < Self.length(ofMonth: month, in: year) {
      return Day(year: year, month: month, day: day + 1)
    }
    let isNewYear = month == 12
    return Day(year: isNewYear ? year + 1 : year, month: isNewYear ? 1 : month + 1, day: 1)
  }

  /// 1 for the first of January.
  var numberInYear: Int {
    (1..<month).reduce(day) { $0 + Self.length(ofMonth: $1, in: year) }
  }

  /// The number of the weekday: 0 for Monday.
  // The first of January of the year 1 was one.
  var weekday: Int { (number - 1) % 7 }

  /// How the moon stands, within a day or so.
  var moon: String {
    // Counted from the new moon of the 6th of January 2000.
    let since = Double(number - 730_125)
    let month = 29.530_588
    let age = since - (since / month).rounded(.down) * month
    return switch age {
    case ..<1.8: "new"
    case ..<12.9: "waxing"
    case ..<16.6: "full"
    case ..<27.7: "waning"
    default: "new"
    }
  }

  var description: String {
    let digits = String(100_000_000 + year * 10_000 + month * 100 + day).dropFirst()
    return "\(digits.prefix(4))-\(digits.dropFirst(4).prefix(2))-\(digits.suffix(2))"
  }

  /// Days since the last of December of the year 0.
  private var number: Int {
    let years = year - 1
    return years * 365 + years / 4 - years / 100 + years / 400 + numberInYear
  }

  private static func length(ofMonth month: Int, in year: Int) -> Int {
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    return month == 2 && isLeap ? 29 : monthLengths[month - 1]
  }
}

/// What the days of the week are called.
struct WeekdayNames: Sendable {
  let names: [String]

  init(_ json: JSON?) throws {
    guard let json else {
      names = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
      return
    }
    names = (json.array ?? []).compactMap(\.string)
    guard names.count == 7 else {
      throw PluginFailure(
        .invalid, "'weekdays' must be a list of seven names, Monday first.",
        detail: ["path": "weekdays"])
    }
  }
}
