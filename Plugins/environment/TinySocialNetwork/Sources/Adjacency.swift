/// For each of many, a few others by their numbers, each list in ascending order.
struct Adjacency: Sendable, Hashable {
  private var lists: [[Int32]]

  init(count: Int) {
    lists = Array(repeating: [], count: count)
  }

  /// Takes lists in any order, in which a number may stand more than once.
  init(sorting lists: [[Int32]]) {
    self.lists = lists.map { list in
      guard list.count > 1 else { return list }
      var sorted = list.sorted()
      var kept = 1
      for index in 1..<sorted.count where sorted[index] != sorted[kept - 1] {
        sorted[kept] = sorted[index]
        kept += 1
      }
      sorted.removeSubrange(kept...)
      return sorted
    }
  }

  var count: Int { lists.count }

  subscript(number: Int) -> [Int32] { lists[number] }

  func contains(_ other: Int, in number: Int) -> Bool {
    let list = lists[number]
    let place = Self.place(of: Int32(other), in: list)
    return place < list.count && list[place] == Int32(other)
  }

  /// Adds one more, who has nobody yet.
  mutating func append() { lists.append([]) }

  /// Adds a number to a list; false when it is there already.
  mutating func insert(_ other: Int, in number: Int) -> Bool {
    let place = Self.place(of: Int32(other), in: lists[number])
    guard place == lists[number].count || lists[number][place] != Int32(other) else { return false }
    lists[number].insert(Int32(other), at: place)
    return true
  }

  /// Removes a number from a list; false when it is not there.
  mutating func remove(_ other: Int, from number: Int) -> Bool {
    let place = Self.place(of: Int32(other), in: lists[number])
    guard place < lists[number].count, lists[number][place] == Int32(other) else { return false }
    lists[number].remove(at: place)
    return true
  }

  /// Where a number stands in a sorted list, or would.
  private static func place(of number: Int32, in sorted: [Int32]) -> Int {
    // What is added is mostly higher than all before.
    guard let last = sorted.last, last >= number else { return sorted.count }
    var range = 0..<sorted.count
    while !range.isEmpty {
      let middle = range.lowerBound + range.count / 2
      range =
        sorted[middle] < number ? (middle + 1)..<range.upperBound : range.lowerBound..<middle
    }
    return range.lowerBound
  }
}
