import Synchronization

/// What one root call and the calls beneath it have written and not committed.
///
/// The call sees its own writes above those of an earlier call of the same person and unit, if
/// there was one, above what is committed; nobody else sees them. A call that fails is forgotten
/// with its buffer. All functions may be called from any thread.
package final class WriteBuffer: Sendable {
  private let committed: CommittedStore
  private let lower: WriteBuffer?
  /// A nil within a table is a deletion.
  private let tables = Mutex<[StoreSpace: SortedTable<[UInt8]?>]>([:])

  /// Makes an empty buffer.
  package init(_ committed: CommittedStore, above lower: WriteBuffer? = nil) {
    self.committed = committed
    self.lower = lower
  }

  /// Puts a value under a key.
  package func put(_ space: StoreSpace, _ key: [UInt8], _ value: [UInt8]) {
    tables.withLock { $0[space, default: SortedTable()].set(key, value) }
  }

  /// Deletes a key.
  package func delete(_ space: StoreSpace, _ key: [UInt8]) {
    tables.withLock { $0[space, default: SortedTable()].set(key, nil) }
  }

  /// The value of a key as this call sees it; nil when there is none.
  package func get(_ space: StoreSpace, _ key: [UInt8]) -> [UInt8]? {
    if let own = tables.withLock({ $0[space]?[key] }) { return own }
    return lower.map { $0.get(space, key) } ?? committed.get(space, key)
  }

  /// The values of several keys as this call sees them, in their order.
  package func get(_ space: StoreSpace, keys: [[UInt8]]) -> [[UInt8]?] {
    let own = writes(in: space)
    let committed = committed.table(space)
    return keys.map { key in own[key] ?? committed[key] }
  }

  /// The entries whose keys begin with `prefix` as this call sees them, in the order of their keys.
  package func scan(
    _ space: StoreSpace, prefix: [UInt8], after: [UInt8]? = nil, limit: Int = .max
  ) -> [(key: [UInt8], value: [UInt8])] {
    let own = writes(in: space)
    let base = committed.table(space)
    return Self.merge(
      own, own.indices(prefix: prefix, after: after), over: base,
      base.indices(prefix: prefix, after: after), limit: limit)
  }

  /// This call's writes in the order of spaces and keys, one for each key.
  package var writes: [StoreWrite] {
    tables.withLock { tables in
      tables.sorted { $0.key < $1.key }.flatMap { space, table in
        zip(table.keys, table.values).map { StoreWrite(space, key: $0, value: $1) }
      }
    }
  }

  /// What this buffer and those beneath it write in a space.
  private func writes(in space: StoreSpace) -> SortedTable<[UInt8]?> {
    let own = tables.withLock { $0[space] } ?? SortedTable()
    guard var merged = lower?.writes(in: space), merged.count > 0 else { return own }
    for (key, value) in zip(own.keys, own.values) { merged.set(key, value) }
    return merged
  }

  private static func merge(
    _ own: SortedTable<[UInt8]?>, _ ownRange: Range<Int>, over base: SortedTable<[UInt8]>,
    _ baseRange: Range<Int>, limit: Int
  ) -> [(key: [UInt8], value: [UInt8])] {
    var upper = ownRange
    var lower = baseRange
    var entries: [(key: [UInt8], value: [UInt8])] = []
    while entries.count < limit {
      if let index = upper.first, !precedes(base, lower, own.keys[index]) {
        upper.removeFirst()
        if let hidden = lower.first, base.keys[hidden] == own.keys[index] { lower.removeFirst() }
        if let value = own.values[index] { entries.append((own.keys[index], value)) }
      } else if let index = lower.first {
        lower.removeFirst()
        entries.append((base.keys[index], base.values[index]))
      } else {
        break
      }
    }
    return entries
  }

  private static func precedes(
    _ table: SortedTable<[UInt8]>, _ range: Range<Int>, _ key: [UInt8]
  ) -> Bool {
    range.first.map { table.keys[$0].lexicographicallyPrecedes(key) } ?? false
  }
}
