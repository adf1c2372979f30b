/// A pair of people who can talk to each other, by their numbers.
struct Link: Sendable, Hashable {
  let lower: Int
  let upper: Int

  init(_ one: Int, _ other: Int) {
    lower = min(one, other)
    upper = max(one, other)
  }
}

/// Who can talk to whom where not everyone can.
///
/// Holds those who are linked and nothing for all the others.
struct Links: Sendable {
  private var neighbours: [Int: [Int]] = [:]

  /// Those who have any link, in canonical order.
  var people: [Int] { neighbours.keys.sorted() }

  /// Those whom a person can talk to, in canonical order.
  func neighbours(of person: Int) -> [Int] { neighbours[person] ?? [] }

  func contains(_ link: Link) -> Bool {
    guard let others = neighbours[link.lower] else { return false }
    let place = Self.place(of: link.upper, in: others)
    return place < others.count && others[place] == link.upper
  }

  /// Adds a link; false when it is there already.
  mutating func insert(_ link: Link) -> Bool {
    guard !contains(link) else { return false }
    insert(link.upper, besides: link.lower)
    insert(link.lower, besides: link.upper)
    return true
  }

  private mutating func insert(_ other: Int, besides person: Int) {
    let place = Self.place(of: other, in: neighbours[person] ?? [])
    neighbours[person, default: []].insert(other, at: place)
  }

  /// Where a number stands in a sorted list, or would.
  private static func place(of number: Int, in sorted: [Int]) -> Int {
    var range = 0..<sorted.count
    while !range.isEmpty {
      let middle = range.lowerBound + range.count / 2
      range =
        sorted[middle] < number ? (middle + 1)..<range.upperBound : range.lowerBound..<middle
    }
    return range.lowerBound
  }
}
