/// Decides whether somebody says nearly the same again.
///
/// What counts are the words in their order: an exchange, an omission and an addition each make a
/// difference, and more than a few differences make another speech, however long it is. A number or
/// a negation more or less makes it another one at once.
enum Repetition {
  /// So few words, such as a yes or a greeting, may be said again.
  private static let fewestWords = 3
  /// More different words than that are always something new.
  private static let mostDifferences = 6

  static func isRepeated(_ words: SpokenWords, of earlier: SpokenWords) -> Bool {
    let shorter = min(words.all.count, earlier.all.count)
    guard shorter >= fewestWords, words.decisive == earlier.decisive else { return false }
    return differ(words.all, earlier.all, atMost: min(mostDifferences, shorter / 8))
  }

  /// Whether two lists differ by no more than some omissions and additions.
  ///
  /// Myers, "An O(ND) Difference Algorithm and Its Variations" (1986), up to a small D.
  private static func differ(_ left: [UInt64], _ right: [UInt64], atMost limit: Int) -> Bool {
    guard abs(left.count - right.count) <= limit else { return false }
    var reached = [Int](repeating: 0, count: 2 * limit + 3)
    let middle = limit + 1
    for differences in 0...limit {
      for diagonal in stride(from: -differences, through: differences, by: 2) {
        let goesDown =
          diagonal == -differences
          || (diagonal != differences
            && reached[middle + diagonal - 1] < reached[middle + diagonal + 1])
        var x = goesDown ? reached[middle + diagonal + 1] : reached[middle + diagonal - 1] + 1
        while x < left.count, x - diagonal < right.count, left[x] == right[x - diagonal] { x += 1 }
        reached[middle + diagonal] = x
        if x >= left.count, x - diagonal >= right.count { return true }
      }
    }
    return false
  }
}
