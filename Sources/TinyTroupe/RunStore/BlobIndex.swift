import TinyTroupeDigest

/// Which byte strings the database has already, by hash.
///
/// Kept in memory (about 50 bytes each) instead of as an index of the table, whose pages every new
/// hash would dirty at random.
struct BlobIndex {
  private struct Key: Hashable {
    let high: UInt64
    let low: UInt64

    init(_ digest: SHA256Digest) {
      high = digest.prefix64
      low = digest.bytes[8..<16].reduce(0) { $0 << 8 | UInt64($1) }
    }
  }

  /// A run with more than this starts over, and may store a byte string twice.
  private static let capacity = 4_000_000

  private var ids: [Key: Int64] = [:]
  /// Keys that the open transaction added.
  private var fresh: [Key] = []
  private var next: Int64

  /// Makes an index whose first number is `next`.
  init(next: Int64 = 1) {
    self.next = next
  }

  /// The number of a byte string, and whether it must be stored first.
  mutating func id(of digest: SHA256Digest) -> (id: Int64, isNew: Bool) {
    let key = Key(digest)
    if let known = ids[key] { return (known, false) }
    if ids.count >= Self.capacity { ids = [:] }
    ids[key] = next
    fresh.append(key)
    next += 1
    return (next - 1, true)
  }

  /// Notes a byte string that the database has had before.
  mutating func know(_ digest: SHA256Digest, id: Int64) {
    if ids.count < Self.capacity { ids[Key(digest)] = id }
  }

  /// Notes that the transaction was committed.
  mutating func keep() {
    fresh.removeAll(keepingCapacity: true)
  }

  /// Forgets what the transaction added, because it was rolled back.
  mutating func undo() {
    for key in fresh { ids[key] = nil }
    next -= Int64(fresh.count)
    fresh.removeAll(keepingCapacity: true)
  }
}
