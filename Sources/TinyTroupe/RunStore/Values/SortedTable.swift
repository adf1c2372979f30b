/// Values under byte keys, in the order of the keys.
///
/// Two arrays searched by halves: a space holds thousands of keys, not millions, and most writes
/// append.
struct SortedTable<Value: Sendable>: Sendable {
  private(set) var keys: [[UInt8]] = []
  private(set) var values: [Value] = []

  var count: Int { keys.count }

  subscript(key: [UInt8]) -> Value? {
    let index = index(of: key)
    return index < keys.count && keys[index] == key ? values[index] : nil
  }

  mutating func set(_ key: [UInt8], _ value: Value) {
    let index = index(of: key)
    if index < keys.count, keys[index] == key {
      values[index] = value
    } else {
      keys.insert(key, at: index)
      values.insert(value, at: index)
    }
  }

  mutating func remove(_ key: [UInt8]) {
    let index = index(of: key)
    guard index < keys.count, keys[index] == key else { return }
    keys.remove(at: index)
    values.remove(at: index)
  }

  /// The indices of the keys that begin with `prefix`, those behind `after` alone if it is given.
  func indices(prefix: [UInt8], after: [UInt8]?) -> Range<Int> {
    let start = index(of: prefix)
    let end = keys[start...].firstIndex(pastThose: { $0.starts(with: prefix) })
    guard let after else { return start..<end }
    let behind = keys.firstIndex(pastThose: { !after.lexicographicallyPrecedes($0) })
    return min(max(start, behind), end)..<end
  }

  private func index(of key: [UInt8]) -> Int {
    // Keys are often made to grow; then a new one belongs at the end.
    if let last = keys.last, last.lexicographicallyPrecedes(key) { return keys.count }
    return keys.firstIndex(pastThose: { $0.lexicographicallyPrecedes(key) })
  }
}
