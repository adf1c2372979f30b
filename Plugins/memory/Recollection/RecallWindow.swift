/// Which items of a memory belong into a prompt: the first few, and a recent part that grows and is
/// cut.
///
/// A pure function of the number of items. The recent part never slides: it grows to twice its size
/// and is then cut, so that for many turns a prompt only gets longer at its end.
package struct RecallWindow: Sendable, Hashable {
  /// How many items the fixed prefix may have.
  package let prefixLimit: Int
  /// To how many items the recent part is cut back.
  package let recentSize: Int
  /// How many items there are.
  package let count: Int

  /// Makes the window over `count` items.
  package init(prefix: Int, recent: Int, count: Int) {
    prefixLimit = prefix
    recentSize = recent
    self.count = count
  }

  /// How often the recent part has been cut.
  private var cuts: Int {
    let surplus = count - prefixLimit - 2 * recentSize
    return surplus > 0 ? (surplus + recentSize - 1) / recentSize : 0
  }

  /// The positions of the fixed prefix.
  package var prefix: Range<Int> { 0..<min(prefixLimit, count) }

  /// The positions of the recent part.
  package var recent: Range<Int> { (prefix.upperBound + omitted)..<count }

  /// How many items lie between the two.
  package var omitted: Int { cuts * recentSize }

  /// The same window when there were fewer items.
  package func before(_ count: Int) -> RecallWindow {
    RecallWindow(prefix: prefixLimit, recent: recentSize, count: count)
  }
}
