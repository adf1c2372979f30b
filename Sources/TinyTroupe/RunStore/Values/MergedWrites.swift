/// Two people wrote one shared key in the same unit.
package struct StoreConflict: Sendable, Hashable {
  /// Where the key is.
  package let space: StoreSpace
  /// The key.
  package let key: [UInt8]
  /// Whose write was lost: the person's number; nil for the world.
  package let loser: Int?
  /// Whose write stays: the person's number; nil for the world.
  package let winner: Int?
}

/// What the root calls of a unit wrote, merged in canonical order.
package struct MergedWrites: Sendable, Hashable {
  /// One write for each key, in the order of spaces and keys.
  package let writes: [StoreWrite]
  /// Shared keys that several people wrote, also when they wrote the same: who reads before writing
  /// may have missed the other's change.
  package let conflicts: [StoreConflict]

  private struct Place: Hashable {
    let space: StoreSpace
    let key: [UInt8]
  }

  private struct Written {
    var value: [UInt8]?
    var writers: [Int?] = []
  }

  /// Merges the root calls of one step: by the person whom a call served, then in the order given.
  ///
  /// The later person wins. The world's calls (nil) come after everybody's: the world decides.
  package init(_ roots: [(agent: Int?, buffer: WriteBuffer)]) {
    let inOrder = roots.enumerated().sorted {
      ($0.element.agent ?? .max, $0.offset) < ($1.element.agent ?? .max, $1.offset)
    }
    var written: [Place: Written] = [:]
    for (_, root) in inOrder {
      for write in root.buffer.writes {
        let place = Place(space: write.space, key: write.key)
        written[place, default: Written()].value = write.value
        if written[place]?.writers.last != .some(root.agent) {
          written[place]?.writers.append(root.agent)
        }
      }
    }
    let places = written.sorted { left, right in
      left.key.space == right.key.space
        ? left.key.key.lexicographicallyPrecedes(right.key.key)
        : left.key.space < right.key.space
    }
    writes = places.map { StoreWrite($0.space, key: $0.key, value: $1.value) }
    conflicts = places.flatMap { Self.conflicts(at: $0, among: $1.writers) }
  }

  private static func conflicts(at place: Place, among writers: [Int?]) -> [StoreConflict] {
    guard place.space.scope == .shared, let winner = writers.last else { return [] }
    return writers.dropLast().map {
      StoreConflict(space: place.space, key: place.key, loser: $0, winner: winner)
    }
  }
}
