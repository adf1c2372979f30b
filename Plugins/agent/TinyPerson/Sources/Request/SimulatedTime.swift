/// Says simulated time as people write it.
enum SimulatedTime {
  private static let weekdays = [
    "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday",
  ]

  /// `2026-01-05T09:00:00` as `Monday 2026-01-05, 09:00`; any other text as it is.
  static func text(_ time: String) -> String {
    let parts = time.split { $0 == "-" || $0 == "T" || $0 == ":" }
    let numbers = parts.compactMap { Int($0) }
    guard parts.count == 6, numbers.count == 6, (1...12).contains(numbers[1]),
      (0...9999).contains(numbers[0]), (1...31).contains(numbers[2])
    else { return time }
    let day = weekdays[weekday(numbers[0], numbers[1], numbers[2])]
    let seconds = numbers[5] == 0 ? "" : ":\(parts[5])"
    return "\(day) \(parts[0])-\(parts[1])-\(parts[2]), \(parts[3]):\(parts[4])\(seconds)"
  }

  /// Sakamoto's method for the Gregorian calendar; 0 is Sunday.
  private static func weekday(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let shifts = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4]
    // From 400 years later, where every weekday is the same, so that no year is negative.
    let year = (month < 3 ? year - 1 : year) + 400
    return (year + year / 4 - year / 100 + year / 400 + shifts[month - 1] + day) % 7
  }
}
