import Synchronization

/// The latest committed values of `tt.store`, in memory.
///
/// All functions may be called from any thread. A read holds a lock only while it takes the space's
/// table, which it then searches on its own; it never touches the database.
package final class CommittedStore: Sendable {
  private let tables = Mutex<[StoreSpace: SortedTable<[UInt8]>]>([:])

  /// Makes an empty store.
  package init() {}

  /// The value of a key; nil when there is none.
  package func get(_ space: StoreSpace, _ key: [UInt8]) -> [UInt8]? {
    table(space)[key]
  }

  /// The values of several keys, in their order.
  package func get(_ space: StoreSpace, keys: [[UInt8]]) -> [[UInt8]?] {
    let table = table(space)
    return keys.map { table[$0] }
  }

  /// The entries whose keys begin with `prefix`, in the order of their keys.
  package func scan(
    _ space: StoreSpace, prefix: [UInt8], after: [UInt8]? = nil, limit: Int = .max
  ) -> [(key: [UInt8], value: [UInt8])] {
    let table = table(space)
    return table.indices(prefix: prefix, after: after).prefix(max(0, limit)).map {
      (table.keys[$0], table.values[$0])
    }
  }

  /// Takes over what a unit committed, in order.
  package func apply(_ writes: [StoreWrite]) {
    tables.withLock { tables in
      for write in writes {
        if let value = write.value {
          tables[write.space, default: SortedTable()].set(write.key, value)
        } else {
          tables[write.space]?.remove(write.key)
        }
      }
    }
  }

  func table(_ space: StoreSpace) -> SortedTable<[UInt8]> {
    tables.withLock { $0[space] } ?? SortedTable()
  }
}
