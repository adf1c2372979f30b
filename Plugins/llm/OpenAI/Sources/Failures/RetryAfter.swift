/// How long a server wants us to wait.
enum RetryAfter {
  /// Longer is of no use to a run.
  private static let longest = 86_400_000

  /// Milliseconds from the headers `retry-after-ms` and `Retry-After`; nil when neither says so.
  ///
  /// A date counts from the server's own `Date`, since nothing here has a clock.
  static func milliseconds(_ answer: ServerAnswer) -> Int? {
    let direct = answer.header("retry-after-ms").flatMap(Double.init)
    guard let wait = direct ?? answer.header("retry-after").flatMap({ milliseconds($0, answer) })
    else { return nil }
    guard wait.isFinite else { return nil }
    return Int(min(max(wait, 0), Double(longest)))
  }

  private static func milliseconds(_ value: String, _ answer: ServerAnswer) -> Double? {
    if let seconds = Double(value) { return seconds * 1000 }
    guard let until = HTTPDate(value), let now = answer.header("date").flatMap(HTTPDate.init) else {
      return nil
    }
    return Double(until.seconds - now.seconds) * 1000
  }
}

/// A date as HTTP writes it: `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, section 5.6.7).
struct HTTPDate {
  /// Since 1970.
  let seconds: Int

  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// Nil when the text is no such date.
  init?(_ text: String) {
    let parts = text.split(separator: " ")
    guard parts.count == 6, parts[5] == "GMT",
      let day = Int(parts[1]), (1...31).contains(day),
      let month = Self.months.firstIndex(of: String(parts[2])),
      let year = Int(parts[3]), (1970...9999).contains(year)
    else { return nil }
    let clock = parts[4].split(separator: ":").compactMap { Int($0) }
    guard clock.count == 3, (0...23).contains(clock[0]), (0...59).contains(clock[1]),
      (0...60).contains(clock[2])
    else { return nil }
    let days = Self.daysSince1970(year: year, month: month + 1, day: day)
    seconds = days * 86_400 + clock[0] * 3600 + clock[1] * 60 + clock[2]
  }

  /// Counts in years that begin in March, so that the leap day comes last.
  private static func daysSince1970(year: Int, month: Int, day: Int) -> Int {
    let shifted = month > 2 ? year : year - 1
    let leapDays = shifted / 4 - shifted / 100 + shifted / 400
    let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
    return shifted * 365 + leapDays + dayOfYear - 719_468
  }
}
