package import TinyTroupePluginKit

/// The numbers of the events that a person remembers, in order of experience, kept in the store.
///
/// Full pages of 256 are written once. The head holds what is not yet a page, so that remembering
/// rewrites a few hundred bytes however long a life is.
package struct Experience {
  static let pageSize = 256
  private static let headKey = "head"

  /// How many events are remembered.
  package private(set) var count = 0
  /// The highest number that had been written when something was forgotten last; -1 before that.
  package private(set) var forgottenAt = -1
  /// The highest number that was ever written; -1 before that.
  package private(set) var latest = -1
  private var tail: [Int] = []

  private var pageCount: Int { count / Self.pageSize }

  /// Reads the head.
  package init(reading call: Call) throws {
    guard let head = try call.sendAndWait(.storeGet([Self.headKey]))[0] else { return }
    guard let numbers = NumberCodec.decode(head), numbers.count >= 3, numbers[0] >= 0,
      numbers.count - 3 == numbers[0] % Self.pageSize
    else { throw Self.damage(Self.headKey) }
    (count, forgottenAt, latest) = (numbers[0], numbers[1], numbers[2])
    tail = Array(numbers[3...])
  }

  // MARK: Reading

  /// The numbers at some positions.
  package func numbers(at positions: Range<Int>, _ call: Call) throws -> ArraySlice<Int> {
    guard !positions.isEmpty else { return [] }
    let tailStart = pageCount * Self.pageSize
    guard positions.lowerBound < tailStart else {
      return tail[(positions.lowerBound - tailStart)..<(positions.upperBound - tailStart)]
    }
    let firstPage = positions.lowerBound / Self.pageSize
    let endPage = min(pageCount, (positions.upperBound - 1) / Self.pageSize + 1)
    var numbers = try Self.pages(firstPage..<endPage, call)
    if positions.upperBound > tailStart { numbers += tail }
    let start = firstPage * Self.pageSize
    return numbers[(positions.lowerBound - start)..<(positions.upperBound - start)]
  }

  private static func pages(_ indexes: Range<Int>, _ call: Call) throws -> [Int] {
    let keys = indexes.map(pageKey)
    var numbers: [Int] = []
    for (key, value) in zip(keys, try call.sendAndWait(.storeGet(keys))) {
      guard let page = value.flatMap(NumberCodec.decode), page.count == pageSize else {
        throw damage(key)
      }
      numbers += page
    }
    return numbers
  }

  private static func pageKey(_ index: Int) -> String { "page/\(index)" }

  private static func damage(_ key: String) -> PluginFailure {
    PluginFailure(
      .internal,
      "The memory is damaged: the store's value at '\(key)' is none that this plugin wrote.")
  }

  // MARK: Writing

  /// Appends events and writes what has changed.
  package mutating func append(_ numbers: [Int], _ call: Call) throws {
    guard !numbers.isEmpty else { return }
    var changes: [StoredValue] = []
    for number in numbers {
      tail.append(number)
      latest = max(latest, number)
      count += 1
      guard tail.count == Self.pageSize else { continue }
      let key = Self.pageKey(pageCount - 1)
      changes.append(StoredValue(key: key, value: NumberCodec.encode(tail)))
      tail = []
    }
    try call.sendAndWait(.storePut(changes + [head]))
  }

  /// Keeps only some events and writes everything anew.
  package mutating func keep(_ numbers: [Int], _ call: Call) throws {
    let formerPages = pageCount
    forgottenAt = latest
    count = numbers.count
    tail = Array(numbers[(pageCount * Self.pageSize)...])
    let pages = (0..<pageCount).map { index in
      let page = numbers[(index * Self.pageSize)..<((index + 1) * Self.pageSize)]
      return StoredValue(key: Self.pageKey(index), value: NumberCodec.encode(page))
    }
    try call.sendAndWait(.storePut(pages + [head]))
    guard formerPages > pageCount else { return }
    try call.sendAndWait(.storeDelete((pageCount..<formerPages).map(Self.pageKey)))
  }

  private var head: StoredValue {
    StoredValue(
      key: Self.headKey, value: NumberCodec.encode([count, forgottenAt, latest] + tail))
  }
}
