/// Dates and times of day as people write them.
enum Day {
  /// True for a date that there is: `2026-02-28`.
  static func isDate(_ text: String) -> Bool {
    guard let parts = numbers(text, separator: "-", lengths: [4, 2, 2]) else { return false }
    let (year, month, day) = (parts[0], parts[1], parts[2])
    guard year > 0, (1...12).contains(month) else { return false }
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    return (1...lengths[month - 1]).contains(day)
  }

  /// True for a time of day: `09:30`, and `24:00` for its end.
  static func isTime(_ text: String) -> Bool {
    guard let parts = numbers(text, separator: ":", lengths: [2, 2]) else { return false }
    return (0..<24).contains(parts[0]) && (0..<60).contains(parts[1]) || parts == [24, 0]
  }

  private static func numbers(_ text: String, separator: Character, lengths: [Int]) -> [Int]? {
    let parts = text.split(separator: separator, omittingEmptySubsequences: false)
    guard parts.map(\.utf8.count) == lengths else { return nil }
    let numbers = parts.compactMap { part in
      part.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(part) : nil
    }
    return numbers.count == lengths.count ? numbers : nil
  }
}
