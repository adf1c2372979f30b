package import TinyTroupeDigest

/// SHA-256 chained over a sequence of byte strings: each link is the hash of the one before and the
/// bytes.
///
/// The chain over a run's canonical events is its trace hash: equal events give equal hashes. A
/// chain can go on from any link, which is how a resumed or forked run continues, and how a run is
/// verified unit by unit.
package struct HashChain: Sendable, Hashable {
  /// The last link.
  package private(set) var digest: SHA256Digest

  /// The chain of no events.
  package static let events = HashChain(label: "tinytroupe events 1")
  /// The chain of no calls.
  package static let calls = HashChain(label: "tinytroupe calls 1")

  /// Begins a chain whose first link hashes a label that tells chains of different things apart.
  init(label: String) {
    digest = SHA256Digest(of: label.utf8)
  }

  /// Goes on from a link that was stored.
  package init(resuming digest: SHA256Digest) {
    self.digest = digest
  }

  /// Appends one byte string.
  package mutating func append(_ bytes: [UInt8]) {
    var hasher = SHA256Hasher()
    hasher.update(digest.bytes)
    hasher.update(bytes)
    digest = hasher.finish()
  }
}
